/**
 * The append queue under more than the store takes: who is refused, when, and that one sender's messages stay in their
 * order whatever is refused (promise 4).
 */
import { QUERIES } from '../../src/compose/features.ts';
import * as blockQueries from '../../src/features/people/block-queries.ts';
import * as logQueries from '../../src/store/log/conversations.ts';
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { encodeContent, PosthornError } from '@posthorn/protocol';
import { Registry } from 'prom-client';
import type { Clock } from '../../src/clock.ts';
import type { Store } from '../../src/store/store.ts';
import { createMemoryBus } from '../../src/bus/memory.ts';
import { createMemoryStore, silentLogger, StoreError, systemClock, systemRandom } from '../../src/index.ts';
import { AppendQueue } from '../../src/pipeline/append-queue.ts';
import { ConversationCache } from '../../src/pipeline/conversation-cache.ts';
import { createRouterMetrics } from '../../src/router/metrics.ts';
import { Publisher } from '../../src/pipeline/publish.ts';
import { RecentMembershipChanges } from '../../src/pipeline/recent-membership-changes.ts';
import { maySend } from '../../src/features/messages/send.ts';
import type { Rule } from '../../src/pipeline/submission.ts';
import type { EffectKind, EffectKinds } from '../../src/store/log/effects.ts';
import { queriesOf } from '../../src/store/sql-store.ts';
import { change } from '../../src/store/sql/sql.ts';
import type { Storage } from '../../src/store/storage.ts';

const NOBODY_REFUSES = { refusals: async () => ({ by: [], isLasting: true }), clock: systemClock };

const MAX_BATCH = 10;
const SENDER = 7;

type Fate = 'commit' | 'fail';

interface QueueParts {
  readonly store: Store;
  /** Instead of the store's. */
  readonly append?: Store['log']['append'];
  readonly forbid?: Store['log']['forbid'];
  readonly clock?: Clock;
  readonly conversations?: ConversationCache;
  readonly effects?: EffectKinds;
  readonly maxBatch?: number;
  readonly maxQueued?: number;
  readonly maxQueuedBytes?: number;
  readonly maxBatchBytes?: number;
  readonly maxWaitMs?: number;
}

function queueOn({
  store,
  clock = systemClock,
  effects = QUERIES.effects,
  ...parts
}: QueueParts): AppendQueue {
  const { append = (batch) => store.log.append(batch), forbid = (batch) => store.log.forbid(batch) } = parts;
  const bus = createMemoryBus({ clock, onError: (error) => assert.fail(String(error)) });
  return new AppendQueue({
    log: { ...store.log, append, forbid },
    conversations: new ConversationCache({ store, assertReachable: async () => {}, ...NOBODY_REFUSES }),
    publish: new Publisher({
      bus,
      logger: silentLogger,
      membershipChanges: new RecentMembershipChanges(clock),
      effects,
    }),
    counting: () => ({ counts: true, mentions: undefined }),
    clock,
    metrics: createRouterMetrics(new Registry()),
    maxBatch: MAX_BATCH,
    maxQueued: 1000,
    maxQueuedBytes: 1_000_000,
    maxBatchBytes: 1_000_000,
    maxWaitMs: 500,
    ...parts,
  });
}

/** A queue whose store commits when the test says so, and whose time the test makes. */
async function stage(
  bounds: Pick<QueueParts, 'maxQueued' | 'maxQueuedBytes' | 'maxBatchBytes' | 'maxWaitMs'> = {},
) {
  const time = { ms: 0 };
  const clock: Clock = { ...systemClock, monotonic: () => time.ms };
  const store = createMemoryStore({ random: systemRandom });
  const { id } = await store.run(logQueries.ensureRoom, 'Lobby');
  const fates: ((fate: Fate) => void)[] = [];
  const committed: string[] = [];
  const queue = queueOn({
    store,
    clock,
    async append(batch) {
      const fate = await new Promise<Fate>((resolve) => fates.push(resolve));
      if (fate === 'fail') throw new StoreError('unavailable', 'away');
      committed.push(...batch.map(({ clientId }) => clientId));
      return store.log.append(batch);
    },
    ...bounds,
  });
  return {
    queue,
    committed,
    /** What became of it: `ok`, or the code of the refusal. */
    send: (order: number, { connection = 1, sender = SENDER } = {}): Promise<string> => {
      const submission = {
        sender,
        connection,
        sequence: connection,
        conversation: id,
        peer: 0,
        clientId: `${connection}-${order}`,
        order,
        content: { text: 'hi' },
        rule: maySend,
      };
      return queue.submit(submission).then(
        () => 'ok',
        (error: { readonly code: string }) => error.code,
      );
    },
    /** Ends the commit that is going on, or the next one. */
    settle: async (fate: Fate, tookMs = 1): Promise<void> => {
      while (fates.length === 0) await turn();
      time.ms += tookMs;
      fates.shift()?.(fate);
      await turn();
    },
  };
}

function times<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

describe('more than the store takes', () => {
  it('is refused at once when it would wait for too long, and taken again when it would not', async () => {
    const { send, settle } = await stage({ maxWaitMs: 500 });
    const first = times(MAX_BATCH, (index) => send(index + 1, { connection: index + 1 }));
    await settle('commit', 200);
    assert.deepEqual(new Set(await Promise.all(first)), new Set(['ok']));
    // 10 take 200 ms: 500 ms are 25, and those that are being written do not wait any more.
    const later = times(40, (index) => send(99, { connection: 100 + index }));
    const refused = await Promise.all(later.slice(26));
    assert.deepEqual(new Set(refused), new Set(['OVERLOADED']));
    for (let batches = 0; batches < 3; batches++) await settle('commit', 200);
    assert.deepEqual(new Set(await Promise.all(later.slice(0, 26))), new Set(['ok']));
    const again = send(1, { connection: 999 });
    await settle('commit');
    assert.equal(await again, 'ok');
  });

  it('is refused at once when too many wait already', async () => {
    const { send, settle } = await stage({ maxQueued: 5 });
    const sends = times(8, (index) => send(1, { connection: index + 1 }));
    assert.deepEqual(await Promise.all(sends.slice(5)), ['OVERLOADED', 'OVERLOADED', 'OVERLOADED']);
    await settle('commit');
    assert.deepEqual(new Set(await Promise.all(sends.slice(0, 5))), new Set(['ok']));
  });
});

describe('a flood of one sender', () => {
  it('lets others write in the next batch, and refuses only those of its sender', async () => {
    const { send, settle, committed } = await stage({ maxWaitMs: 500 });
    const first = times(MAX_BATCH, (index) => send(index + 1));
    await settle('commit', 200);
    await Promise.all(first);
    // 25 take 500 ms.
    const flood = times(40, (index) => send(index + 11));
    assert.equal(await flood[39], 'HELD');
    const other = send(1, { connection: 2, sender: SENDER + 1 });
    await settle('commit', 200);
    await settle('commit', 200);
    assert.equal(await other, 'ok');
    assert.equal(committed.length, 3 * MAX_BATCH);
    assert.ok(committed.includes('2-1'));
    await settle('commit', 200);
    assert.equal(await flood[25], 'ok');
  });

  it('that it may not send keeps no others waiting, and is read many at once', async () => {
    const store = createMemoryStore({ random: systemRandom });
    const { id } = await store.run(logQueries.ensureRoom, 'Lobby');
    const readings: (() => void)[] = [];
    const slow: Store = {
      ...store,
      async run(query, ...args) {
        if (Object.is(query, logQueries.getConversation) && args[0] !== id)
          await new Promise<void>((resolve) => readings.push(resolve));
        return store.run(query, ...args);
      },
    };
    const queue = queueOn({ store: slow, maxQueued: 10_000, maxBatch: 10_000 });
    const send = (sender: number, conversation: number): Promise<string> => {
      const place = { connection: 0, sequence: 0, conversation, peer: 0, order: 0 };
      const message = { clientId: String(conversation), content: { text: 'hi' }, rule: maySend };
      return queue.submit({ sender, ...place, ...message }).then(
        () => 'ok',
        (error: { readonly code: string }) => error.code,
      );
    };
    const flood = times(1000, (index) => send(SENDER, id + 1 + index));
    const other = send(SENDER + 1, id);
    assert.equal(await other, 'ok');
    assert.ok(readings.length > 100 && readings.length < 500, `${readings.length} at once`);
    for (const ended = Promise.all(flood).then(() => true); !(await Promise.race([ended, turn()]));) {
      for (const read of readings.splice(0)) read();
    }
    assert.deepEqual(new Set(await Promise.all(flood)), new Set(['NOT_A_MEMBER']));
  });
});

describe('large messages', () => {
  const bytes = encodeContent({ text: 'hi' }).length;

  it('are refused at once when too many bytes wait already', async () => {
    const { send, settle } = await stage({ maxQueuedBytes: 3 * bytes });
    const sends = times(5, (index) => send(1, { connection: index + 1 }));
    assert.deepEqual(await Promise.all(sends.slice(3)), ['OVERLOADED', 'OVERLOADED']);
    await settle('commit');
    assert.deepEqual(new Set(await Promise.all(sends.slice(0, 3))), new Set(['ok']));
    const again = send(1, { connection: 9 });
    await settle('commit');
    assert.equal(await again, 'ok');
  });

  it('are written in batches of so many bytes', async () => {
    const { send, settle, committed } = await stage({ maxBatchBytes: 2 * bytes });
    const sends = times(3, (index) => send(index + 1));
    await settle('commit');
    assert.equal(committed.length, 2);
    await settle('commit');
    assert.deepEqual(await Promise.all(sends), ['ok', 'ok', 'ok']);
  });
});

describe('what a sender may not send', () => {
  it('is noted a bounded number of times at once; the rest is to be tried again later', async () => {
    const store = createMemoryStore({ random: systemRandom });
    const { id } = await store.run(logQueries.ensureRoom, 'Lobby');
    let notes = 0;
    const time = { ms: 0 };
    const queue = queueOn({
      store,
      clock: { ...systemClock, monotonic: () => time.ms },
      maxQueued: 10_000,
      async forbid(batch) {
        notes += batch.length;
        return store.log.forbid(batch);
      },
    });
    const send = (index: number): Promise<string> => {
      const content = { text: 'hi' };
      const place = { connection: 0, sequence: 0, conversation: id, peer: 0, order: 0 };
      const rule = (): never => {
        throw new PosthornError('FORBIDDEN', 'not here');
      };
      const submission = { sender: SENDER, ...place, clientId: `c${index}`, content, rule };
      return queue.submit(submission).then(
        () => 'ok',
        (error: { readonly code: string }) => error.code,
      );
    };
    const codes = await Promise.all(times(3000, send));
    assert.equal(codes.filter((code) => code === 'FORBIDDEN').length, 1000);
    assert.equal(codes.filter((code) => code === 'RATE_LIMITED').length, 2000);
    assert.equal(notes, 1000);
    time.ms += 1000;
    assert.equal(await send(3000), 'FORBIDDEN');
  });
});

describe('the order of one sender', () => {
  it('is kept when the queue has room again before a refused one is back', async () => {
    const { send, settle, committed } = await stage({ maxQueued: 2 });
    const [one, two, three] = [send(1), send(2), send(3)];
    assert.equal(await three, 'OVERLOADED');
    assert.equal(await send(4), 'HELD');
    await settle('commit');
    assert.deepEqual(await Promise.all([one, two]), ['ok', 'ok']);
    assert.equal(await send(5), 'HELD', 'at once, though there is room');
    // What is tried again and what follows go in one pipeline.
    const pipeline = [send(3), send(4)];
    await settle('commit');
    assert.deepEqual(await Promise.all(pipeline), ['ok', 'ok']);
    const last = send(5);
    await settle('commit');
    assert.equal(await last, 'ok');
    assert.deepEqual(committed, ['1-1', '1-2', '1-3', '1-4', '1-5']);
  });

  it('is forgotten with the sequence, once what was taken of it is settled', async () => {
    const { queue, send, settle, committed } = await stage();
    const first = send(1);
    await turn();
    const second = send(2);
    queue.ended(1);
    await settle('commit');
    await settle('fail');
    assert.deepEqual(await Promise.all([first, second]), ['ok', 'UNAVAILABLE']);
    await queue.drain();
    const third = send(3);
    await settle('commit');
    assert.equal(await third, 'ok');
    assert.deepEqual(committed, ['1-1', '1-3']);
  });

  it('is kept when what is tried again fails once more', async () => {
    const { send, settle, committed } = await stage();
    const one = send(1);
    await settle('fail');
    assert.equal(await one, 'UNAVAILABLE');
    const [again, two] = [send(1), send(2)];
    await settle('fail');
    assert.equal(await again, 'UNAVAILABLE');
    assert.equal(await two, 'UNAVAILABLE');
    assert.equal(await send(3), 'HELD');
    const all = [send(1), send(2), send(3)];
    await settle('commit');
    assert.deepEqual(await Promise.all(all), ['ok', 'ok', 'ok']);
    assert.deepEqual(committed, ['1-1', '1-2', '1-3']);
  });

  it('is kept when it cannot be noted that an earlier one is forbidden', async () => {
    const store = createMemoryStore({ random: systemRandom });
    const { id } = await store.run(logQueries.ensureRoom, 'Lobby');
    let isAway = true;
    const queue = queueOn({
      store,
      async forbid(batch) {
        if (isAway) throw new StoreError('unavailable', 'away');
        return store.log.forbid(batch);
      },
    });
    /** Its seq, or the code of the refusal. */
    const send = (order: number, rule: Rule): Promise<number | string> => {
      const place = { conversation: id, peer: 0 };
      const message = { ...place, clientId: String(order), order, content: { text: 'hi' }, rule };
      return queue.submit({ sender: SENDER, connection: 1, sequence: 1, ...message }).then(
        ({ seq }) => seq,
        (error: { readonly code: string }) => error.code,
      );
    };
    const refuse: Rule = () => {
      throw new PosthornError('MUTED', 'not now');
    };
    assert.deepEqual(await Promise.all([send(1, refuse), send(2, maySend)]), ['UNAVAILABLE', 'HELD']);
    isAway = false;
    assert.deepEqual(await Promise.all([send(1, maySend), send(2, maySend)]), [1, 2]);
  });

  it('does not bind a sender who gives none', async () => {
    const { send, settle } = await stage({ maxQueued: 1 });
    const sends = [send(0), send(0, { connection: 2 })];
    await settle('commit');
    assert.deepEqual(await Promise.all(sends), ['ok', 'OVERLOADED']);
    const later = send(0, { connection: 2 });
    await settle('commit');
    assert.equal(await later, 'ok');
  });
});

describe('what was refused for good', () => {
  it('is not written by an earlier attempt elsewhere that comes late, though it is allowed again', async () => {
    const store = createMemoryStore({ random: systemRandom });
    const { id } = await store.run(logQueries.openDirect, SENDER, 8);
    const message = {
      sender: SENDER,
      connection: 1,
      sequence: 1,
      conversation: id,
      peer: 0,
      clientId: 'once',
      order: 1,
      content: { text: 'hi' },
      rule: maySend,
    };
    const late = Promise.withResolvers<void>();
    const sleepy = queueOn({ store, append: (batch) => late.promise.then(() => store.log.append(batch)) });
    const first = sleepy.submit(message);
    await turn();
    await store.run(blockQueries.setBlock, 8, SENDER, true);
    await assert.rejects(queueOn({ store }).submit({ ...message, connection: 2, sequence: 2 }), {
      code: 'BLOCKED',
    });
    await store.run(blockQueries.setBlock, 8, SENDER, false);
    late.resolve();
    await assert.rejects(first, { code: 'CONFLICT' });
    assert.equal((await store.run(logQueries.getConversation, id))?.head, 0);
  });
});

describe('an effect that raises no version', () => {
  it('leaves what is remembered of the conversation, and one that raises it does not', async () => {
    const quiet: EffectKind = {
      raisesVersion: false,
      *apply({ conversation }) {
        yield* change('UPDATE conversations SET title = title WHERE id = ?', conversation.id);
        return true;
      },
    };
    const own: Storage = {
      name: 'own',
      module: import.meta.url,
      effects: { quiet, loud: { ...quiet, raisesVersion: true } },
    };
    const store = createMemoryStore({ random: systemRandom, storages: [own] });
    const { id } = await store.run(logQueries.ensureRoom, 'Lobby');
    let count = 0;
    const changed: number[] = [];
    const conversations = new ConversationCache({
      store,
      assertReachable: async () => {},
      ...NOBODY_REFUSES,
      onChanged: (each) => changed.push(each),
    });
    const queue = queueOn({ store, conversations, effects: queriesOf([own]).effects });
    const submit = (type: string) =>
      queue.submit({
        sender: SENDER,
        connection: 0,
        sequence: 0,
        conversation: id,
        peer: 0,
        clientId: `${type} ${count++}`,
        order: 0,
        content: { text: type },
        rule: () => ({ type }),
      });
    await submit('quiet');
    assert.deepEqual(changed, []);
    await submit('loud');
    assert.deepEqual(changed, [id]);
    await submit('quiet');
    assert.deepEqual(changed, [id], 'and goes on with the new version');
  });
});
