/**
 * What the SDK needs of the place it runs in: connections, time and chance. Browsers and Node each give their
 * own, and tests one that they control.
 *
 * @module
 */

/** A connection to a gateway. Its callbacks are called in order and never inside `dial` or `send`. */
export interface Transport {
  /** Hands over frames. After the end it does nothing. */
  send(bytes: Uint8Array): void;
  /** Ends it; `onClose` follows. Idempotent. */
  close(): void;
}

export interface TransportHandlers {
  readonly onOpen: () => void;
  readonly onBytes: (bytes: Uint8Array) => void;
  /** Once, whatever the reason; also when it never opened. */
  readonly onClose: (reason: string) => void;
}

export interface Platform {
  /** Whether `dial` knows the scheme of this URL. */
  readonly canDial: (url: string) => boolean;
  readonly dial: (url: string, handlers: TransportHandlers) => Transport;
  /** Unix ms. */
  readonly now: () => number;
  /** Runs once after `delayMs`; returns what cancels it. */
  readonly after: (delayMs: number, run: () => void) => () => void;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

/** Time and chance of any JavaScript runtime. */
export const runtime: Pick<Platform, 'now' | 'after' | 'random'> = {
  now: () => Date.now(),
  after(delayMs, run) {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
  random: () => Math.random(),
};
