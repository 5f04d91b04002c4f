/**
 * Appending: order, idempotency, versions, effects.
 *
 * @module
 */
import * as logQueries from '../../store/log/conversations.ts';
import assert from 'node:assert/strict';
import { bytes, inTurn, text, TIME } from './case.ts';
import { digestOf } from '../../store/log/digest.ts';
import type { Effect } from '../../store/log/records.ts';
import type { Append, AppendOutcome } from '../../store/log/log.ts';
import type { Fixture, StoreCase } from './case.ts';

export const appendCases: readonly StoreCase[] = [
  {
    name: 'gives dense seqs in the order of the batch (promise 3)',
    async run(fixture) {
      const { a, b, conversation } = await fixture.direct();
      const batch = await Promise.all(
        ['one', 'two', 'three'].map((word, index) =>
          fixture.message(conversation.id, index % 2 ? a : b, word),
        ),
      );
      const outcomes = await fixture.store.log.append(batch);
      assert.deepEqual(
        outcomes.map((outcome) => outcome.status === 'appended' && outcome.seq),
        [1, 2, 3],
      );
      const { messages } = await fixture.pull(a, { conversation: conversation.id });
      assert.deepEqual(
        messages.map(({ content }) => text(content)),
        ['one', 'two', 'three'],
      );
    },
  },
  {
    name: 'counts each conversation of a batch by itself (promise 3)',
    run: countApart,
  },
  {
    name: 'says seq, time and version of what it wrote',
    async run(fixture) {
      const { a, conversation } = await fixture.direct();
      const outcome = await fixture.append(
        await fixture.message(conversation.id, a, 'x', { time: TIME + 5 }),
      );
      assert.deepEqual(outcome, {
        status: 'appended',
        seq: 1,
        time: TIME + 5,
        version: conversation.version,
      });
    },
  },
  {
    name: 'answers a repeat with the first seq, in the same batch, later, and at another version (promise 2)',
    async run(fixture) {
      const { a, conversation } = await fixture.direct();
      const message = await fixture.message(conversation.id, a, 'once');
      const again = { ...message, time: TIME + 1000 };
      const repeated = { status: 'repeated', conversation: conversation.id, seq: 1, time: TIME };
      const [first, second] = await fixture.store.log.append([message, again]);
      assert.equal(first?.status, 'appended');
      assert.deepEqual(second, repeated);
      assert.deepEqual(await fixture.append(again), repeated);
      assert.deepEqual(await fixture.append({ ...again, version: 0 }), repeated);
      assert.deepEqual(await fixture.seqs(a, conversation.id), [1]);
    },
  },
  {
    name: 'refuses the same id with another content or conversation as a conflict, and writes nothing',
    async run(fixture) {
      const { a, b, conversation } = await fixture.direct();
      const group = await fixture.group(a, b);
      const message = await fixture.message(conversation.id, a, 'once');
      await fixture.append(message);
      const other = await fixture.message(group.id, a, 'once', { clientId: message.clientId });
      assert.deepEqual(await fixture.append({ ...message, content: bytes('twice') }), { status: 'conflict' });
      assert.deepEqual(await fixture.append(other), { status: 'conflict' });
      assert.deepEqual(await fixture.append({ ...other, version: 0 }), { status: 'conflict' });
      assert.deepEqual(await fixture.seqs(a, conversation.id), [1]);
    },
  },
  {
    name: 'never writes what was forbidden, whatever was authorised, and says so (promise 8)',
    async run(fixture) {
      const { a, b, conversation } = await fixture.direct();
      const message = await fixture.message(conversation.id, a, 'never');
      const another = await fixture.message(conversation.id, a, 'neither');
      const forbidden = { status: 'forbidden' };
      const { log } = fixture.store;
      assert.deepEqual(await log.forbid([]), []);
      assert.deepEqual(await log.forbid([message, another, message]), [forbidden, forbidden, forbidden]);
      assert.deepEqual(await log.forbid([message]), [forbidden]);
      assert.deepEqual(await fixture.append(message), forbidden);
      assert.deepEqual(await fixture.append({ ...message, version: 0 }), forbidden);
      const outcomes = await log.append([
        await fixture.message(conversation.id, a, 'one'),
        another,
        { ...message, sender: b },
        await fixture.message(conversation.id, a, 'three'),
      ]);
      assert.deepEqual(
        outcomes.map(({ status }) => status),
        ['appended', 'forbidden', 'appended', 'appended'],
      );
      assert.deepEqual(await fixture.seqs(a, conversation.id), [1, 2, 3]);
      assert.partialDeepStrictEqual(await fixture.store.run(logQueries.getConversation, conversation.id), {
        head: 3,
      });
    },
  },
  {
    name: 'forbids messages whose client ids a sender has chosen so that they look alike',
    async run(fixture) {
      const { a, conversation } = await fixture.direct();
      const forbidden = { status: 'forbidden' };
      for (const clientId of ALIKE) {
        const message = await fixture.message(conversation.id, a, 'never', { clientId });
        assert.deepEqual(await fixture.store.log.forbid([message]), [forbidden]);
        assert.deepEqual(await fixture.append(message), forbidden);
      }
    },
  },
  {
    name: 'forbids nothing that was written before (promise 2)',
    async run(fixture) {
      const { a, b, conversation } = await fixture.direct();
      const group = await fixture.group(a, b);
      const message = await fixture.message(conversation.id, a, 'once');
      await fixture.append(message);
      const repeated = { status: 'repeated', conversation: conversation.id, seq: 1, time: message.time };
      const outcomes = await fixture.store.log.forbid([
        { ...message, time: TIME + 1000 },
        { ...message, content: bytes('twice') },
        { ...message, conversation: group.id },
      ]);
      assert.deepEqual(outcomes, [repeated, { status: 'conflict' }, { status: 'conflict' }]);
      assert.deepEqual(await fixture.append(message), repeated);
    },
  },
  {
    name: 'lets two senders use the same client id',
    async run(fixture) {
      const { a, b, conversation } = await fixture.direct();
      const message = await fixture.message(conversation.id, a, 'mine');
      const outcomes = await fixture.store.log.append([message, { ...message, sender: b }]);
      assert.deepEqual(
        outcomes.map(({ status }) => status),
        ['appended', 'appended'],
      );
    },
  },
  {
    name: 'writes nothing against another version, and nothing where there is no conversation',
    async run(fixture) {
      const { a, conversation } = await fixture.direct();
      const message = await fixture.message(conversation.id, a, 'x');
      assert.deepEqual(await fixture.append({ ...message, version: message.version + 1 }), {
        status: 'stale',
      });
      assert.deepEqual(await fixture.append({ ...message, conversation: 9999 }), { status: 'missing' });
      assert.deepEqual(await fixture.seqs(a, conversation.id), []);
    },
  },
  {
    name: 'recognises a repeat by what was sent, where something else was written',
    async run(fixture) {
      const { a, conversation } = await fixture.direct();
      const sent = await fixture.message(conversation.id, a, 'a swear word');
      const said = digestOf(sent.content);
      const written = { ...sent, content: bytes('a ***'), said };
      assert.equal((await fixture.append(written)).status, 'appended');
      const repeated = { status: 'repeated', conversation: conversation.id, seq: 1, time: sent.time };
      // Whatever is made of the repeat: nothing, the same, or something else.
      const isRepeat = (outcome: AppendOutcome | undefined): void => {
        assert.ok(outcome?.status === 'repeated');
        const { content: stored, ...place } = outcome;
        assert.deepEqual(place, repeated);
        assert.deepEqual(text(stored ?? bytes('')), 'a ***');
      };
      isRepeat(await fixture.append(sent));
      isRepeat(await fixture.append(written));
      const otherwise = { ...written, content: bytes('other') };
      isRepeat(await fixture.append(otherwise));
      isRepeat((await fixture.store.log.forbid([sent]))[0]);
      // What was written is not what was sent.
      assert.deepEqual(await fixture.append({ ...sent, content: written.content }), { status: 'conflict' });
      assert.deepEqual(await fixture.seqs(a, conversation.id), [1]);
    },
  },
  {
    name: 'recognises a repeat of which something else is to be written now',
    async run(fixture) {
      const { a, conversation } = await fixture.direct();
      const sent = await fixture.message(conversation.id, a, 'as it is');
      assert.equal((await fixture.append(sent)).status, 'appended');
      const again = { ...sent, content: bytes('changed'), said: digestOf(sent.content) };
      assert.equal((await fixture.append(again)).status, 'repeated');
      const other = { ...again, said: digestOf(again.content) };
      assert.equal((await fixture.append(other)).status, 'conflict');
    },
  },
  {
    name: 'keeps the rest of a batch when one of it is refused',
    async run(fixture) {
      const { a, conversation } = await fixture.direct();
      const one = await fixture.message(conversation.id, a, 'one');
      const two = await fixture.message(conversation.id, a, 'two', { version: 77 });
      const three = await fixture.message(conversation.id, a, 'three');
      const outcomes = await fixture.store.log.append([one, two, three]);
      assert.deepEqual(
        outcomes.map(({ status }) => status),
        ['appended', 'stale', 'appended'],
      );
      assert.deepEqual(await fixture.seqs(a, conversation.id), [1, 2]);
    },
  },
  {
    name: 'shows an effect to what comes later in the same batch',
    async run(fixture) {
      const [a = 0, b = 0, c = 0] = await fixture.users('Ann', 'Bob', 'Cat');
      const group = await fixture.group(a, b);
      const add = await fixture.message(group.id, a, 'add', {
        effect: { type: 'add', users: [c], role: 'member' },
      });
      const stale = await fixture.message(group.id, a, 'too late');
      const fresh = { ...stale, clientId: fixture.clientId(), version: stale.version + 1 };
      const outcomes = await fixture.store.log.append([add, stale, fresh]);
      assert.deepEqual(
        outcomes.map(({ status }) => status),
        ['appended', 'stale', 'appended'],
      );
      assert.deepEqual(await fixture.seqs(c, group.id), [2, 3]);
    },
  },
  {
    name: 'answers repeats among new messages, after an effect of the same batch too, and carries out each effect once',
    async run(fixture) {
      const [a = 0, b = 0, c = 0, d = 0] = await fixture.users('Ann', 'Bob', 'Cat', 'Dan');
      const group = await fixture.group(a, b);
      const old = await fixture.message(group.id, a, 'old');
      const addCat = { ...old, clientId: fixture.clientId(), effect: add(c) };
      await fixture.store.log.append([old, addCat]);
      const addDan = await fixture.message(group.id, a, 'add Dan', { effect: add(d) });
      const next = {
        ...addDan,
        clientId: fixture.clientId(),
        version: addDan.version + 1,
        effect: undefined,
      };
      const batch = [
        old,
        { ...old, clientId: fixture.clientId(), version: addDan.version },
        addDan,
        old,
        addCat,
        next,
      ];
      const outcomes = await fixture.store.log.append(batch);
      assert.deepEqual(
        outcomes.map((outcome) => ('seq' in outcome ? [outcome.status, outcome.seq] : outcome.status)),
        [
          ['repeated', 2],
          ['appended', 4],
          ['appended', 5],
          ['repeated', 2],
          ['repeated', 3],
          ['appended', 6],
        ],
      );
      assert.deepEqual(await fixture.seqs(b, group.id), [1, 2, 3, 4, 5, 6]);
      assert.deepEqual(await fixture.seqs(d, group.id), [5, 6]);
      assert.equal((await fixture.store.run(logQueries.getConversation, group.id))?.memberCount, 4);
    },
  },
  {
    name: 'stays dense under a hundred concurrent calls',
    run: concurrent,
  },
  {
    name: 'keeps contents of any bytes and length',
    async run(fixture) {
      const { a, b, conversation } = await fixture.direct();
      const contents = [new Uint8Array(0), Uint8Array.of(0, 255, 0), new Uint8Array(200_000).fill(7)];
      for (const content of contents) {
        await fixture.append(await fixture.message(conversation.id, a, '', { content }));
      }
      const { messages } = await fixture.pull(b, { conversation: conversation.id });
      messages.forEach(({ content }, index) =>
        assert.equal(Buffer.compare(content, contents[index] ?? bytes('?')), 0),
      );
    },
  },
];

/** Both have the same first 48 bits of SHA-256. */
const ALIKE = ['never 20167119', 'never 25080973'];

/** Enough that an engine with binary search for long lists uses it. */
const APART = 20;

async function countApart(fixture: Fixture): Promise<void> {
  const [owner = 0] = await fixture.users('Ann');
  const groups: { readonly id: number; readonly title: string; readonly count: number }[] = [];
  for (let index = 0; index < APART; index++) {
    groups.push({ id: (await fixture.group(owner)).id, title: `"Group" ${index}`, count: 1 + (index % 4) });
  }
  const batch: Append[] = [];
  // The last one first, and in turns.
  for (let turn = 0; turn < 4; turn++) {
    for (const { id, title, count } of groups.toReversed()) {
      if (turn >= count) continue;
      const isLast = turn === count - 1;
      const effect: Effect | undefined = isLast && count === 2 ? { type: 'title', title } : undefined;
      batch.push(await fixture.message(id, owner, `${turn}`, { effect }));
    }
  }
  const outcomes = await fixture.store.log.append(batch);
  assert.ok(outcomes.every(({ status }) => status === 'appended'));
  const heads = await fixture.store.log.heads(owner, 0, 100);
  for (const { id, title, count } of groups) {
    // The first one is the group's beginning.
    const seqs = Array.from({ length: count + 1 }, (_, index) => index + 1);
    assert.deepEqual(await fixture.seqs(owner, id), seqs);
    assert.equal(heads.find(({ conversation }) => conversation === id)?.seq, count + 1);
    const record = await fixture.store.run(logQueries.getConversation, id);
    assert.equal(record?.title === title, count === 2);
  }
}

async function concurrent(fixture: Fixture): Promise<void> {
  const { a, b, conversation } = await fixture.direct();
  const batches = await inTurn(100, async (index) => [
    await fixture.message(conversation.id, index % 2 ? a : b, `one ${index}`),
    await fixture.message(conversation.id, index % 2 ? a : b, `two ${index}`),
  ]);
  const outcomes = await Promise.all(batches.map((batch) => fixture.store.log.append(batch)));
  const seqs = outcomes.flat().map((outcome) => (outcome.status === 'appended' ? outcome.seq : 0));
  assert.deepEqual(
    seqs.toSorted((x, y) => x - y),
    Array.from({ length: 200 }, (_, index) => index + 1),
  );
  for (const [first, second] of outcomes) {
    assert.ok(first?.status === 'appended' && second?.status === 'appended');
    assert.ok(first.seq < second.seq, 'the order of a batch is kept');
  }
}

function add(user: number): Effect {
  return { type: 'add', users: [user], role: 'member' };
}
