/**
 * Hooks for planted bugs: each port may be replaced by one that breaks its contract, to check that the simulation
 * notices.
 *
 * @module
 */
import type { Picture, Storage } from '@posthorn/client';
import type { Platform } from '../../packages/client/src/platform.ts';
import type { Bus } from '../../packages/server/src/bus/bus.ts';
import type { Links } from '../../packages/server/src/cluster/links.ts';
import type { Router } from '../../packages/server/src/router/router.ts';
import type { Storage as StoreStorage } from '../../packages/server/src/store/storage.ts';
import type { Store } from '../../packages/server/src/store/store.ts';
import type { Scheduler } from './scheduler.ts';

export interface Sabotage {
  /** The store behind everything. */
  readonly store?: (store: Store) => Store;
  /** What the store's database is opened with. */
  readonly storages?: (storages: readonly StoreStorage[]) => readonly StoreStorage[];
  /** The store, as a node sees it. */
  readonly line?: (store: Store, scheduler: Scheduler) => Store;
  readonly bus?: (bus: Bus) => Bus;
  /** The router, as its gateway sees it. */
  readonly router?: (router: Router) => Router;
  /** The links of a gateway to its routers. */
  readonly links?: (links: Links, scheduler: Scheduler) => Links;
  /** Turns the comparison of links off: then only broken promises are noticed. */
  readonly areLinksUnwatched?: boolean;
  /** What a device runs on. */
  readonly platform?: (platform: Platform) => Platform;
  /** What an application makes of the messages of a conversation. */
  readonly picture?: () => Picture;
  /** The storage of a device. */
  readonly storage?: (storage: Storage) => Storage;
}

export const NO_SABOTAGE: Sabotage = {};
