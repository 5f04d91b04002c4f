/** Everything goes along when a server moves: an export of the new one is that of the old one. */
import assert from 'node:assert/strict';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { it } from 'node:test';
import type { Client } from '@posthorn/client/node';
import type { ContentInit } from '@posthorn/protocol';
import { MovingPlace } from '../support/moving.ts';

interface Talk {
  readonly romeo: Client;
  readonly juliet: Client;
  readonly upload: (name: string) => Promise<string>;
}

/** Says everything that can be said. */
async function talk({ romeo, juliet, upload }: Talk): Promise<void> {
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
    const names = ['thread', 'replyTo', 'target', 'through'].filter((name) => name in line);
    const keys = Object.fromEntries(names.map((name) => [name, key(line[name])]));
    const own =
      line['type'] === 'message' ? { id: numbers.get(placeOf(line['conversation'], line['id'])) } : {};
    return { ...line, ...own, ...keys };
  };
  return lines
    .filter(({ type }) => type !== 'export')
    .map(({ createdAt: _createdAt, path: _path, ...line }) => renumbered(line));
}

it('a server is moved with all that was said, and its export is the same', async (t) => {
  const [old, next] = [await MovingPlace.open(t), await MovingPlace.open(t)];
  const upload = (name: string): Promise<string> => old.upload('romeo', name, 'By a name');
  await old.as('romeo', (romeo) => old.as('juliet', (juliet) => talk({ romeo, juliet, upload })));
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
  await rm(first, { recursive: true });
});
