/**
 * The store in memory: for tests, for trying things out, and as the plain statement of what a store does.
 *
 * @module
 */
import type { Random } from '../clock.ts';
import { MemoryAccounts } from './memory/accounts.ts';
import { MemoryConversations } from './memory/conversations.ts';
import { MemoryLog } from './memory/log.ts';
import { MemorySessions } from './memory/sessions.ts';
import { MemoryState } from './memory/state.ts';
import type { Store } from './store.ts';

/** An empty store that ends with the process. Its epoch comes from `random`. */
export function createMemoryStore(options: { readonly random: Random }): Store {
  const state = new MemoryState();
  return {
    capabilities: { durable: false, shared: false },
    epoch: Buffer.from(options.random.bytes(16)).toString('hex'),
    log: new MemoryLog(state),
    conversations: new MemoryConversations(state),
    accounts: new MemoryAccounts(state),
    sessions: new MemorySessions(state),
    async stats() {
      state.assertOpen();
      const { users, conversations, sent } = state;
      return { users: users.size, conversations: conversations.size, messages: sent.size };
    },
    async check() {
      state.assertOpen();
    },
    async close() {
      state.isClosed = true;
    },
  };
}
