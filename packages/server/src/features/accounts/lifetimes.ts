/**
 * Ends sessions that have reached `--session-lifetime`, or an end of their own, and their connections. One router does it
 * for all.
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
    const own = services.loginWays().flatMap(({ rules }) => rules.sessionMs ?? []);
    const shortestMs = Math.min(sessionLifetime ?? Infinity, ...own);
    if (shortestMs === Infinity) return undefined;
    return new LeaderWork(services, {
      intervalMs: Math.min(LONGEST_INTERVAL_MS, shortestMs / 10),
      run: (work) => endOld(services, work, sessionLifetime),
      failure: 'sessions past their lifetime were not ended',
    });
  },
  close: (lifetimes) => lifetimes?.close(),
};

async function endOld(services: Services, work: LeaderWork, lifetimeMs: number | undefined): Promise<void> {
  const { store, clock, publish } = services;
  for (let count = PAGE; count === PAGE && !work.isClosed;) {
    const now = clock.now();
    const origin = ownOrigin(clock, 'sessionLifetime');
    const ended = [
      ...(await store.run(sessionQueries.endSessionsAtEnd, now, PAGE, origin)),
      ...(lifetimeMs === undefined
        ? []
        : await store.run(sessionQueries.endSessionsBegunBefore, now - lifetimeMs, PAGE, origin)),
    ];
    for (const { id, user } of ended) {
      services.state(TOKENS).forgetUser(user);
      publish.sessionsEnded(user, [id], ERRORS.SESSION_EXPIRED.code);
    }
    count = Math.min(PAGE, ended.length);
  }
}
