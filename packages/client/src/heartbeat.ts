/**
 * Notices that a connection is dead although nobody closed it: pings when it is quiet, and gives up after a long silence.
 *
 * Silence is measured by the monotonic clock, so setting the wall clock back hides nothing, and setting it forward ends no
 * good connection. But on many systems the monotonic clock stands still while the device sleeps, and a path seldom survives
 * a sleep. So when the wall clock has run ahead, the server must answer a ping soon.
 *
 * @module
 */
import type { Platform } from './platform.ts';

export interface HeartbeatOptions {
  readonly platform: Platform;
  /** What the server asked for. */
  readonly intervalMs: number;
  readonly ping: () => void;
  /** Called at most once: the connection is dead. */
  readonly onSilence: () => void;
}

/** If the server is silent for this many intervals, the connection is dead. */
const SILENT_INTERVALS = 2.5;
/** After a sleep, the server must answer within this time. */
const AWAKE_MS = 5000;

export class Heartbeat {
  readonly #options: HeartbeatOptions;
  #heardAt: number;
  #sentAt: number;
  #cancel: () => void = () => {};

  constructor(options: HeartbeatOptions) {
    this.#options = options;
    this.#heardAt = this.#sentAt = options.platform.monotonic();
    this.#watch();
  }

  /** Something came from the server. */
  heard(): void {
    this.#heardAt = this.#options.platform.monotonic();
  }

  /** Something was sent to the server. */
  sent(): void {
    this.#sentAt = this.#options.platform.monotonic();
  }

  stop(): void {
    this.#cancel();
  }

  #watch(): void {
    const { platform, intervalMs, ping } = this.#options;
    const wallBefore = platform.now();
    // Twice per interval, so that a ping is never late.
    this.#cancel = platform.after(intervalMs / 2, () => {
      const now = platform.monotonic();
      const hasSlept = platform.now() - wallBefore > intervalMs;
      const quietMs = now - Math.min(this.#sentAt, this.#heardAt);
      if (hasSlept || quietMs >= intervalMs / 2) ping();
      if (hasSlept) this.#cancel = platform.after(AWAKE_MS, () => this.#look(AWAKE_MS));
      else this.#look(intervalMs * SILENT_INTERVALS);
    });
  }

  #look(longestMs: number): void {
    const { platform, onSilence } = this.#options;
    if (platform.monotonic() - this.#heardAt > longestMs) onSilence();
    else this.#watch();
  }
}
