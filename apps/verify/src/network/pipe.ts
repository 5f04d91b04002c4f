/**
 * One direction of a connection through the proxy: bytes in, the same bytes out, when and in what pieces the
 * network pleases. Nothing is lost or reordered inside a stream: TCP would not do that either.
 *
 * @module
 */
import type { Socket } from 'node:net';
import type { Dice } from '../dice.ts';

/** How a network treats what passes. */
export interface Weather {
  /** Each chunk waits for a time between these, in ms. */
  readonly delayMs?: readonly [least: number, most: number] | undefined;
  /** Chunks are cut into pieces of at most so many bytes, each sent by itself. */
  readonly maxSliceBytes?: number | undefined;
}

export const FAIR: Weather = {};

/** More than this is not read from its sender while it waits, so that a stalled reader is felt. */
const MAX_WAITING_BYTES = 65_536;
/** So many slices a chunk at most: a stream of single bytes would only test patience. */
const MAX_SLICES = 64;

/** Looks into a stream on its way, and passes on what it wants, at once or later. */
export interface Filter {
  /** Throws when the stream is not what it understands. */
  push(bytes: Buffer): void;
  /** The stream has ended: the rest, if any, is passed on. */
  end(): void;
}

/** Makes a filter that passes bytes on with `emit`. */
export type FilterFactory = (emit: (bytes: Buffer) => void) => Filter;

export interface PipeOptions {
  readonly from: Socket;
  readonly to: Socket;
  readonly dice: Dice;
  readonly weather: () => Weather;
  /** Absent: bytes pass as they are. */
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

  /** Nothing passes until {@link release}. */
  hold(): void {
    this.#isHeld = true;
  }

  release(): void {
    this.#isHeld = false;
    this.#pump();
  }

  /** What comes from now on vanishes. */
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
      // Nothing behind it can be told apart any more.
      this.#options.from.destroy(error as Error);
    }
  }

  #take(bytes: Buffer): void {
    if (this.#isDiscarding) return;
    const { dice, weather, from } = this.#options;
    const { delayMs, maxSliceBytes } = weather();
    const before = this.#waiting.at(-1)?.dueAt ?? 0;
    const delay = delayMs === undefined ? 0 : dice.between(...delayMs);
    // Never before what came earlier.
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
        // The next piece in a packet of its own.
        this.#timer = setTimeout(() => this.#pump(), 0);
        return;
      }
    }
    if (this.#isEnded && this.#waiting.length === 0 && !this.#isHeld) to.end();
  }
}
