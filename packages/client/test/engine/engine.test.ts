/** The engine against a real server, on a database like a browser's. */
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { startInProcess } from '@posthorn/testing/in-process';
import type { InProcess } from '@posthorn/testing/in-process';
import { openEngine } from '../../src/engine/host-entry.ts';
import type { Engine } from '../../src/engine/index.ts';
import { connect } from '../../src/index.ts';
import type { Client } from '../../src/index.ts';
import { newDevice, unexpected, when } from './support.ts';

let place: InProcess;
let romeo: Client;
const engines: Engine[] = [];

before(async () => {
  newDevice();
  place = await startInProcess({ loginPolicy: 'multi' });
  romeo = await clientOf('romeo');
});

after(async () => {
  await Promise.all([romeo.close(), ...engines.map((engine) => engine.close())]);
  await place.server.close();
});

async function clientOf(user: string): Promise<Client> {
  const client = await connect({ server: place.httpUrl, user, password: 'pw', register: true });
  await new Promise<void>((resolve) => client.on('synced', resolve));
  return client;
}

async function engineOf(user: string, server = place.httpUrl): Promise<Engine> {
  const credentials = { server, user, password: 'pw', register: true };
  const engine = await openEngine({ credentials, account: user, onError: unexpected });
  engines.push(engine);
  return engine;
}

it('shows conversations, and messages as they come, are changed, and are recalled', async () => {
  const engine = await engineOf('juliet');
  await when(engine.status, ({ isSynced }) => isSynced);
  const { conversation } = await romeo.send({ to: 'juliet' }, 'But soft').done;
  await when(engine.conversations, (all) => all.get(conversation)?.lastMessage?.content.text === 'But soft');
  assert.equal(engine.conversations.at(conversation)?.unread, 1);
  const window = engine.timeline(conversation);
  await window.showNewest();
  assert.deepEqual(
    window.slice.get().messages.map(({ content }) => content.text),
    ['But soft'],
  );
  assert.partialDeepStrictEqual(window.slice.get(), { isAtStart: true, isAtEnd: true, isLoaded: true });
  const [{ seq } = assert.fail()] = window.slice.get().messages;
  await romeo.send(
    { conversation },
    { kind: { case: 'edit', value: { target: seq, text: 'But soft, what light' } } },
  ).done;
  await when(window.slice, ({ messages }) => messages[0]?.content.text === 'But soft, what light');
  assert.equal(engine.conversations.at(conversation)?.lastMessage?.content.text, 'But soft, what light');
  await romeo.send({ conversation }, { kind: { case: 'recall', value: { target: seq } } }).done;
  await when(window.slice, ({ messages }) => messages[0]?.content.kind?.case === 'recalled');
  await when(engine.conversations, (all) => all.get(conversation)?.unread === 0);
  await engine.close();
});

it('a message of this device is shown once, from the moment that it is sent', async () => {
  const engine = await engineOf('mercutio');
  await when(engine.status, ({ isSynced }) => isSynced);
  const { clientId } = await engine.send({ to: 'romeo' }, 'Any man that can write may answer a letter');
  assert.deepEqual(
    engine.outgoing.get().map((each) => each.clientId),
    [clientId],
  );
  const { conversation, seq } = await engine.acked(clientId);
  const window = engine.timeline(conversation);
  await window.showNewest();
  await when(engine.outgoing, (all) => all.length === 0);
  assert.deepEqual(
    window.slice.get().messages.map((each) => each.seq),
    [seq],
  );
  await engine.close();
});

it('what was seen is there after a restart, without the server', async () => {
  const engine = await engineOf('benvolio');
  await when(engine.status, ({ isSynced }) => isSynced);
  const { conversation } = await romeo.send({ to: 'benvolio' }, 'one').done;
  for (let i = 0; i < 150; i++) void romeo.send({ conversation }, `message ${i}`);
  await romeo.send({ conversation }, 'last').done;
  await when(engine.conversations, (all) => all.get(conversation)?.lastMessage?.content.text === 'last');
  // The list may know of the last message before those in between have arrived.
  const before = engine.timeline(conversation);
  await before.showNewest();
  while (!before.slice.get().isAtStart) await before.older();
  await engine.close();
  const again = await engineOf('benvolio', 'http://127.0.0.1:1');
  assert.equal(again.conversations.at(conversation)?.lastMessage?.content.text, 'last');
  assert.equal(again.me.get()?.name, 'benvolio');
  const window = again.timeline(conversation);
  await window.showNewest();
  assert.equal(window.slice.get().messages.at(-1)?.content.text, 'last');
  assert.equal(window.slice.get().isAtEnd, true);
  while (!window.slice.get().isAtStart) await window.older();
  assert.equal(window.slice.get().messages.length, 152);
  await again.close();
});
