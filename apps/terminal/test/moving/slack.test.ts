/** A Slack export becomes users, groups and their history, and the report says what did not. */
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { MovingPlace, said } from '../support/moving.ts';
import type { Report } from '../support/moving.ts';
import { SLACK_EXPORT } from '../support/slack-export.ts';
import { zipOf } from '../support/zip-file.ts';

let place: MovingPlace;
let file: string;

before(async () => {
  place = await MovingPlace.open();
  file = join(place.shell.home, 'slack.zip');
  await writeFile(file, zipOf(SLACK_EXPORT));
});

after(() => place.shell.close());

describe('a Slack export', () => {
  it('is read without sending anything', async () => {
    const { code, stdout, stderr } = await place.posthorn('import', 'slack', file, '--dry-run', '--json');
    assert.equal(code, 0, stderr);
    const { records } = JSON.parse(stdout) as Report;
    assert.deepEqual(
      [records['user'], records['group'], records['direct'], records['file']],
      [{ read: 5 }, { read: 1 }, { read: 1 }, { read: 1 }],
    );
    assert.match((await place.posthorn('users', 'nurse')).stdout, /^$/);
  });

  it('is imported once, with threads, reactions, files and pins', async () => {
    const path = join(place.shell.home, 'report.json');
    const first = await place.posthorn('import', 'slack', file, '--link', '--report', path, '--json');
    assert.equal(first.code, 0, first.stderr + first.stdout);
    const report = JSON.parse(await readFile(path, 'utf8')) as Report;
    assert.deepEqual(report.records['user'], { linked: 1, made: 4 });
    assert.deepEqual(report.refused, []);
    assert.deepEqual(report.unmapped.map(({ what }) => what).toSorted(), [
      'files that Slack has not got any more: tombstone',
      'notes of Slack: channel_join',
      'parts of the export',
      'reactions with custom emoji',
    ]);
    const again = JSON.parse(
      (await place.posthorn('import', 'slack', file, '--link', '--json')).stdout,
    ) as Report;
    const outcomes = Object.entries(again.records).filter(([type]) => type !== 'read');
    for (const [type, counts] of outcomes) assert.deepEqual(Object.keys(counts), ['there'], type);
    await place.as('romeo', async (client) => {
      const { conversations } = await client.call('listConversations', {});
      const square = conversations.find(({ title }) => title === 'square');
      assert.ok(square !== undefined);
      assert.deepEqual([square.unread, square.settings?.topic], [0, 'What happens in the square']);
      const found = said(await place.found(client, square.id));
      assert.deepEqual(
        found.map(({ content, time }) => [content.text, time]),
        [
          [
            'But **soft**, @nurse & all: [the balcony](https://verona.example) in #square `a*b*c`',
            1_500_000_100_000,
          ],
          ['This, by his voice', 1_500_000_150_000],
          ['Hear ye', 1_500_000_160_000],
          ['Good morrow', 1_500_086_400_000],
          ['The letter\n📎 gone.txt (not imported)', 1_500_086_500_000],
        ],
      );
      const [soft, voice, , , letter] = found;
      assert.equal(voice?.content.thread, soft?.seq);
      assert.deepEqual(
        soft?.state?.reactions.map(({ emoji, count }) => [emoji, count]),
        [
          ['❤️', 2],
          ['👍🏼', 1],
        ],
      );
      assert.ok((soft?.state?.edited ?? 0) > 0);
      assert.ok((soft?.state?.pinned ?? 0) > 0);
      assert.deepEqual(
        letter?.content.attachments.map(({ name, bytes }) => [name, bytes]),
        [['letter.txt', 9]],
      );
    });
  });

  it('says of what is none, or not safe, why', async () => {
    const refused = async (files: Parameters<typeof zipOf>[0]): Promise<string> => {
      const path = join(place.shell.home, 'wrong.zip');
      await writeFile(path, zipOf(files));
      const { code, stderr } = await place.posthorn('import', 'slack', path);
      assert.equal(code, 2);
      return stderr;
    };
    assert.match(await refused([{ name: 'a.txt', bytes: 'a' }]), /no Slack export: there is no users\.json/);
    assert.match(
      await refused([{ name: '../users.json', bytes: '[]' }]),
      /not safe to read: .*relative path/,
    );
    const bomb = { name: 'users.json', bytes: '[]', claimedBytes: 4_000_000_000 };
    assert.match(await refused([bomb]), /users\.json would grow from \d+ to 4000000000 bytes/);
    assert.match((await place.posthorn('import', 'slack', '/nowhere')).stderr, /no such file or directory/);
    assert.match((await place.posthorn('import', 'irc', file)).stderr, /use slack, mattermost, posthorn/);
  });
});
