/**
 * What the suite of followers runs on.
 *
 * @module
 */
import type { FollowerRecords } from '../../pipeline/followers/records.ts';
import type { Store } from '../../store/store.ts';

export interface FollowerBackend {
  readonly name: string;
  /** An empty store that keeps what followers need, and what uses.ts does. */
  readonly open: () => Promise<OpenFollowerStore>;
  /** Plants a fault: the suite must notice it. */
  readonly faulty?: (records: FollowerRecords) => FollowerRecords;
}

export interface OpenFollowerStore {
  readonly store: Store;
  /** Another one on the same data, as in another process; shared stores have it. Closed by dispose. */
  readonly another?: () => Promise<Store>;
  readonly dispose: () => Promise<void>;
}
