/** The append queue under more than the store takes: who is refused, and when. */
import * as logQueries from '../../src/store/log/conversations.ts';
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { encodeContent, PosthornError } from '@posthorn/protocol';
import type { Store } from '../../src/store/store.ts';
import { createMemoryStore, systemClock, systemRandom } from '../../src/index.ts';
import { maySend } from '../../src/features/messages/send.ts';
import { MAX_BATCH, queueOn, SENDER, stage, times } from './support/append-queue.ts';

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
