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
/** The same after a probe: somebody waits. */
export const PROBE_MS = 1500;

export class Heartbeat {
  readonly #options: HeartbeatOptions;
  #heardAt: number;
  #sentAt: number;
  #cancel: () => void = () => {};
  /** Something has come since the server was asked last. */
  #isAnswered = true;
  #isProbed = false;

  constructor(options: HeartbeatOptions) {
    this.#options = options;
    this.#heardAt = this.#sentAt = options.platform.monotonic();
    this.#watch();
  }

  /** Something came from the server. */
  heard(): void {
    this.#heardAt = this.#options.platform.monotonic();
    this.#isAnswered = true;
    this.#isProbed = false;
  }

  /** Something was sent to the server. */
  sent(): void {
    this.#sentAt = this.#options.platform.monotonic();
  }

  /** Something may have happened to the connection: the server must answer soon. */
  probe(): void {
    // Asking again gives no more time to answer.
    if (this.#isProbed) return;
    this.#isProbed = true;
    this.#cancel();
    this.#ask();
    this.#watch(PROBE_MS);
  }

  stop(): void {
    this.#cancel();
  }

  #ask(): void {
    this.#isAnswered = false;
    this.#options.ping();
  }

  /** Twice per interval, so that no ping is late. A ping that must be answered is so within `delayMs`. */
  #watch(delayMs = this.#options.intervalMs / 2): void {
    const { platform, intervalMs, ping, onSilence } = this.#options;
    const wallBefore = platform.now();
    this.#cancel = platform.after(delayMs, () => {
      const now = platform.monotonic();
      if (!this.#isAnswered || now - this.#heardAt > intervalMs * SILENT_INTERVALS) {
        onSilence();
        return;
      }
      // Or this is a hidden page, whose timers fire once a minute.
      const hasSlept = platform.now() - wallBefore > delayMs + intervalMs / 2;
      if (hasSlept) this.#ask();
      else if (now - Math.min(this.#sentAt, this.#heardAt) >= intervalMs / 2) ping();
      this.#watch(hasSlept ? AWAKE_MS : undefined);
    });
  }
}
