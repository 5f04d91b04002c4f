/**
 * Cases on what forwarding reads.
 *
 * @module
 */
import assert from 'node:assert/strict';
import * as forwardQueries from '../../features/forwards/queries.ts';
import { text, TIME } from './case.ts';
import type { StoreCase } from './case.ts';

export const forwardCases: readonly StoreCase[] = [
  {
    name: 'reads messages by their seqs, as far as the reader may see them (promise 9)',
    async run(fixture) {
      const [owner = 0, late = 0, outsider = 0] = await fixture.users('Owner', 'Late', 'Outsider');
      const { id } = await fixture.group(owner);
      await fixture.say(id, owner, 'early');
      const joined = await fixture.change(id, owner, { type: 'add', users: [late], role: 'member' });
      await fixture.say(id, owner, 'after', 'last');
      const read = async (reader: number, ...seqs: readonly number[]) => {
        const found = await fixture.store.run(forwardQueries.source, reader, id, seqs);
        return found?.messages.map(({ content }) => text(content)).toSorted();
      };
      assert.deepEqual(await read(owner, 2, joined + 1, joined + 2), ['after', 'early', 'last']);
      assert.deepEqual(await read(late, 2, joined + 1, 999), ['after']);
      assert.deepEqual(await read(late, 2), []);
      assert.equal(await read(outsider, 2), undefined);
      const found = await fixture.store.run(forwardQueries.source, owner, id, [2]);
      assert.deepEqual(found?.isPublic, false);
      assert.partialDeepStrictEqual(found.messages[0], { seq: 2, sender: owner, time: TIME });
      await fixture.change(id, owner, { type: 'settings', changes: { join: 'open' } });
      assert.equal((await fixture.store.run(forwardQueries.source, owner, id, []))?.isPublic, true);
    },
  },
  {
    name: 'finds what a user has sent under client ids that begin alike',
    async run(fixture) {
      const { a, b, conversation } = await fixture.direct();
      const ids = ['forward-x-1', 'forward-x-2', 'forward-X-1', 'forward-x.', 'forward-x', 'forward-xy-1'];
      for (const clientId of ids)
        await fixture.append(await fixture.message(conversation.id, a, 'x', { clientId }));
      await fixture.append(await fixture.message(conversation.id, b, 'x', { clientId: 'forward-x-3' }));
      const found = await fixture.store.run(forwardQueries.forwardedAs, a, 'forward-x-');
      assert.deepEqual(
        new Map(found.map(({ clientId, seq }) => [clientId, seq])),
        new Map([
          ['forward-x-1', 1],
          ['forward-x-2', 2],
        ]),
      );
    },
  },
];
