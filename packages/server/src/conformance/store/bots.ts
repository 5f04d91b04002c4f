/**
 * Cases on bots and interactions.
 *
 * @module
 */
import assert from 'node:assert/strict';
import * as botQueries from '../../features/accounts/bot-queries.ts';
import { NEVER, endSessionsBegunBefore, sessionsOf } from '../../features/accounts/session-queries.ts';
import * as interactionQueries from '../../features/bots/interaction-queries.ts';
import type { NewAnswer } from '../../features/bots/records.ts';
import type { Store } from '../../store/store.ts';
import { TIME } from './case.ts';
import type { Fixture, StoreCase } from './case.ts';

const ORIGIN = { event: 'test', time: TIME, actor: 0, session: 0, address: '' };
const NOTHING = new Uint8Array(0);

function made(name: string, { owner = 0, most }: { readonly owner?: number; readonly most?: number } = {}) {
  const account = {
    name,
    nameKey: name,
    displayName: '',
    passwordHash: '!',
    admin: false,
    createdAt: TIME,
    bot: true,
  };
  return { account, owner, most, session: session(name) };
}

function session(token: string) {
  return {
    deviceId: 'bot',
    deviceClass: 'bot',
    label: 'token',
    createdAt: TIME,
    expiresAt: NEVER,
    tokenHash: new TextEncoder().encode(token.padEnd(32, '.')),
  } as const;
}

async function aBot(store: Store, name: string, owner = 0): Promise<number> {
  const outcome = await store.run(botQueries.createBot, made(name, { owner }), ORIGIN);
  assert.ok(outcome.status === 'made');
  return outcome.user.id;
}

async function quota(fixture: Fixture): Promise<void> {
  const { store } = fixture;
  const { id: owner } = await fixture.user('Ann');
  const outcomes = await Promise.all(
    ['a', 'b', 'c', 'd', 'e'].map((name) =>
      store.run(botQueries.createBot, made(name, { owner, most: 3 }), ORIGIN),
    ),
  );
  const counts = (status: string): number => outcomes.filter((outcome) => outcome.status === status).length;
  assert.deepEqual([counts('made'), counts('full')], [3, 2]);
  assert.equal((await store.run(botQueries.botsBy, owner, 0, 10)).length, 3);
  assert.equal((await store.run(botQueries.createBot, made('ann'), ORIGIN)).status, 'taken');
}

async function tokens({ store }: Fixture): Promise<void> {
  const user = await aBot(store, 'helper');
  const [first] = await store.run(sessionsOf, user);
  assert.equal(first?.expiresAt, NEVER);
  const replaced = await store.run(
    botQueries.renewToken,
    { ...session('new'), user, createdAt: TIME + 5 },
    ORIGIN,
  );
  assert.equal(replaced, first.id);
  assert.equal((await store.run(botQueries.botOf, user))?.tokenAt, TIME + 5);
  // The lifetime of sessions is none of theirs.
  assert.deepEqual(await store.run(endSessionsBegunBefore, TIME + 10, 100), []);
  assert.equal((await store.run(sessionsOf, user)).length, 1);
}

async function places(fixture: Fixture): Promise<void> {
  const { store } = fixture;
  const [ann, ofServer] = [await fixture.user('Ann'), await aBot(store, 'porter')];
  const helper = await aBot(store, 'helper', ann.id);
  const commands = new Uint8Array([1, 2, 3]);
  await store.run(botQueries.setCommands, helper, commands);
  const inPlace = async (place: botQueries.CommandsPlace): Promise<readonly number[]> =>
    (await store.run(botQueries.botsIn, place, 10)).map(({ user }) => user);
  assert.deepEqual(await inPlace({ kind: 'room' }), [ofServer]);
  assert.deepEqual(await inPlace({ kind: 'direct', users: [ann.id, helper] }), [helper]);
  const { id: group } = await fixture.group(ann.id, helper);
  assert.deepEqual(await inPlace({ kind: 'group', conversation: group }), [helper]);
  assert.deepEqual([...((await store.run(botQueries.botOf, helper))?.commands ?? [])], [...commands]);
  await store.run(botQueries.forgetBot, helper);
  assert.deepEqual(await inPlace({ kind: 'group', conversation: group }), []);
}

function open(store: Store, bot: number, createdAt = TIME): Promise<number> {
  const place = { bot, user: 7, conversation: 3, seq: 9, origin: 0, createdAt, expiresAt: createdAt + 100 };
  return store.run(interactionQueries.openInteraction, place, { command: 'remind' });
}

function answer(id: number, bot: number, more: Partial<NewAnswer> = {}): NewAnswer {
  const bytes = new Uint8Array([id % 256]);
  return { id, bot, answer: bytes, shown: undefined, within: undefined, expiresAt: TIME + 500, ...more };
}

async function taking({ store }: Fixture): Promise<void> {
  const id = await open(store, 5);
  const by = [11, 12, 13, 14];
  const outcomes = await Promise.all(
    by.map((each) => store.run(interactionQueries.takeInteraction, id, 5, each)),
  );
  assert.equal(outcomes.filter((outcome) => outcome === 'taken').length, 1);
  const winner = by[outcomes.indexOf('taken')] ?? 0;
  assert.equal(await store.run(interactionQueries.takeInteraction, id, 5, winner), 'taken');
  assert.equal(await store.run(interactionQueries.takeInteraction, id, 6, 11), 'missing');
  const answered = await open(store, 5);
  await store.run(interactionQueries.answerInteraction, answer(answered, 5), 20);
  assert.equal(await store.run(interactionQueries.takeInteraction, answered, 5, 11), 'other');
}

async function answering({ store }: Fixture): Promise<void> {
  const id = await open(store, 5);
  const give = (more: Partial<NewAnswer> = {}) =>
    store.run(interactionQueries.answerInteraction, answer(id, 5, more), 3);
  assert.equal(await give({ bot: 6 }), 'missing');
  assert.equal(await give({ within: { createdSince: TIME + 1 } }), 'late');
  const outcomes = await Promise.all([give(), give({ shown: new Uint8Array([8]) })]);
  assert.deepEqual(outcomes.toSorted(), ['first', 'further']);
  assert.equal(await give({ within: { createdSince: 0 } }), 'late');
  assert.equal(await give({ answer: new Uint8Array([99]) }), 'further');
  assert.equal(await give(), 'full');
  const found = await store.run(interactionQueries.interaction, id);
  assert.equal(found?.answers, 3);
  assert.deepEqual([[...found.answer], [...found.shown]], [[id % 256], [8]]);
}

async function forgetting({ store }: Fixture): Promise<void> {
  const [old, young] = [await open(store, 5), await open(store, 5, TIME + 1000)];
  const shown = { shown: NOTHING, expiresAt: TIME + 3000 };
  assert.equal(await store.run(interactionQueries.showInstead, young, 5, shown), true);
  assert.equal(await store.run(interactionQueries.showInstead, young, 6, shown), false);
  assert.equal(await store.run(interactionQueries.expireInteractions, TIME + 2000, 10), 1);
  assert.equal(await store.run(interactionQueries.interaction, old), undefined);
  await store.run(interactionQueries.forgetInteractions, 7);
  assert.equal(await store.run(interactionQueries.interaction, young), undefined);
}

export const botCases: readonly StoreCase[] = [
  { name: 'a user has so many bots and no more, also when they are made at once', run: quota },
  { name: 'the session of a bot ends only with its token', run: tokens },
  { name: 'bots are found where their commands can be used', run: places },
  { name: 'one connection takes an interaction', run: taking },
  { name: 'the first answer stays, and there are only so many', run: answering },
  { name: 'interactions are forgotten after their time, and with their user', run: forgetting },
];
