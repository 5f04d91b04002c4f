/**
 * Ends sessions that have reached `--session-lifetime`, and their connections. One router does it for all.
 *
 * @module
 */
import { ERRORS } from '@posthorn/protocol';
import { optionsOf } from '../../config/option.ts';
import { ownOrigin } from '../../router/audit.ts';
import { LeaderWork } from '../../router/leader-work.ts';
import type { RouterState, Services } from '../../router/services.ts';
import { ACCOUNT_OPTIONS } from './options.ts';
import * as sessionQueries from './session-queries.ts';
import { TOKENS } from './states.ts';

const LONGEST_INTERVAL_MS = 60_000;
const PAGE = 200;

export const LIFETIMES: RouterState<LeaderWork | undefined> = {
  name: 'lifetimes',
  open(services) {
    const { sessionLifetime } = optionsOf(services.config.options, ACCOUNT_OPTIONS);
    if (sessionLifetime === undefined) return undefined;
    return new LeaderWork(services, {
      intervalMs: Math.min(LONGEST_INTERVAL_MS, sessionLifetime / 10),
      run: (work) => endOld(services, work, sessionLifetime),
      failure: 'sessions past their lifetime were not ended',
    });
  },
  close: (lifetimes) => lifetimes?.close(),
};

async function endOld(services: Services, work: LeaderWork, lifetimeMs: number): Promise<void> {
  const { store, clock, publish } = services;
  for (let count = PAGE; count === PAGE && !work.isClosed;) {
    const begunBefore = clock.now() - lifetimeMs;
    const origin = ownOrigin(clock, 'sessionLifetime');
    const ended = await store.run(sessionQueries.endSessionsBegunBefore, begunBefore, PAGE, origin);
    for (const { id, user } of ended) {
      services.state(TOKENS).forgetUser(user);
      publish.sessionsEnded(user, [id], ERRORS.SESSION_EXPIRED.code);
    }
    count = ended.length;
  }
}
