/**
 * Forgets JWTs and logout tokens that were used, once they count no more in any case. One router does it for all.
 *
 * @module
 */
import { LeaderWork } from '../../router/leader-work.ts';
import type { RouterState } from '../../router/services.ts';
import { forgetUsed } from './used-token-queries.ts';

const INTERVAL_MS = 3_600_000;

export const USED_TOKENS_CLEANING: RouterState<LeaderWork | undefined> = {
  name: 'used-tokens',
  open(services) {
    if (services.loginWays().length === 0) return undefined;
    return new LeaderWork(services, {
      intervalMs: INTERVAL_MS,
      run: async () => services.store.run(forgetUsed, services.clock.now()),
      failure: 'used tokens were not forgotten',
    });
  },
  close: (cleaning) => cleaning?.close(),
};
