/**
 * What is kept of followers.
 *
 * @module
 */
import { emptyText, id, int, keyText, off, table, unique, zero } from '../../store/table.ts';
import type { Table } from '../../store/table.ts';

/**
 * A follower, who runs it, and how far it has come.
 * - `holder`: the router that runs it; empty: none does. `fence` rises whenever it passes to another one, `beat`
 *   whenever its holder says that it is alive.
 * - `mark`: Unix ms. Everything in conversations that last changed before it is handled, as far as the clocks of
 *   routers agree.
 * - `seeded`, `seed_through`: of a follower that starts at the heads there are: the last conversation whose head was
 *   noted, and the last one for which it has to be.
 */
const FOLLOWERS = table({
  name: 'followers',
  columns: {
    id,
    name: unique(keyText(64)),
    holder: emptyText,
    fence: zero,
    beat: zero,
    mark: zero,
    seeded: zero,
    seed_through: zero,
    paused: off,
  },
});

/** The last seq of a conversation that a follower has handled; none without a row. */
const POSITIONS = table({
  name: 'follower_positions',
  columns: { follower: int, conversation: int, seq: int },
  primaryKey: ['follower', 'conversation'],
});

export const FOLLOWER_TABLES: readonly Table[] = [FOLLOWERS, POSITIONS];
