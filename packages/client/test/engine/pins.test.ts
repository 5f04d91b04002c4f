/** What is pinned is known once asked for, whatever of it is on the device. */
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import type { ContentInit } from '@posthorn/protocol';
import { startInProcess } from '@posthorn/testing/in-process';
import type { InProcess } from '@posthorn/testing/in-process';
import { openEngine } from '../../src/engine/host-entry.ts';
import type { Engine } from '../../src/engine/index.ts';
import { connect } from '../../src/index.ts';
import type { Client } from '../../src/index.ts';
import { newDevice, unexpected, when } from './support.ts';

let place: InProcess;
let romeo: Client;

before(async () => {
  newDevice();
  place = await startInProcess({ loginPolicy: 'multi' });
  romeo = await connect({ server: place.httpUrl, user: 'romeo', password: 'pw', register: true });
});

after(async () => {
  await romeo.close();
  await place.server.close();
});

async function engineOf(user: string, server = place.httpUrl): Promise<Engine> {
  const credentials = { server, user, password: 'pw', register: true };
  const engine = await openEngine({ credentials, account: user, onError: unexpected });
  return engine;
}

async function says(conversation: number, kind: ContentInit['kind']): Promise<void> {
  await romeo.send({ conversation }, { kind }).done;
}

/** Waits until these are pinned, in this order. */
async function pinned(engine: Engine, conversation: number, ...texts: string[]): Promise<void> {
  await when(engine.pins, (all) => {
    const now = all.get(conversation)?.map(({ content }) => content.text);
    return JSON.stringify(now) === JSON.stringify(texts);
  });
}

it('follows pins, edits and recalls of messages that are not on the device', async () => {
  const juliet = await connect({ server: place.httpUrl, user: 'juliet', password: 'pw', register: true });
  await new Promise<void>((resolve) => juliet.on('synced', resolve));
  await juliet.close();
  const { conversation, seq } = await romeo.send({ to: 'juliet' }, 'one').done;
  const second = await romeo.send({ conversation }, 'two').done;
  await says(conversation, { case: 'pin', value: { target: seq } });
  for (let at = 0; at < 20; at++) await romeo.send({ conversation }, `line ${at}`).done;
  const engine = await engineOf('juliet');
  await when(engine.status, ({ isSynced }) => isSynced);
  assert.equal(engine.pins.at(conversation), undefined);
  const end = engine.pins.subscribeTo(conversation, () => {});
  await pinned(engine, conversation, 'one');
  await says(conversation, { case: 'edit', value: { target: seq, text: 'one, again' } });
  await pinned(engine, conversation, 'one, again');
  await says(conversation, { case: 'pin', value: { target: second.seq } });
  await pinned(engine, conversation, 'two', 'one, again');
  await says(conversation, { case: 'recall', value: { target: second.seq } });
  await pinned(engine, conversation, 'one, again');
  // Nobody looks: it is kept right all the same.
  end();
  await says(conversation, { case: 'pin', value: { target: seq, remove: true } });
  await pinned(engine, conversation);
  await engine.close();
});

it('what the user pins is there at once, and what was pinned after a restart without the server', async () => {
  const engine = await engineOf('mercutio');
  await when(engine.status, ({ isSynced }) => isSynced);
  const { conversation, seq } = await romeo.send({ to: 'mercutio' }, 'Peace').done;
  await when(engine.conversations, (all) => all.has(conversation));
  const window = engine.timeline(conversation);
  await window.showNewest();
  await when(window.slice, ({ messages }) => messages.length === 1);
  engine.pins.subscribeTo(conversation, () => {});
  await pinned(engine, conversation);
  const sent = await engine.send({ conversation }, { kind: { case: 'pin', value: { target: seq } } });
  assert.equal(engine.pins.at(conversation)?.[0]?.content.text, 'Peace');
  await engine.acked(sent.clientId).catch(() => {});
  await when(engine.outgoing, (all) => all.length === 0);
  assert.equal(engine.pins.at(conversation)?.length, 1);
  await engine.close();
  const again = await engineOf('mercutio', 'http://127.0.0.1:1');
  assert.equal(again.pins.at(conversation)?.[0]?.content.text, 'Peace');
  await again.close();
});

it('asks again for what is pinned once the user is back in a group', async () => {
  const engine = await engineOf('benvolio');
  await when(engine.status, ({ isSynced }) => isSynced);
  const self = engine.me.get()?.id ?? 0;
  const { id: conversation } = await romeo.call('createGroup', {
    title: 'Verona',
    members: [self],
    clientId: 'verona',
  });
  await when(engine.conversations, (all) => all.has(conversation));
  const end = engine.pins.subscribeTo(conversation, () => {});
  await pinned(engine, conversation);
  end();
  await romeo.call('removeMember', { conversation, user: self, clientId: 'out' });
  await engine.call('forgetConversation', { conversation });
  await when(engine.conversations, (all) => !all.has(conversation));
  assert.equal(engine.pins.at(conversation), undefined);
  await romeo.call('addMembers', { conversation, users: [self], clientId: 'in' });
  const { seq } = await romeo.send({ conversation }, 'one').done;
  await says(conversation, { case: 'pin', value: { target: seq } });
  await when(engine.conversations, (all) => all.has(conversation));
  engine.pins.subscribeTo(conversation, () => {});
  await pinned(engine, conversation, 'one');
  await engine.close();
});
