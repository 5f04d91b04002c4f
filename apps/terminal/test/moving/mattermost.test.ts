/** A bulk export of Mattermost becomes users, groups and their history, in the order of time. */
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { it } from 'node:test';
import { MATTERMOST_LINES } from '../support/mattermost-export.ts';
import { MovingPlace, said } from '../support/moving.ts';
import { zipOf } from '../support/zip-file.ts';

it('a bulk export of Mattermost is imported once, in the order of time', async (t) => {
  const place = await MovingPlace.open(t);
  const file = join(place.shell.home, 'mattermost.zip');
  const letter = { name: 'data/teams/verona/letter.txt', bytes: 'By a name' };
  await writeFile(file, zipOf([{ name: 'import.jsonl', bytes: MATTERMOST_LINES }, letter]));
  const report = await place.imported('mattermost', file, '--link');
  assert.deepEqual(report.records['user'], { linked: 1, made: 3 });
  assert.deepEqual(report.records['file'], { made: 1, refused: 1 });
  assert.deepEqual(
    report.refused.map(({ what }) => what),
    ['file: there is no file teams/verona/lost.txt in the export'],
  );
  assert.deepEqual(report.unmapped.map(({ what }) => what).toSorted(), [
    'custom emoji',
    'messages that users have saved for themselves',
    'notes of Mattermost: system_join_channel',
    'reactions with custom emoji',
    'rights of administrators of the server',
  ]);
  const again = await place.imported('mattermost', file, '--link');
  assert.deepEqual(again.records['message'], { there: report.records['message']?.['made'] });
  await place.as('romeo', async (client) => {
    const { conversations } = await client.call('listConversations', {});
    const square = conversations.find(({ title }) => title === 'The Square');
    assert.ok(square !== undefined);
    assert.deepEqual([square.unread, square.settings?.topic, square.settings?.join], [0, 'Talk', 'open']);
    assert.equal(conversations.find(({ title }) => title === 'Old')?.settings?.closed, true);
    const [first, early, second, late, ...rest] = said(await place.found(client, square.id));
    assert.deepEqual(rest, []);
    assert.deepEqual(
      [first, early, second, late].map((each) => each?.content.text),
      ['First', 'Early reply', 'Second, @romeo\n📎 lost.txt (not imported)', 'Late reply'],
    );
    assert.deepEqual([early?.content.thread, late?.content.thread], [first?.seq, first?.seq]);
    assert.deepEqual(second?.content.mentions, [1]);
    assert.deepEqual(
      second?.content.attachments.map(({ name }) => name),
      ['letter.txt'],
    );
    assert.ok((second?.state?.pinned ?? 0) > 0);
    assert.ok((first?.state?.edited ?? 0) > 0);
    assert.deepEqual(
      first?.state?.reactions.map(({ emoji }) => emoji),
      ['❤️', '👋🏿'],
    );
  });
});
