/**
 * Drops, repeats and reorders bus messages, in one direction of one connection, without breaking the framing. The
 * contract of the bus (packages/server/src/bus/bus.ts) only allows drops; this does more.
 *
 * @module
 */
import type { Dice } from '../dice.ts';
import { NatsFrames } from './nats-frames.ts';
import type { NatsFrame } from './nats-frames.ts';
import type { Filter } from './pipe.ts';

/** The shares of messages, from 0 to 1, that are lost, repeated, or overtaken. */
export interface Noise {
  readonly lost: number;
  readonly doubled: number;
  readonly swapped: number;
}

export const QUIET: Noise = { lost: 0, doubled: 0, swapped: 0 };

/** How many messages were affected; shared by all connections of one node. */
export interface NoiseCounts {
  lost: number;
  doubled: number;
  swapped: number;
}

/** Most messages that may overtake one. */
const MAX_OVERTAKING = 3;
/** How long a message waits to be overtaken. */
const MAX_HELD_MS = 100;

export interface BusNoiseOptions {
  readonly dice: Dice;
  /** The current noise; called for each message. */
  readonly noise: () => Noise;
  /** Whether all messages on a subject are lost; called for each message. */
  readonly isMuted: (subject: string) => boolean;
  readonly counts: NoiseCounts;
}

interface Held {
  readonly bytes: Buffer;
  /** How many messages may still overtake it. */
  left: number;
  readonly timer: NodeJS.Timeout;
}

/** A filter for {@link Pipe}. `push` throws a NatsFramingError if the bytes are not NATS's protocol. */
export class BusNoise implements Filter {
  readonly #options: BusNoiseOptions;
  readonly #emit: (bytes: Buffer) => void;
  readonly #frames = new NatsFrames();
  readonly #held = new Set<Held>();

  constructor(options: BusNoiseOptions, emit: (bytes: Buffer) => void) {
    this.#options = options;
    this.#emit = emit;
  }

  push(bytes: Buffer): void {
    this.#frames.push(bytes, (frame) => this.#pass(frame));
  }

  /** Passes on what was held back. */
  end(): void {
    for (const held of this.#held) this.#release(held);
  }

  #pass({ subject, bytes }: NatsFrame): void {
    if (subject === undefined) {
      this.#emit(bytes);
      return;
    }
    const { dice, counts, noise, isMuted } = this.#options;
    const { lost, doubled, swapped } = noise();
    if (isMuted(subject) || dice.chance(lost)) {
      counts.lost += 1;
    } else if (dice.chance(swapped)) {
      counts.swapped += 1;
      this.#hold(bytes, 1 + dice.below(MAX_OVERTAKING));
      // It does not overtake others itself.
      return;
    } else {
      this.#emit(bytes);
      if (dice.chance(doubled)) {
        counts.doubled += 1;
        this.#emit(bytes);
      }
    }
    for (const held of this.#held) if ((held.left -= 1) <= 0) this.#release(held);
  }

  #hold(bytes: Buffer, left: number): void {
    const timer = setTimeout(() => this.#release(held), MAX_HELD_MS);
    const held: Held = { bytes, left, timer };
    this.#held.add(held);
  }

  #release(held: Held): void {
    clearTimeout(held.timer);
    if (this.#held.delete(held)) this.#emit(held.bytes);
  }
}
