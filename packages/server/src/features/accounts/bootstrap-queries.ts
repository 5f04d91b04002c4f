/**
 * The bootstrap secret in the store: its hash, as long as it waits for the first administrator.
 *
 * @module
 */
import { deleteMeta, getMeta, setMeta } from '../../store/sql/meta.ts';
import { lockedRows, row } from '../../store/sql/sql.ts';
import type { Query } from '../../store/sql/sql.ts';

/** `made`: this hash is kept now. `waiting`: another one is. `unneeded`: there is an administrator. */
export type BootstrapState = 'made' | 'waiting' | 'unneeded';

/** Keeps the hash if there is no administrator, and no earlier secret waits for one. */
export function* keepBootstrap(hash: string): Query<BootstrapState> {
  // One at a time: two routers may start together.
  yield* lockedRows("SELECT value FROM meta WHERE name = 'epoch'");
  const found = yield* row('SELECT 1 AS found FROM users WHERE admin = 1 AND disabled = 0 LIMIT 1');
  if (found !== undefined) return 'unneeded';
  if ((yield* getMeta('bootstrap')) !== undefined) return 'waiting';
  yield* setMeta('bootstrap', hash);
  return 'made';
}

export function* isBootstrap(hash: string): Query<boolean> {
  return (yield* getMeta('bootstrap')) === hash;
}

/** Like {@link isBootstrap}. If true, nobody else can use the secret before this transaction ends. */
export function* isBootstrapNow(hash: string): Query<boolean> {
  const [kept] = yield* lockedRows<{ readonly value: string }>(
    "SELECT value FROM meta WHERE name = 'bootstrap'",
  );
  return kept?.value === hash;
}

/** Once there is an administrator, no secret makes another one. */
export function* forgetBootstrap(): Query<void> {
  yield* deleteMeta('bootstrap');
}
