/**
 * Opening and closing a store.
 *
 * @module
 */
import * as adminQueries from '../../features/admin/queries.ts';
import * as logQueries from '../../store/log/conversations.ts';
import * as sessionQueries from '../../features/accounts/session-queries.ts';
import assert from 'node:assert/strict';
import { StoreError } from '../../store/store.ts';
import type { StoreCase } from './case.ts';

export const lifeCases: readonly StoreCase[] = [
  {
    name: 'can commit, counts what it has, and has an epoch',
    async run(fixture) {
      const { a, conversation } = await fixture.direct();
      await fixture.say(conversation.id, a, 'one');
      await fixture.store.check();
      assert.deepEqual(await fixture.store.run(adminQueries.totals), {
        users: 2,
        conversations: 3,
        messages: 1,
      });
      assert.match(fixture.store.epoch, /^[0-9a-f]{32}$/);
    },
  },
  {
    name: 'hands out copies: changing one changes nothing inside',
    async run(fixture) {
      const { a, b, conversation } = await fixture.direct();
      const content = Uint8Array.of(1, 2, 3);
      await fixture.append(await fixture.message(conversation.id, a, '', { content: content.slice() }));
      const [message] = (await fixture.pull(b, { conversation: conversation.id })).messages;
      message?.content.fill(9);
      const [again] = (await fixture.pull(b, { conversation: conversation.id })).messages;
      assert.deepEqual([...(again?.content ?? [])], [...content]);
    },
  },
  {
    name: 'refuses everything once closed, and closes once',
    async run(fixture) {
      const { a, conversation } = await fixture.direct();
      await fixture.store.close();
      await fixture.store.close();
      const isClosed = (error: unknown) => error instanceof StoreError && error.code === 'closed';
      await assert.rejects(fixture.store.check(), isClosed);
      await assert.rejects(fixture.store.run(logQueries.getConversation, conversation.id), isClosed);
      await assert.rejects(fixture.store.log.heads(a, 0, 1), isClosed);
    },
  },
  {
    name: 'finishes what was called before it closes',
    async run(fixture) {
      const { a, conversation } = await fixture.direct();
      const message = await fixture.message(conversation.id, a, 'last words');
      const appending = fixture.store.log.append([message]);
      await fixture.store.close();
      assert.equal((await appending)[0]?.status, 'appended');
    },
  },
  {
    name: 'has everything again after it was closed and opened, under the same epoch',
    needs: 'durable',
    async run(fixture) {
      const { a, b, conversation } = await fixture.direct();
      await fixture.say(conversation.id, a, 'one', 'two');
      const fence = await fixture.store.run(sessionQueries.nextFence, 'slot');
      const { epoch } = fixture.store;
      await fixture.reopen();
      assert.equal(fixture.store.epoch, epoch);
      assert.deepEqual(await fixture.seqs(b, conversation.id), [1, 2]);
      assert.deepEqual(
        await fixture.say(conversation.id, b, 'three').then(([outcome]) => outcome?.status),
        'appended',
      );
      assert.equal(await fixture.store.run(sessionQueries.nextFence, 'slot'), fence + 1);
    },
  },
];
