/**
 * What a store on disk holds of the appender's messages.
 *
 * @module
 */
import * as logQueries from '../../../src/store/log/conversations.ts';
import assert from 'node:assert/strict';
import { silentLogger } from '../../../src/logger.ts';
import type { StoredMessage } from '../../../src/store/log/log.ts';
import { openSqliteStore } from '../../../src/compose/stores.ts';
import { systemRandom } from '../../../src/system.ts';

/** Client ids by seq; checks that seqs are dense. */
export async function readBack(directory: string): Promise<ReadonlyMap<number, string>> {
  const store = await openSqliteStore({ directory, random: systemRandom, logger: silentLogger });
  try {
    const room = await store.run(logQueries.ensureRoom, 'Lobby');
    const found = new Map<number, string>();
    for (let after = 0; ;) {
      const range = { conversation: room.id, after, before: 0, limit: 1000, mark: 0 };
      const [batch] = await store.log.pull(1, [range], 1e7);
      const messages: readonly StoredMessage[] = batch?.messages ?? [];
      for (const { seq, clientId } of messages) {
        assert.equal(seq, found.size + 1, 'promise 3: dense');
        found.set(seq, clientId ?? '');
      }
      if (messages.length === 0) return found;
      after = messages.at(-1)?.seq ?? after;
    }
  } finally {
    await store.close();
  }
}

/** How many acked messages are not there. */
export function lost(
  acked: readonly (readonly [clientId: string, seq: number])[],
  found: ReadonlyMap<number, string>,
): number {
  return acked.filter(([clientId, seq]) => found.get(seq) !== clientId).length;
}
