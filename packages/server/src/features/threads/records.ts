/**
 * Threads in the store.
 *
 * @module
 */
export interface ThreadRecord {
  readonly id: number;
  /** Messages in it, recalled ones too. */
  readonly n: number;
  readonly lastSeq: number;
  /** Unix ms. */
  readonly lastAt: number;
}

/** A thread that somebody follows. */
export interface FollowedThread {
  readonly id: number;
  readonly conversation: number;
  readonly root: number;
  /** Unix ms. */
  readonly lastAt: number;
}

/** What somebody changes about a thread for themselves. */
export interface FollowerChange {
  readonly user: number;
  readonly conversation: number;
  readonly root: number;
  readonly follow: boolean | undefined;
  /** It only rises. */
  readonly read: number;
}

/** What concerns one reader of a thread. */
export interface OwnThread {
  readonly root: number;
  readonly follows: boolean;
  readonly read: number;
  readonly unread: number;
}
