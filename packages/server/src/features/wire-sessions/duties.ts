/**
 * What one router does for all: sessions of other wires go when they have expired, or their logins have ended.
 *
 * @module
 */
import type { Duty } from '../../pipeline/duties.ts';
import type { Services } from '../../router/services.ts';
import { removeExpired, removeLoggedOut } from './queries.ts';

const CLEAN_MS = 600_000;
const PAGE = 500;

export function duties({ store, clock }: Services): readonly Duty[] {
  return [
    {
      name: 'wire-sessions',
      intervalMs: CLEAN_MS,
      async run(mayGoOn) {
        while (await mayGoOn()) if (!(await store.run(removeExpired, clock.now(), PAGE))) break;
        for (let after = 0; await mayGoOn();) {
          after = await store.run(removeLoggedOut, after, PAGE, clock.now());
          if (after === 0) return;
        }
      },
    },
  ];
}
