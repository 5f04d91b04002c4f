/**
 * One direction of a connection through the proxy. The same bytes leave as arrive, but at other times and in other
 * pieces. Like TCP, it never loses or reorders bytes within a stream.
 *
 * @module
 */
import type { Socket } from 'node:net';
import type { Dice } from '../dice.ts';

/** How the network treats data. */
export interface Weather {
  /** Each chunk is delayed by a time in this range, in ms. */
  readonly delayMs?: readonly [least: number, most: number] | undefined;
  /** Chunks are cut into pieces of at most this many bytes, each sent separately. */
  readonly maxSliceBytes?: number | undefined;
}

export const FAIR: Weather = {};

/** Stops reading from the sender beyond this many waiting bytes, so that the sender notices a stalled reader. */
const MAX_WAITING_BYTES = 65_536;
/** Most slices per chunk: single bytes would only take time. */
const MAX_SLICES = 64;

/** Inspects a stream, and passes on what it chooses, at once or later. */
export interface Filter {
  /** Throws if it does not understand the stream. */
  push(bytes: Buffer): void;
  /** The stream has ended: passes on the rest. */
  end(): void;
}

/** Creates a filter that passes bytes on with `emit`. */
export type FilterFactory = (emit: (bytes: Buffer) => void) => Filter;

export interface PipeOptions {
  readonly from: Socket;
  readonly to: Socket;
  readonly dice: Dice;
  readonly weather: () => Weather;
  /** Absent: bytes pass unchanged. */
  readonly filter?: FilterFactory | undefined;
}

export class Pipe {
  readonly #options: PipeOptions;
  readonly #waiting: { readonly bytes: Buffer; readonly dueAt: number }[] = [];
  #waitingBytes = 0;
  #isHeld = false;
  #isEnded = false;
  #isDiscarding = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: PipeOptions) {
    this.#options = options;
    const { from, to, filter } = options;
    const filtered = filter?.((bytes) => this.#take(bytes));
    from.on('data', (bytes: Buffer) => {
      if (filtered === undefined) this.#take(bytes);
      else this.#push(filtered, bytes);
    });
    from.on('end', () => {
      filtered?.end();
      this.#isEnded = true;
      this.#pump();
    });
    to.on('drain', () => this.#pump());
  }

  /** Lets nothing pass until {@link release}. */
  hold(): void {
    this.#isHeld = true;
  }

  release(): void {
    this.#isHeld = false;
    this.#pump();
  }

  /** Drops everything from now on. */
  discard(): void {
    this.#isDiscarding = true;
    this.#waiting.length = 0;
    this.#waitingBytes = 0;
    this.#options.from.resume();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#isDiscarding = true;
  }

  #push(filter: Filter, bytes: Buffer): void {
    try {
      filter.push(bytes);
    } catch (error) {
      // What follows cannot be parsed any more.
      this.#options.from.destroy(error as Error);
    }
  }

  #take(bytes: Buffer): void {
    if (this.#isDiscarding) return;
    const { dice, weather, from } = this.#options;
    const { delayMs, maxSliceBytes } = weather();
    const before = this.#waiting.at(-1)?.dueAt ?? 0;
    const delay = delayMs === undefined ? 0 : dice.between(...delayMs);
    // Never before earlier data.
    const dueAt = Math.max(before, performance.now() + delay);
    const size = Math.max(maxSliceBytes ?? bytes.length, Math.ceil(bytes.length / MAX_SLICES), 1);
    for (let start = 0; start < bytes.length; start += size) {
      this.#waiting.push({ bytes: bytes.subarray(start, start + size), dueAt });
    }
    this.#waitingBytes += bytes.length;
    if (this.#waitingBytes > MAX_WAITING_BYTES) from.pause();
    this.#pump();
  }

  #pump(): void {
    clearTimeout(this.#timer);
    const { to, from, weather } = this.#options;
    while (!this.#isHeld && !to.writableNeedDrain && to.writable) {
      const next = this.#waiting[0];
      if (next === undefined) break;
      const waitMs = next.dueAt - performance.now();
      if (waitMs > 0) {
        this.#timer = setTimeout(() => this.#pump(), waitMs);
        return;
      }
      this.#waiting.shift();
      this.#waitingBytes -= next.bytes.length;
      to.write(next.bytes);
      if (this.#waitingBytes <= MAX_WAITING_BYTES) from.resume();
      if (weather().maxSliceBytes !== undefined && this.#waiting.length > 0) {
        // Sends the next piece in a separate packet.
        this.#timer = setTimeout(() => this.#pump(), 0);
        return;
      }
    }
    if (this.#isEnded && this.#waiting.length === 0 && !this.#isHeld) to.end();
  }
}
