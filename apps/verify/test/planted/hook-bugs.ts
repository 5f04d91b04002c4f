/**
 * Bugs in what receivers of webhooks get.
 *
 * @module
 */
import type { Store } from '@posthorn/server';
import { replayDead } from '../../../../packages/server/src/features/webhooks/dead-queries.ts';
import { eventsOf } from '../../../../packages/server/src/features/webhooks/event-queries.ts';
import { settle } from '../../../../packages/server/src/features/webhooks/outcome-queries.ts';
import type { Outcome } from '../../../../packages/server/src/features/webhooks/outcome-queries.ts';
import { changed } from './store-bugs.ts';
import type { AnyQuery } from './store-bugs.ts';

/** One event in ten is passed over, and counts as delivered. */
export function skippedDeliveries(right: Store): Store {
  let count = 0;
  return changed(
    right,
    {},
    new Map<AnyQuery, (...args: never[]) => Promise<unknown>>([
      [
        eventsOf,
        async (...args: Parameters<typeof eventsOf>) => {
          const events = await right.run(eventsOf, ...args);
          return events.filter((_event, index) => index === events.length - 1 || ++count % 10 !== 0);
        },
      ],
    ]),
  );
}

/** How long what failed waits, while what is after it goes on. */
const LATER_MS = 300;

/** What failed is delivered when its turn comes again, and what is after it does not wait. */
export function impatientLanes(right: Store): Store {
  return changed(
    right,
    {},
    new Map<AnyQuery, (...args: never[]) => Promise<unknown>>([
      [
        settle,
        async (outcome: Outcome, now: number) => {
          const failed = outcome.verdict?.type === 'fails' ? outcome.attempts.at(-1) : undefined;
          if (failed === undefined) return right.run(settle, outcome, now);
          const { webhook, position } = failed;
          const progress = { ...outcome.progress, done: position, tries: 0, failingSince: 0, waitMs: 0 };
          const settled = await right.run(settle, { ...outcome, progress, dead: [failed] }, now);
          setTimeout(() => void right.run(replayDead, webhook, [position], now).catch(() => {}), LATER_MS);
          return settled;
        },
      ],
    ]),
  );
}
