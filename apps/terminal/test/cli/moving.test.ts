/** Exports of other systems become users, groups and their history; a server goes along as a whole. */
import assert from 'node:assert/strict';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Client } from '@posthorn/client/node';
import type { ContentInit } from '@posthorn/protocol';
import { filePath } from '@posthorn/protocol/words';
import { MATTERMOST_LINES } from '../support/mattermost-export.ts';
import { MovingPlace, said } from '../support/moving.ts';
import type { Report } from '../support/moving.ts';
import { SLACK_EXPORT } from '../support/slack-export.ts';
import { zipOf } from '../support/zip-file.ts';

const FILE_URL = /^\/v1\/files\/[0-9a-f]{32}$/;
const ONE_PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

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

  it('has files fetched from hosts that are allowed, and says which could not be', async (t) => {
    const server = createServer((request, response) => {
      if (request.url === '/moved') response.writeHead(302, { location: '/letter' }).end();
      else if (request.url === '/letter')
        response.writeHead(200, { 'content-type': 'text/plain' }).end('By a name');
      else response.writeHead(404).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    t.after(() => server.close());
    const { port } = server.address() as AddressInfo;
    const host = `127.0.0.1:${port}`;
    const files = ['moved', 'lost'].map((path, index) => ({
      id: `FAWAY000${index}`,
      name: `${path}.txt`,
      mimetype: 'text/plain',
      url_private_download: `http://${host}/${path}`,
    }));
    const messages = [{ type: 'message', user: 'UROMEO', ts: '1500000001.000100', text: 'Two', files }];
    const path = join(place.shell.home, 'away.zip');
    const exported = [
      { name: 'users.json', bytes: JSON.stringify([{ id: 'UROMEO', name: 'romeo' }]) },
      { name: 'channels.json', bytes: JSON.stringify([{ id: 'CAWAY', name: 'away', members: ['UROMEO'] }]) },
      { name: 'away/2017-07-14.json', bytes: JSON.stringify(messages) },
    ];
    await writeFile(path, zipOf(exported));
    const refused = await place.imported('slack', path, '--unread');
    assert.deepEqual(refused.records['file'], { refused: 2 });
    assert.match(refused.refused[0]?.what ?? '', /which is not asked: --file-host lets it/);
    const fetched = await place.imported('slack', path, '--file-host', host);
    assert.deepEqual(fetched.records['file'], { made: 1, refused: 1 });
    assert.deepEqual(
      fetched.refused.map(({ what }) => what),
      ['file: its address answers 404'],
    );
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

interface Talk {
  readonly romeo: Client;
  readonly juliet: Client;
  readonly upload: (name: string) => Promise<string>;
  /** Of Romeo's, for himself and the group. */
  readonly picture?: string;
}

/** Says everything that can be said. */
async function talk({ romeo, juliet, upload, picture }: Talk): Promise<void> {
  const group = await romeo.call('createGroup', { title: 'Verona', members: [2], clientId: 'g' });
  const say = async (who: Client, content: ContentInit): Promise<number> =>
    (await who.send({ conversation: group.id }, content).done).seq;
  const soft = await say(romeo, { text: 'But soft', mentions: [2] });
  await say(juliet, { text: 'Ay me', thread: soft });
  await say(juliet, { text: 'What?', replyTo: soft });
  await say(juliet, { kind: { case: 'reaction', value: { target: soft, emoji: '❤️' } } });
  await say(romeo, { kind: { case: 'edit', value: { target: soft, text: 'But soft!', mentions: [2] } } });
  const slip = await say(juliet, { text: 'Capulet' });
  await say(juliet, { kind: { case: 'edit', value: { target: slip, text: 'No Capulet' } } });
  await say(juliet, { kind: { case: 'recall', value: { target: slip } } });
  const open = await say(romeo, {
    text: 'When?',
    kind: { case: 'poll', value: { options: ['Nine', 'Ten'] } },
  });
  await say(juliet, { kind: { case: 'vote', value: { target: open, choices: [0] } } });
  const secret = await say(romeo, {
    text: 'Who?',
    kind: { case: 'poll', value: { options: ['Paris', 'Romeo'], anonymous: true } },
  });
  await say(juliet, { kind: { case: 'vote', value: { target: secret, choices: [1] } } });
  await say(romeo, { kind: { case: 'closePoll', value: { target: secret } } });
  const letter = await say(romeo, {
    text: 'A letter',
    attachments: [{ id: await upload('letter.txt'), alt: 'words' }],
  });
  await say(juliet, { kind: { case: 'pin', value: { target: letter } } });
  await romeo.call('rename', { conversation: group.id, title: 'Fair Verona', clientId: 'r' });
  await romeo.call('setRole', { conversation: group.id, user: 2, role: 'admin', clientId: 's' });
  await romeo.call('setGroup', { conversation: group.id, settings: { topic: 'Two houses' }, clientId: 't' });
  await romeo.send({ to: 'juliet' }, 'Good night').done;
  await juliet.call('moveCursors', { cursors: [{ conversation: group.id, read: soft, delivered: soft }] });
  if (picture !== undefined) {
    const pictureUrl = filePath(picture);
    await romeo.call('setGroup', { conversation: group.id, settings: { pictureUrl }, clientId: 'p' });
    await romeo.call('updateProfile', { avatarUrl: pictureUrl });
  }
  await romeo.call('addContact', { user: 2, text: 'By the orchard wall' });
  await juliet.call('setPrivacy', { add: 'contacts', write: 'contacts' });
  await juliet.call('block', { user: 1 });
  const { id } = group;
  await juliet.call('setMine', {
    entries: Object.entries({
      [`draft/${id}`]: { text: 'Wherefore', replyTo: soft, thread: soft },
      [`draft/${id}/${soft}`]: { text: 'art thou' },
      [`pin/${id}`]: 1.5,
      [`archive/${id}`]: { through: secret },
      [`mute/${id}`]: {},
      [`star/${id}/${letter}`]: { time: 5 },
      'contact/1': { remark: 'A Montague' },
      'folder/a': { title: 'Verona', order: 1, conversations: [id] },
      quiet: { from: '22:00', to: '07:00', zone: 'Europe/Rome' },
    }).map(([key, value]) => ({ key, value: JSON.stringify(value) })),
  });
}

type Line = Readonly<Record<string, unknown>>;

/**
 * But for what belongs to the export itself, and to accounts that were there. Messages are numbered anew: a secret vote is not in an
 * export, so those behind it move up.
 */
async function linesIn(directory: string): Promise<readonly Line[]> {
  const text = await readFile(join(directory, 'records.jsonl'), 'utf8');
  const lines = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
  const numbers = new Map<string, number>();
  const placeOf = (conversation: unknown, id: unknown): string => `${String(conversation)} ${String(id)}`;
  for (const { type, conversation, id } of lines)
    if (type === 'message') numbers.set(placeOf(conversation, id), numbers.size);
  const renumbered = (line: Line): Line => {
    const key = (given: unknown): unknown => {
      const { sender, id } = given as { readonly sender: string; readonly id: string };
      return { sender, id: numbers.get(placeOf(line['conversation'], id)) };
    };
    const names = ['thread', 'replyTo', 'target', 'through', 'message'].filter((name) => name in line);
    const keys = Object.fromEntries(names.map((name) => [name, key(line[name])]));
    const own =
      line['type'] === 'message' ? { id: numbers.get(placeOf(line['conversation'], line['id'])) } : {};
    const inValue = Object.entries((line['messages'] ?? {}) as Line).map(([name, each]) => [name, key(each)]);
    const messages = inValue.length > 0 ? { messages: Object.fromEntries(inValue) as Line } : {};
    return { ...line, ...own, ...keys, ...messages };
  };
  return lines
    .filter(({ type }) => type !== 'export')
    .map(({ createdAt: _createdAt, path: _path, ...line }) => renumbered(line));
}

it('a server is moved with all that was said, and its export is the same', async (t) => {
  const [old, next] = [await MovingPlace.open(t), await MovingPlace.open(t)];
  const upload = (name: string): Promise<string> => old.upload('romeo', name, 'By a name');
  const picture = await old.upload('romeo', 'rose.png', ONE_PIXEL, 'image/png');
  await old.as('romeo', (romeo) => old.as('juliet', (juliet) => talk({ romeo, juliet, upload, picture })));
  const [first, second] = [join(old.shell.home, 'first'), join(old.shell.home, 'second')];
  const exported = await old.posthorn('export-all', '--to', first);
  assert.equal(exported.code, 0, exported.stderr);
  const report = await next.imported('posthorn', first, '--link');
  assert.deepEqual([report.refused, report.unmapped], [[], []]);
  assert.equal((await next.posthorn('export-all', '--to', second)).code, 0);
  const [before, after] = [await linesIn(first), await linesIn(second)];
  assert.deepEqual(after, before);
  await next.as('juliet', async (juliet) => {
    const { conversations } = await juliet.call('listConversations', {});
    const verona = conversations.find(({ title }) => title === 'Fair Verona');
    await old.as('juliet', async (there) => {
      const theirs = await there.call('listConversations', {});
      const same = theirs.conversations.find(({ title }) => title === 'Fair Verona');
      assert.ok(verona !== undefined && same !== undefined);
      assert.deepEqual([verona.unread, verona.mentions], [same.unread, same.mentions]);
      const [here, elsewhere] = [await next.found(juliet, verona.id), await old.found(there, same.id)];
      assert.deepEqual(
        here.map(({ content, time }) => [content.text, time]),
        elsewhere
          .filter(({ content }) => content.kind?.case !== 'vote' || !content.kind.value.secret)
          .map(({ content, time }) => [content.text, time]),
      );
    });
  });
  await next.as('juliet', async (juliet) => {
    const [romeo] = (await juliet.call('getUsers', { ids: [1] })).users;
    assert.match(romeo?.avatarUrl ?? '', FILE_URL);
    const { conversations } = await juliet.call('listConversations', {});
    const verona = conversations.find(({ title }) => title === 'Fair Verona');
    assert.ok(verona !== undefined);
    assert.match(verona.settings?.pictureUrl ?? '', FILE_URL);
    assert.equal(verona.muted, true);
    const { contacts } = await juliet.call('listContacts', {});
    assert.deepEqual(
      contacts.map(({ user, state, text }) => [user, state, text]),
      [[1, 'asking', 'By the orchard wall']],
    );
    const { users } = await juliet.call('listBlocked', {});
    assert.deepEqual(
      users.map((each) => each.name),
      ['romeo'],
    );
    assert.deepEqual((await juliet.call('getPrivacy', {})).write, 'contacts');
    const { entries } = await juliet.call('getMine', { prefix: 'draft/' });
    const texts = await next.found(juliet, verona.id);
    const soft = texts.find(({ content }) => content.text === 'But soft!')?.seq;
    const draft = entries.find(({ key }) => key === `draft/${verona.id}`);
    assert.deepEqual(JSON.parse(draft?.value ?? '{}'), { text: 'Wherefore', replyTo: soft, thread: soft });
  });
  await rm(first, { recursive: true });
});

it('what is refused is named by whose it is, also where it has no id', async (t) => {
  const place = await MovingPlace.open(t);
  const directory = join(place.shell.home, 'wrong');
  await mkdir(directory);
  const lines = [
    { type: 'export', format: 1 },
    { type: 'block', user: 'old:a', other: 'old:b' },
    { type: 'end' },
  ];
  await writeFile(
    join(directory, 'records.jsonl'),
    lines.map((line) => `${JSON.stringify(line)}\n`).join(''),
  );
  const { code, stdout } = await place.posthorn('import', 'posthorn', directory);
  assert.equal(code, 1);
  assert.match(stdout, /no user was imported as old:a.*such as old:a old:b/);
});

it('an export is imported without its files, which are named', async (t) => {
  const [old, next] = [await MovingPlace.open(t), await MovingPlace.open(t)];
  const upload = (name: string): Promise<string> => old.upload('romeo', name, 'By a name');
  await old.as('romeo', (romeo) => old.as('juliet', (juliet) => talk({ romeo, juliet, upload })));
  const directory = join(old.shell.home, 'without');
  assert.equal((await old.posthorn('export-all', '--to', directory)).code, 0);
  const report = await next.imported('posthorn', directory, '--link', '--no-files');
  assert.deepEqual(report.refused, []);
  await next.as('juliet', async (juliet) => {
    const { conversations } = await juliet.call('listConversations', {});
    const verona = conversations.find(({ title }) => title === 'Fair Verona');
    const found = said(await next.found(juliet, verona?.id ?? 0));
    assert.ok(found.some(({ content }) => content.text === 'A letter\n📎 letter.txt (not imported)'));
  });
});
