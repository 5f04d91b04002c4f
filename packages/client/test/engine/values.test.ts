/** Counts, people, typing, receipts and threads, against a real server. */
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { startInProcess } from '@posthorn/testing/in-process';
import type { InProcess } from '@posthorn/testing/in-process';
import { openDisk } from '../../src/engine/disk.ts';
import { openEngine } from '../../src/engine/host-entry.ts';
import type { Engine } from '../../src/engine/index.ts';
import { connect } from '../../src/index.ts';
import type { Client } from '../../src/index.ts';
import { newDevice, unexpected, when } from './support.ts';

let place: InProcess;
let romeo: Client;
let romeosId = 0;
const engines: Engine[] = [];
const clients: Client[] = [];

before(async () => {
  newDevice();
  place = await startInProcess({ loginPolicy: 'multi' });
  romeo = await clientOf('romeo');
  romeosId = (await romeo.user('romeo'))?.id ?? 0;
});

after(async () => {
  await Promise.all([...clients, ...engines].map((each) => each.close()));
  await place.server.close();
});

async function clientOf(user: string): Promise<Client> {
  const client = await connect({ server: place.httpUrl, user, password: 'pw', register: true });
  clients.push(client);
  await new Promise<void>((resolve) => client.on('synced', resolve));
  return client;
}

async function engineOf(user: string): Promise<Engine> {
  const credentials = { server: place.httpUrl, user, password: 'pw', register: true };
  const engine = await openEngine({ credentials, account: user, onError: unexpected });
  engines.push(engine);
  await when(engine.status, ({ isSynced }) => isSynced);
  return engine;
}

it('counts are those of the server after reading here and elsewhere, recalls, edits and answers', async () => {
  const engine = await engineOf('juliet');
  const other = await clientOf('juliet');
  const self = engine.me.get()?.id ?? 0;
  const { conversation } = await romeo.send({ to: 'juliet' }, 'one').done;
  const say = async (text: string, mentions: readonly number[] = []): Promise<number> =>
    (await romeo.send({ conversation }, { text, mentions }).done).seq;
  const agrees = async (): Promise<void> => {
    const { unread, mentions, head, read } = await other.call('getConversation', { conversation });
    await when(engine.conversations, (all) => {
      const info = all.get(conversation);
      return (
        info?.unread === unread && info.mentions === mentions && info.head === head && info.read === read
      );
    });
  };
  await agrees();
  const two = await say('two', [self]);
  await say('three');
  await agrees();
  engine.markRead(conversation, two);
  await when(engine.conversations, (all) => all.get(conversation)?.unread === 1);
  assert.equal(engine.conversations.at(conversation)?.mentions, 0);
  const four = await say('four', [self]);
  const five = await say('five', [self]);
  await romeo.send({ conversation }, { kind: { case: 'recall', value: { target: four } } }).done;
  await romeo.send({ conversation }, { kind: { case: 'edit', value: { target: five, text: 'nobody' } } })
    .done;
  await when(engine.conversations, (all) => all.get(conversation)?.mentions === 0);
  await agrees();
  other.markRead(conversation, five);
  await when(engine.conversations, (all) => all.get(conversation)?.unread === 0);
  await say('six');
  await engine.send({ conversation }, 'seven');
  await when(engine.conversations, (all) => all.get(conversation)?.lastMessage?.content.text === 'seven');
  assert.equal(engine.conversations.at(conversation)?.unread, 0);
  await agrees();
});

it('a group shows its title, its members and that one has been removed', async () => {
  const engine = await engineOf('paris');
  const self = engine.me.get()?.id ?? 0;
  const { id } = await romeo.call('createGroup', { title: 'Capulets', members: [self] });
  await when(engine.conversations, (all) => all.get(id)?.title === 'Capulets');
  await romeo.call('rename', { conversation: id, title: 'Montagues' });
  await when(engine.conversations, (all) => all.get(id)?.title === 'Montagues');
  await romeo.call('removeMember', { conversation: id, user: self });
  await when(engine.conversations, (all) => all.get(id)?.left === true);
});

it('who is watched is known: profiles, presence, typing, receipts', async () => {
  const engine = await engineOf('mercutio');
  const { conversation } = await romeo.send({ to: 'mercutio' }, 'hello').done;
  const [profile, presence] = [engine.users, engine.presence].map(
    (map) => new Promise<void>((resolve) => map.subscribeTo(romeosId, () => resolve())),
  );
  await Promise.all([profile, presence]);
  assert.equal(engine.users.at(romeosId)?.name, 'romeo');
  assert.equal(engine.presence.at(romeosId)?.online, true);
  await romeo.call('typing', { conversation, active: true });
  await when(engine.typing, (all) => all.get(conversation)?.includes(romeosId) === true);
  const said = await romeo.send({ conversation }, 'there').done;
  await when(engine.typing, (all) => !all.has(conversation));
  const cursors = engine.cursors(conversation);
  await when(cursors, (all) => all.get(romeosId)?.read === said.seq);
  const { clientId } = await engine.send({ conversation }, 'well?');
  const { seq } = await engine.acked(clientId);
  romeo.markRead(conversation, seq);
  await when(cursors, (all) => all.get(romeosId)?.read === seq);
});

it('a thread is a window of its own; the conversation shows how much was said in it', async () => {
  const engine = await engineOf('benvolio');
  const root = await romeo.send({ to: 'benvolio' }, 'Part, fools!').done;
  const { conversation } = root;
  const window = engine.timeline(conversation);
  await when(engine.conversations, (all) => all.get(conversation)?.head === root.seq);
  await window.showNewest();
  const thread = engine.timeline(conversation, { thread: root.seq });
  await thread.showNewest();
  assert.partialDeepStrictEqual(thread.slice.get(), {
    isLoaded: true,
    isAtStart: true,
    isAtEnd: true,
    messages: [],
  });
  const { seq } = await romeo.send({ conversation }, { text: 'Put up your swords', thread: root.seq }).done;
  await when(thread.slice, ({ messages }) => messages.length === 1);
  await engine.send({ conversation }, { text: 'you know not what you do', thread: root.seq });
  await when(thread.slice, ({ messages }) => messages.length === 2);
  await when(window.slice, ({ messages }) => messages[0]?.state?.thread?.count === 2);
  assert.equal(window.slice.get().messages.length, 1);
  await engine.send({ conversation }, { kind: { case: 'reaction', value: { target: seq, emoji: '⚔️' } } });
  await when(thread.slice, ({ messages }) => messages[0]?.state?.reactions[0]?.count === 1);
  assert.deepEqual(thread.slice.get().messages[0]?.state?.own?.reactions, ['⚔️']);
  await engine.call('setThread', { conversation, seq: root.seq, follow: false });
  await when(window.slice, ({ messages }) => messages[0]?.state?.own?.follows === false);
  const again = engine.timeline(conversation, { thread: root.seq });
  await again.showNewest();
  assert.deepEqual(again.slice.get().messages, thread.slice.get().messages);
});

it('an entry of the own space is here at once, and elsewhere soon', async () => {
  const engine = await engineOf('tybalt');
  const other = await clientOf('tybalt');
  other.mine.keys();
  await engine.setMine('pin/4', 1);
  assert.equal(engine.mine.at('pin/4'), 1);
  await new Promise<void>((resolve) => other.on('mine', ({ key }) => key === 'pin/4' && resolve()));
  await other.mine.set('pin/4', undefined);
  await when(engine.mine, (all) => !all.has('pin/4'));
});

it('what is on the device is found without the server', async () => {
  const engine = await engineOf('rosaline');
  const { conversation } = await romeo.send({ to: 'rosaline' }, 'The all-seeing sun').done;
  await romeo.send({ conversation }, 'ne’er saw her match').done;
  await when(engine.conversations, (all) => all.get(conversation)?.unread === 2);
  await engine.timeline(conversation).showNewest();
  const found = await engine.searchHere('SEEING sun');
  assert.deepEqual(
    found.map(({ content }) => content.text),
    ['The all-seeing sun'],
  );
});

it('when somebody ends the session, what was seen does not stay on the device', async () => {
  const engine = await engineOf('sampson');
  const { conversation } = await romeo.send({ to: 'sampson' }, 'I will bite my thumb').done;
  await when(engine.conversations, (all) => all.has(conversation));
  const other = await clientOf('sampson');
  const { sessions } = await other.call('listSessions', {});
  const own = other.state.name === 'online' ? other.state.session.session : 0;
  const [session = assert.fail()] = sessions.filter(({ id }) => id !== own);
  await other.call('revokeSession', { session: session.id });
  await when(engine.status, (status) => status.connection === 'signed-out');
  assert.equal(engine.status.get().error?.code, 'SESSION_REVOKED');
  await engine.close();
  const disk = await openDisk('posthorn/sampson/seen');
  assert.deepEqual(await disk.all('conversations'), []);
  assert.deepEqual(await disk.messages(conversation, 0, 10), []);
  disk.close();
});
