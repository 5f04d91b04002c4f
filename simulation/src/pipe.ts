/**
 * One direction of a connection: bytes arrive in order and late, perhaps in pieces, after a long time, or never.
 *
 * @module
 */
import type { Chance } from './chance.ts';
import type { Scheduler } from './scheduler.ts';
import type { NetworkSetting } from './setting.ts';

interface Chunk {
  /** Undefined: the end of the stream. */
  readonly bytes: Uint8Array | undefined;
  readonly due: number;
}

export interface PipeOptions {
  readonly scheduler: Scheduler;
  readonly chance: Chance;
  readonly faults: () => NetworkSetting;
  readonly onBytes: (bytes: Uint8Array) => void;
  readonly onEnd: () => void;
}

export class Pipe {
  readonly #options: PipeOptions;
  #chunks: Chunk[] = [];
  #lastDue = 0;
  #isScheduled = false;
  #isPaused = false;
  #isFrozen = false;
  #isDead = false;
  /** Bytes on their way. */
  bytes = 0;

  constructor(options: PipeOptions) {
    this.#options = options;
  }

  write(bytes: Uint8Array): void {
    if (this.#isDead) return;
    const { chance, faults } = this.#options;
    let rest = bytes;
    while (rest.length > 1 && chance.is(faults().slicing)) {
      const at = chance.int(1, rest.length - 1);
      this.#push(rest.subarray(0, at));
      rest = rest.subarray(at);
    }
    this.#push(rest);
  }

  /** Ends the stream: everything written arrives, then the end. */
  end(): void {
    if (!this.#isDead) this.#push(undefined);
  }

  /** Drops everything on its way, and everything written later. */
  die(): void {
    this.#isDead = true;
    this.#chunks = [];
    this.bytes = 0;
  }

  /** Whether the receiver does not read. */
  pause(isPaused: boolean): void {
    this.#isPaused = isPaused;
    this.#schedule();
  }

  /** Whether the network carries nothing. */
  freeze(isFrozen: boolean): void {
    this.#isFrozen = isFrozen;
    this.#schedule();
  }

  #push(bytes: Uint8Array | undefined): void {
    const { scheduler, chance, faults } = this.#options;
    this.#lastDue = Math.max(this.#lastDue, scheduler.now + chance.int(0, faults().maxDelayMs));
    this.#chunks.push({ bytes, due: this.#lastDue });
    this.bytes += bytes?.length ?? 0;
    this.#schedule();
  }

  #schedule(): void {
    const [next] = this.#chunks;
    if (next === undefined || this.#isScheduled || this.#isPaused || this.#isFrozen) return;
    this.#isScheduled = true;
    const { scheduler } = this.#options;
    scheduler.after(next.due - scheduler.now, () => {
      this.#isScheduled = false;
      if (this.#isPaused || this.#isFrozen) return;
      this.#deliver();
      this.#schedule();
    });
  }

  #deliver(): void {
    const chunk = this.#chunks.shift();
    if (chunk === undefined) return;
    if (chunk.bytes === undefined) {
      this.#options.onEnd();
      return;
    }
    this.bytes -= chunk.bytes.length;
    this.#options.onBytes(chunk.bytes);
  }
}
