/**
 * A client that reconnects to any gateway when it is sent away, like the SDK but cheaper.
 *
 * @module
 */
import { attach, dialTcp, onFrames } from './client.ts';
import type { Pipe } from './client.ts';
import { localAddress } from './crowd.ts';
import type { Latencies } from './latencies.ts';
import { passed } from './paced.ts';

/** The absences of all clients together, in ms. */
export interface Absences {
  /** From the loss of a connection to the next attach. */
  readonly away: Latencies;
  /** How long they were asked to wait, including the random delay. */
  readonly asked: Latencies;
  /** How many clients are away now. */
  gone: number;
}

export interface RoamerOptions {
  readonly ports: readonly number[];
  readonly index: number;
  readonly token: string;
  readonly absences: Absences;
}

/** Longest random delay before an attempt. */
const RETRY_WITHIN_MS = 500;
const GIVE_UP_MS = 60_000;
/** After this time without an answer the client tries the next gateway, like the SDK. */
const ATTACH_TIMEOUT_MS = 10_000;

export class Roamer {
  readonly #options: RoamerOptions;
  #pipe: Pipe | undefined;
  #isClosed = false;
  #at: number;
  #waitMs = 0;

  private constructor(options: RoamerOptions) {
    this.#options = options;
    this.#at = options.index;
  }

  /** Resolves when the client is attached. */
  static async open(options: RoamerOptions): Promise<Roamer> {
    const roamer = new Roamer(options);
    await roamer.#connect();
    return roamer;
  }

  /** Resolves when no client is away. Rejects if one does not come back. */
  static async untilBack(absences: Absences): Promise<void> {
    const start = performance.now();
    while (absences.gone > 0) {
      if (performance.now() - start > GIVE_UP_MS) throw new Error(`${absences.gone} clients stayed away`);
      await passed(20);
    }
  }

  close(): void {
    this.#isClosed = true;
    this.#pipe?.close();
  }

  async #connect(): Promise<void> {
    const { ports, index, token } = this.#options;
    while (!this.#isClosed) {
      const port = ports[this.#at++ % ports.length] ?? 0;
      let pipe: Pipe | undefined;
      try {
        pipe = await dialTcp(port, localAddress(index));
        await Promise.race([attach(pipe, token), tooLate()]);
        this.#watch(pipe);
        return;
      } catch {
        pipe?.close();
        await passed(Math.random() * RETRY_WITHIN_MS);
      }
    }
  }

  #watch(pipe: Pipe): void {
    this.#pipe = pipe;
    this.#waitMs = Math.random() * RETRY_WITHIN_MS;
    onFrames(pipe, ({ body }) => {
      if (body?.case !== 'goodbye') return;
      const { retryAfterMs, windowMs } = body.value;
      this.#waitMs += retryAfterMs + Math.random() * windowMs;
    });
    pipe.onClose = () => void this.#comeBack();
  }

  async #comeBack(): Promise<void> {
    if (this.#isClosed) return;
    const { absences } = this.#options;
    const start = performance.now();
    absences.gone += 1;
    absences.asked.record(this.#waitMs);
    await passed(this.#waitMs);
    await this.#connect();
    absences.gone -= 1;
    absences.away.record(performance.now() - start);
  }
}

async function tooLate(): Promise<never> {
  await passed(ATTACH_TIMEOUT_MS);
  throw new Error('no answer in time');
}
