/**
 * What the parts of the engine share.
 *
 * @module
 */
import type { Client } from '../api.ts';
import type { Platform } from '../platform.ts';
import type { Board } from './board.ts';
import type { Seen } from './seen.ts';

export interface Core {
  readonly client: Client;
  readonly board: Board;
  readonly seen: Seen;
  readonly platform: Platform;
  /** The id of the user; 0: not known yet. */
  readonly self: () => number;
  /** Unix ms by the server's clock. */
  readonly now: () => number;
  readonly isOnline: () => boolean;
  /** Waits while a connection is being made. Rejects with UNAVAILABLE if there is none. */
  readonly whenOnline: () => Promise<void>;
  /** For what nobody waits for. Transient errors are not reported. */
  readonly onError: (error: unknown) => void;
}
