/** The append queue: one sender's messages stay in their order, whatever is refused (promise 4). */
import * as blockQueries from '../../src/features/people/block-queries.ts';
import * as logQueries from '../../src/store/log/conversations.ts';
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { PosthornError } from '@posthorn/protocol';
import { createMemoryStore, StoreError, systemRandom } from '../../src/index.ts';
import { ConversationCache } from '../../src/pipeline/conversation-cache.ts';
import { maySend } from '../../src/features/messages/send.ts';
import type { Rule } from '../../src/pipeline/submission.ts';
import type { EffectKind } from '../../src/store/log/effects.ts';
import { queriesOf } from '../../src/store/sql-store.ts';
import { change } from '../../src/store/sql/sql.ts';
import type { Storage } from '../../src/store/storage.ts';
import { NOBODY_REFUSES, queueOn, SENDER, stage } from './support/append-queue.ts';

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
