/**
 * Forgets used JWTs that count no more in any case. One router does it for all.
 *
 * @module
 */
import { LeaderWork } from '../../router/leader-work.ts';
import type { RouterState } from '../../router/services.ts';
import { forgetUsed } from './queries.ts';

const INTERVAL_MS = 3_600_000;

export const USED_TOKENS_CLEANING: RouterState<LeaderWork | undefined> = {
  name: 'used-tokens',
  open(services) {
    if (!services.loginWays().some(({ kind }) => kind === 'jwt')) return undefined;
    return new LeaderWork(services, {
      intervalMs: INTERVAL_MS,
      run: async () => services.store.run(forgetUsed, services.clock.now()),
      failure: 'used JWTs were not forgotten',
    });
  },
  close: (cleaning) => cleaning?.close(),
};
