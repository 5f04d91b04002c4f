/**
 * Ways in for planted bugs: each port may be replaced by one that breaks its contract, to see that the simulation
 * notices.
 *
 * @module
 */
import type { Storage } from '@posthorn/client';
import type { Bus } from '../../packages/server/src/bus/bus.ts';
import type { Links } from '../../packages/server/src/cluster/links.ts';
import type { Router } from '../../packages/server/src/router/router.ts';
import type { Store } from '../../packages/server/src/store/store.ts';
import type { Scheduler } from './scheduler.ts';

export interface Sabotage {
  /** The truth itself. */
  readonly store?: (store: Store) => Store;
  /** The store as a node sees it. */
  readonly line?: (store: Store, scheduler: Scheduler) => Store;
  readonly bus?: (bus: Bus) => Bus;
  /** The router as its gateway sees it. */
  readonly router?: (router: Router) => Router;
  /** The links of a gateway to its routers. */
  readonly links?: (links: Links, scheduler: Scheduler) => Links;
  /** Nobody compares what comes out of a link with what went in: only promises that break by it are noticed. */
  readonly areLinksUnwatched?: boolean;
  /** What a device keeps. */
  readonly storage?: (storage: Storage) => Storage;
}

export const NO_SABOTAGE: Sabotage = {};
