/**
 * Entries: messages that change another one.
 *
 * @module
 */
import { decodeContent, decodeState, encodeContent } from '@posthorn/protocol';
import type { ContentInit, State } from '@posthorn/protocol';
import { editsOf } from '../../features/edits/queries.ts';
import { pinned } from '../../features/pins/queries.ts';
import { ownReactions, reactions } from '../../features/reactions/queries.ts';
import * as viewQueries from '../../features/conversations/queries.ts';
import { expire } from '../../store/log/expire.ts';
import type { Append, AppendOutcome, StoredMessage } from '../../store/log/log.ts';
import type { Effect } from '../../store/log/records.ts';
import assert from 'node:assert/strict';
import { inTurn, TIME } from './case.ts';
import type { Fixture, StoreCase } from './case.ts';

type Kind = NonNullable<ContentInit['kind']>;

const HOUR_MS = 3_600_000;
/** Pins of a conversation. */
const MAX_PINS = 200;

/** What the rules of routers give. */
function effectOf(kind: Kind, { isManager = false } = {}): Effect {
  const { target = 0 } = kind.value as { readonly target?: number };
  const aim = { target, seesFrom: 1, withinMs: HOUR_MS };
  switch (kind.case) {
    case 'edit':
      return { type: 'edit', ...aim, mentioned: [] };
    case 'recall':
      return { type: 'recall', ...aim, isManager };
    case 'reaction':
      return { type: 'react', ...aim, emoji: kind.value.emoji, remove: kind.value.remove ?? false };
    default:
      return { type: 'pin', ...aim, remove: false };
  }
}

interface Place {
  readonly fixture: Fixture;
  readonly conversation: number;
}

function entry(
  { fixture, conversation }: Place,
  sender: number,
  kind: Kind,
  more: { readonly isManager?: boolean } & Partial<Append> = {},
): Promise<Append> {
  const { isManager, ...rest } = more;
  const content = encodeContent({ kind });
  const effect = effectOf(kind, isManager === undefined ? {} : { isManager });
  return fixture.message(conversation, sender, '', { content, effect, counts: false, ...rest });
}

async function fold(...given: Parameters<typeof entry>): Promise<AppendOutcome> {
  return given[0].fixture.append(await entry(...given));
}

async function say({ fixture, conversation }: Place, sender: number, text: string): Promise<Append> {
  const said = await fixture.message(conversation, sender, '', { content: encodeContent({ text }) });
  assert.equal((await fixture.append(said)).status, 'appended');
  return said;
}

function stateIn(outcome: AppendOutcome): State {
  assert.equal(outcome.status, 'appended');
  assert.ok(outcome.state !== undefined, 'nothing was folded');
  return decodeState(outcome.state);
}

async function read({ fixture, conversation }: Place, reader: number, seq: number): Promise<string> {
  const { messages } = await fixture.pull(reader, { conversation, after: seq - 1, limit: 1 });
  return decodeContent(messages[0]?.content ?? new Uint8Array(0)).text;
}

async function direct(fixture: Fixture) {
  const { a, b, conversation } = await fixture.direct();
  return { a, b, place: { fixture, conversation: conversation.id } };
}

function edit(target: number, text: string): Kind {
  return { case: 'edit', value: { target, text } };
}

function recall(target: number): Kind {
  return { case: 'recall', value: { target } };
}

function react(target: number, emoji: string, remove = false): Kind {
  return { case: 'reaction', value: { target, emoji, remove } };
}

/** By pages of one message each. */
async function pinsOf({ fixture, conversation }: Place, reader: number): Promise<readonly StoredMessage[]> {
  const found: StoredMessage[] = [];
  for (let below = Number.MAX_SAFE_INTEGER; ;) {
    const page = await fixture.store.run(pinned, reader, { conversation, below, maxBytes: 1 });
    found.push(...(page?.messages ?? []));
    if (page === undefined || page.next === 0) return found;
    below = page.next;
  }
}

export const foldingCases: readonly StoreCase[] = [
  {
    name: 'gives a message as it was last edited, keeps what it said before, and refuses others and late ones',
    async run(fixture) {
      const { a, b, place } = await direct(fixture);
      const { conversation } = place;
      await say(place, a, 'helo');
      const state = stateIn(await fold(place, a, edit(1, 'hello')));
      assert.partialDeepStrictEqual(state, { seq: 1, through: 2, edited: 2 });
      assert.equal(await read(place, b, 1), 'hello');
      assert.equal((await fold(place, a, edit(1, 'hello!'))).status, 'appended');
      const refused = async (...given: Parameters<typeof entry>): Promise<string> => {
        const outcome = await fold(...given);
        return outcome.status === 'refused' ? outcome.code : outcome.status;
      };
      assert.equal(await refused(place, b, edit(1, 'mine')), 'FORBIDDEN');
      assert.equal(await refused(place, a, edit(1, 'late'), { time: TIME + HOUR_MS + 1 }), 'FORBIDDEN');
      assert.equal(await refused(place, a, edit(9, 'none')), 'NOT_FOUND');
      assert.equal(await refused(place, a, edit(2, 'an entry')), 'INVALID');
      assert.equal(await refused(place, a, edit(1, '')), 'INVALID');
      const page = { conversation, seq: 1, after: 0, maxBytes: 1000 };
      const { messages: edits = [] } = (await fixture.store.run(editsOf, b, page)) ?? {};
      assert.deepEqual(
        edits.map(({ seq }) => seq),
        [1, 2, 3],
      );
      const short = { ...page, maxBytes: 1 };
      assert.partialDeepStrictEqual(await fixture.store.run(editsOf, b, short), {
        messages: [{ seq: 1 }],
        next: 1,
      });
      assert.partialDeepStrictEqual(await fixture.store.run(editsOf, b, { ...short, after: 2 }), {
        messages: [{ seq: 3 }],
        next: 0,
      });
      assert.equal(decodeContent(edits[0]?.content ?? new Uint8Array(0)).text, 'helo');
      const { messages } = await fixture.pull(b, { conversation });
      assert.equal(messages.length, 3, 'what was refused takes no seq');
    },
  },
  {
    name: 'erases the words of what is recalled, and of its edits; late repeats get their first acks',
    async run(fixture) {
      const { a, b, place } = await direct(fixture);
      const { conversation } = place;
      const said = await say(place, a, 'secret');
      const changed = await entry(place, a, edit(1, 'more secret'));
      await fixture.append(changed);
      await fold(place, b, react(1, '😮'));
      assert.equal((await fold(place, b, recall(1))).status, 'refused');
      const state = stateIn(await fold(place, a, recall(1)));
      assert.partialDeepStrictEqual(state, { recalled: 4, edited: 0, reactions: [] });
      const { messages } = await fixture.pull(b, { conversation });
      const log = messages.map(({ content }) => Buffer.from(content).toString('latin1')).join();
      assert.ok(!log.includes('secret'), log);
      assert.equal(decodeContent(messages[0]?.content ?? new Uint8Array(0)).kind?.case, 'recalled');
      assert.partialDeepStrictEqual(await fixture.append(said), { status: 'repeated', seq: 1 });
      assert.partialDeepStrictEqual(await fixture.append(changed), { status: 'repeated', seq: 2 });
      const other = { ...said, content: encodeContent({ text: 'another' }) };
      assert.equal((await fixture.append(other)).status, 'conflict');
      for (const kind of [edit(1, 'again'), react(1, '👍')])
        assert.partialDeepStrictEqual(await fold(place, a, kind), { status: 'refused', code: 'NOT_FOUND' });
      assert.equal((await fold(place, a, recall(1))).status, 'appended', 'twice does no harm');
    },
  },
  {
    name: 'lets an admin recall what others have said, whenever that was; unread numbers go down',
    async run(fixture) {
      const [a = 0, b = 0, c = 0] = await fixture.users('Romeo', 'Juliet', 'Nurse');
      const { id } = await fixture.group(a, b, c);
      const place = { fixture, conversation: id };
      await say(place, b, 'one');
      await say(place, b, 'two');
      const unread = async (user: number) => (await fixture.store.run(viewQueries.view, user, id))?.unread;
      assert.equal(await unread(c), 2);
      const late = { isManager: true, time: TIME + 10 * HOUR_MS };
      assert.equal((await fold(place, a, recall(2), late)).status, 'appended');
      assert.equal(await unread(c), 1, 'a recalled message is not unread');
      await fold(place, a, react(3, '👍'));
      assert.equal(await unread(c), 1, 'a reaction is not unread');
    },
  },
  {
    name: 'takes an emoji with and without variation selectors for one reaction',
    async run(fixture) {
      const { a, b, place } = await direct(fixture);
      await say(place, a, 'But soft');
      const given = async (sender: number, ...rest: Parameters<typeof react>) =>
        stateIn(await fold(place, sender, react(...rest))).reactions.map(({ emoji, count }) => [
          emoji,
          count,
        ]);
      assert.deepEqual(await given(a, 1, '\u2764'), [['\u2764\uFE0F', 1]]);
      assert.deepEqual(await given(b, 1, '\u2764\uFE0F'), [['\u2764\uFE0F', 2]]);
      assert.deepEqual(await given(b, 1, '\u2764\uFE0E'), [['\u2764\uFE0F', 2]]);
      const own = await fixture.store.run(ownReactions, place.conversation, [1], b);
      assert.deepEqual(own, [[1, ['\u2764\uFE0F']]]);
      assert.deepEqual(await given(a, 1, '\u2764\uFE0F', true), [['\u2764\uFE0F', 1]]);
      assert.deepEqual(await given(b, 1, '\u2764', true), []);
    },
  },
  {
    name: 'lets reactions expire with their message alone',
    async run(fixture) {
      const { a, b, place } = await direct(fixture);
      const { conversation } = place;
      for (let count = 0; count < 12; count++) await say(place, a, 'But soft');
      for (const seq of [1, 2, 11]) for (const user of [a, b]) await fold(place, user, react(seq, '👍'));
      await fixture.store.run(expire, conversation, TIME + 1, 1);
      const left = await Promise.all(
        [1, 2, 11].map((seq) => fixture.store.run(reactions, { conversation, seq }, 0, 10)),
      );
      assert.deepEqual(
        left.map(({ length }) => length),
        [0, 2, 2],
      );
    },
  },
  {
    name: 'counts reactions: each user gives an emoji once; some names, and all of them by page',
    async run(fixture) {
      const { a, b, place } = await direct(fixture);
      const { conversation } = place;
      await say(place, a, 'hello');
      const given = async (sender: number, ...rest: Parameters<typeof react>) =>
        stateIn(await fold(place, sender, react(...rest))).reactions;
      await given(a, 1, '👍');
      assert.deepEqual(
        await given(a, 1, '👍'),
        [{ emoji: '👍', count: 1, users: [a] }],
        'again changes nothing',
      );
      await given(b, 1, '❤️');
      const three = await given(b, 1, '👍');
      assert.deepEqual(
        three.map(({ emoji, count }) => [emoji, count]),
        [
          ['👍', 2],
          ['❤️', 1],
        ],
      );
      const { store } = fixture;
      assert.deepEqual(await store.run(ownReactions, conversation, [1], b), [[1, ['❤️', '👍']]]);
      const page = await store.run(reactions, { conversation, seq: 1 }, a, 10);
      assert.deepEqual(page, [{ user: b, emojis: ['❤️', '👍'] }]);
      await given(b, 1, '❤️', true);
      assert.deepEqual(await given(a, 1, '👍', true), [{ emoji: '👍', count: 1, users: [b] }]);
      assert.deepEqual(
        await given(a, 1, '👍', true),
        [{ emoji: '👍', count: 1, users: [b] }],
        'nor does this',
      );
      assert.deepEqual(await given(b, 1, '👍', true), []);
    },
  },
  {
    name: 'names nobody rather than look through a crowd for who has given an emoji too',
    async run(fixture) {
      const { a, b, place } = await direct(fixture);
      await say(place, a, 'hello');
      const crowd = await inTurn(1001, (index) => entry(place, 1000 + index, react(1, '👍')));
      await fixture.store.log.append(crowd);
      const named = [a, b, 3, 9_000_000].map((user) => entry(place, user, react(1, '❤️')));
      await fixture.store.log.append(await Promise.all(named));
      const removed = [a, b, 3].map((user) => entry(place, user, react(1, '❤️', true)));
      const outcomes = await fixture.store.log.append(await Promise.all(removed));
      const last = outcomes.at(-1);
      assert.ok(last !== undefined);
      assert.deepEqual(
        stateIn(last).reactions.map(({ emoji, count, users }) => [emoji, count, users.length]),
        [
          ['👍', 1001, 3],
          ['❤️', 1, 0],
        ],
      );
    },
  },
  {
    name: 'pins, the last one first, and what was recalled is not pinned any more',
    async run(fixture) {
      const { a, b, place } = await direct(fixture);
      for (const text of ['one', 'two', 'three']) await say(place, a, text);
      for (const target of [1, 3, 2]) await fold(place, b, { case: 'pin', value: { target } });
      const seqs = async () =>
        (await pinsOf(place, a)).flatMap(({ seq, state }) =>
          state !== undefined && decodeState(state).pinned > 0 ? [seq] : [],
        );
      assert.deepEqual(await seqs(), [2, 3, 1]);
      await fold(place, a, recall(3));
      assert.deepEqual(await seqs(), [2, 1]);
    },
  },
  {
    name: 'has room for new pins when messages that were pinned have expired',
    async run(fixture) {
      const { a, place } = await direct(fixture);
      const texts = Array.from({ length: MAX_PINS + 1 }, (_, index) =>
        fixture.message(place.conversation, a, '', { content: encodeContent({ text: `${index}` }) }),
      );
      await fixture.store.log.append(await Promise.all(texts));
      const pin = (target: number) => entry(place, a, { case: 'pin', value: { target } });
      const pins = await Promise.all(Array.from({ length: MAX_PINS }, (_, index) => pin(index + 1)));
      await fixture.store.log.append(pins);
      const last = () => fold(place, a, { case: 'pin', value: { target: MAX_PINS + 1 } });
      assert.partialDeepStrictEqual(await last(), { status: 'refused', code: 'LIMIT_EXCEEDED' });
      assert.equal(await fixture.store.run(expire, place.conversation, TIME + 1, 1), 1);
      assert.equal((await last()).status, 'appended');
    },
  },
  {
    name: 'folds an entry into a message of the same batch',
    async run(fixture) {
      const { a, place } = await direct(fixture);
      const said = await fixture.message(place.conversation, a, '', {
        content: encodeContent({ text: 'helo' }),
      });
      const batch = [said, await entry(place, a, edit(1, 'hello')), await entry(place, a, recall(1))];
      const outcomes = await fixture.store.log.append(batch);
      assert.deepEqual(
        outcomes.map(({ status }) => status),
        ['appended', 'appended', 'appended'],
      );
      const { messages } = await fixture.pull(a, { conversation: place.conversation });
      const log = messages.map(({ content }) => Buffer.from(content).toString('latin1')).join();
      assert.ok(!log.includes('hel'), log);
    },
  },
  {
    name: 'counts exactly when several processes fold into one message',
    needs: 'shared',
    async run(fixture) {
      const names = Array.from({ length: 12 }, (_, index) => `user${index}`);
      const users = await fixture.users(...names);
      const { id } = await fixture.group(users[0] ?? 0, ...users.slice(1));
      const place = { fixture, conversation: id };
      // The first message is the event of the group.
      const said = await say(place, users[0] ?? 0, 'hello');
      assert.ok(said.conversation === id);
      const stores = [fixture.store, await fixture.another()];
      await Promise.all(
        users.map(async (user, index) => {
          const append = await entry(place, user, react(2, '👍'));
          const [outcome] = (await stores[index % 2]?.log.append([append])) ?? [];
          assert.equal(outcome?.status, 'appended');
        }),
      );
      const { messages } = await fixture.pull(users[0] ?? 0, { conversation: id, after: 1, limit: 1 });
      const state = decodeState(messages[0]?.state ?? new Uint8Array(0));
      assert.equal(state.reactions[0]?.count, users.length);
    },
  },
];
