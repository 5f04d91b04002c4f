/**
 * Polls.
 *
 * @module
 */
import { decodeContent, decodeState, encodeContent } from '@posthorn/protocol';
import type { ContentInit, PollState } from '@posthorn/protocol';
import assert from 'node:assert/strict';
import { duePolls, forgetClosing, ownChoices, votesFor, votesOf } from '../../features/polls/queries.ts';
import { closeRoom, ensureRoom } from '../../store/log/conversations.ts';
import { expire } from '../../store/log/expire.ts';
import type { Append } from '../../store/log/log.ts';
import type { Effect } from '../../store/log/records.ts';
import { TIME } from './case.ts';
import type { Fixture, StoreCase } from './case.ts';

function entry(
  fixture: Fixture,
  place: { readonly id: number; readonly sender: number },
  content: ContentInit,
  effect?: Effect,
): Promise<Append> {
  return fixture.message(place.id, place.sender, '', { content: encodeContent(content), effect });
}

async function ask(
  fixture: Fixture,
  place: { readonly id: number; readonly sender: number },
  { anonymous = false, closesAt = 0 } = {},
): Promise<number> {
  const value = { options: ['a', 'b', 'c', 'd'], multiple: true, anonymous, closesAt };
  const effect = closesAt > 0 ? { type: 'open-poll', closesAt } : undefined;
  const poll = await entry(fixture, place, { text: 'Which?', kind: { case: 'poll', value } }, effect);
  const outcome = await fixture.append(poll);
  assert.equal(outcome.status, 'appended');
  return outcome.seq;
}

function vote(
  fixture: Fixture,
  place: { readonly id: number; readonly sender: number },
  target: number,
  choices: readonly number[],
): Promise<Append> {
  const effect = { type: 'vote', target, choices, seesFrom: 0 };
  return entry(fixture, place, { kind: { case: 'vote', value: { target, choices } } }, effect);
}

/** Counted from the log: the last vote of each user. */
function tally(votes: readonly { readonly user: number; readonly choices: readonly number[] }[]): PollState {
  const last = new Map(votes.map(({ user, choices }) => [user, choices]));
  const cast = [...last.values()].filter((choices) => choices.length > 0);
  const count = (option: number): number => cast.filter((choices) => choices.includes(option)).length;
  return { votes: [0, 1, 2, 3].map(count), voters: cast.length, closed: false };
}

const ROUNDS = 40;

async function anyOrder(fixture: Fixture): Promise<void> {
  const [ann = 0, ...others] = await fixture.users('Ann', 'Bob', 'Eve', 'Joe');
  const { id } = await fixture.group(ann, ...others);
  const polls = [
    await ask(fixture, { id, sender: ann }),
    await ask(fixture, { id, sender: ann }, { anonymous: true }),
  ];
  const sent = new Map<number, { readonly user: number; readonly choices: readonly number[] }[]>();
  for (let round = 0; round < ROUNDS; round++) {
    const batch: Append[] = [];
    for (const [at, user] of [ann, ...others].entries()) {
      const poll = polls[(round + at) % 2] ?? 0;
      const mask = (round * 7 + at * 5) % 16;
      const choices = [0, 1, 2, 3].filter((option) => (mask & (1 << option)) > 0);
      batch.push(await vote(fixture, { id, sender: user }, poll, choices));
      sent.set(poll, [...(sent.get(poll) ?? []), { user, choices }]);
    }
    const last = batch[(round + 1) % batch.length];
    assert.ok(last !== undefined);
    // A repeat within the batch, and one of an earlier batch, count once.
    const outcomes = await fixture.store.log.append([...batch, last]);
    assert.equal(outcomes.at(-1)?.status, 'repeated');
    assert.equal((await fixture.append(last)).status, 'repeated');
    assert.equal((await fixture.append({ ...last, content: new Uint8Array(0) })).status, 'conflict');
  }
  const { messages } = await fixture.pull(others[0] ?? 0, { conversation: id, after: 1, limit: 1000 });
  for (const poll of polls) {
    const { state } = messages.find(({ seq }) => seq === poll) ?? {};
    assert.ok(state !== undefined);
    assert.deepEqual(decodeState(state).poll, tally(sent.get(poll) ?? []));
  }
  const votes = messages.flatMap(({ sender, content }) => {
    const { kind } = decodeContent(content);
    return kind?.case === 'vote' ? [{ user: sender, ...kind.value }] : [];
  });
  const [open = 0, secret] = polls;
  const openVotes = votes.filter(({ target }) => target === open);
  assert.deepEqual(tally(openVotes), tally(sent.get(open) ?? []), 'the log says the same');
  for (const each of votes.filter(({ target }) => target === secret))
    assert.deepEqual([each.choices, each.secret], [[], true]);
}

export const pollCases: readonly StoreCase[] = [
  { name: 'the tally is that of the log, in whatever order votes come', run: anyOrder },
  {
    name: 'lists who has chosen what, by user, and what is one’s own',
    async run(fixture) {
      const { a, b, conversation } = await fixture.direct();
      const { id } = conversation;
      const open = await ask(fixture, { id, sender: a });
      const secret = await ask(fixture, { id, sender: a }, { anonymous: true });
      for (const [user, poll, choices] of [
        [b, open, [3, 1]],
        [a, open, [0]],
        [b, secret, [2]],
      ] as const)
        await fixture.append(await vote(fixture, { id, sender: user }, poll, choices));
      const page = (seq: number, afterUser = 0) => ({ conversation: id, seq, afterUser, limit: 1 });
      const [stranger = 0] = await fixture.users('Eve');
      assert.deepEqual(await fixture.store.run(votesFor, b, page(open)), [{ user: a, choices: [0] }]);
      assert.deepEqual(await fixture.store.run(votesFor, b, page(open, a)), [{ user: b, choices: [3, 1] }]);
      assert.deepEqual(await fixture.store.run(votesFor, b, page(open, b)), []);
      assert.equal(await fixture.store.run(votesFor, b, page(secret)), 'anonymous');
      assert.equal(await fixture.store.run(votesFor, b, page(99)), 'missing');
      assert.equal(await fixture.store.run(votesFor, stranger, page(open)), 'missing');
      assert.deepEqual(await fixture.store.run(ownChoices, id, [open, secret], a), [[open, [0]]]);
      assert.equal((await fixture.store.run(ownChoices, id, [open, secret], b)).length, 2);
      const [first] = await fixture.store.run(votesOf, b, { conversation: 0, slot: '' }, 1);
      assert.ok(first !== undefined);
      const rest = await fixture.store.run(votesOf, b, first, 9);
      assert.deepEqual(new Set([first, ...rest].map(({ choices }) => choices)), new Set(['3 1', '2']));
    },
  },
  {
    name: 'lets votes expire with their poll',
    async run(fixture) {
      const [ann = 0, bob = 0] = await fixture.users('Ann', 'Bob');
      const { id } = await fixture.group(ann, bob);
      const poll = await ask(fixture, { id, sender: ann });
      await fixture.append(await vote(fixture, { id, sender: bob }, poll, [1]));
      const kept = () => fixture.store.run(ownChoices, id, [poll], bob);
      assert.deepEqual(await kept(), [[poll, [1]]]);
      await fixture.store.run(expire, id, TIME + 1, poll);
      assert.deepEqual(await kept(), []);
    },
  },
  {
    name: 'knows which polls are to close, until they are',
    async run(fixture) {
      const { a, conversation } = await fixture.direct();
      const place = { id: conversation.id, sender: a };
      const early = await ask(fixture, place, { closesAt: TIME + 10 });
      const late = await ask(fixture, place, { closesAt: TIME + 20 });
      const due = (now: number) => fixture.store.run(duePolls, { now, after: { due: 0, id: 0 }, limit: 9 });
      assert.deepEqual(await due(TIME + 9), []);
      assert.partialDeepStrictEqual(await due(TIME + 10), [{ seq: early, sender: a, due: TIME + 10 }]);
      const effect = { type: 'close-poll', target: early, seesFrom: 0, isManager: false };
      const kind = { case: 'closePoll', value: { target: early } } as const;
      assert.partialDeepStrictEqual(await fixture.append(await entry(fixture, place, { kind }, effect)), {
        status: 'appended',
      });
      const left = await due(TIME + 20);
      assert.deepEqual(
        left.map(({ seq }) => seq),
        [late],
      );
      await fixture.store.run(
        forgetClosing,
        left.map(({ id }) => id),
      );
      assert.deepEqual(await due(TIME + 20), []);
      const missed = { ...(await vote(fixture, place, late, [0])), time: TIME + 20 };
      assert.partialDeepStrictEqual(await fixture.append(missed), { status: 'refused', code: 'FORBIDDEN' });
    },
  },
  {
    name: 'a poll in a room that is closed is found to close when the room is open again',
    async run(fixture) {
      const { store } = fixture;
      const [sender = 0] = await fixture.users('Ann');
      const { id } = await store.run(ensureRoom, 'Lobby');
      const seq = await ask(fixture, { id, sender }, { closesAt: TIME + 5 });
      const due = () => store.run(duePolls, { now: TIME + 5, after: { due: 0, id: 0 }, limit: 9 });
      await store.run(closeRoom, 'Lobby');
      assert.deepEqual(await due(), []);
      await store.run(ensureRoom, 'Lobby');
      assert.partialDeepStrictEqual(await due(), [{ conversation: id, seq }]);
    },
  },
];
