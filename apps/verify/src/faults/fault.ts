/**
 * What can go wrong, made to happen. A fault that this machine or system cannot do says why, and is reported as
 * skipped, never as done.
 *
 * @module
 */
import type { Cast } from '../cast.ts';
import type { Dice } from '../dice.ts';
import type { History } from '../history.ts';
import type { Network } from '../network/network.ts';
import type { System } from '../system/system.ts';
import type { Workload } from '../workload.ts';

/** What a fault works on. */
export interface Scene {
  readonly system: System;
  readonly network: Network;
  readonly cast: Cast;
  readonly workload: Workload;
  readonly history: History;
}

export interface Infliction {
  readonly dice: Dice;
  /** How long it lasts, in ms. */
  readonly lengthMs: number;
}

export interface Fault {
  readonly name: string;
  /** For help and docs. */
  readonly summary: string;
  /** Faults of one lane come one after the other; those of another one may come at the same time. */
  readonly lane: 'system' | 'network';
  /** How long it lasts, in ms, when there is time enough. */
  readonly lengthMs: readonly [least: number, most: number];
  readonly whyNot: (system: System) => string | undefined;
  /**
   * Breaks something, waits, and mends it. Resolves, with what was done, when it is mended. Rejects when it had no
   * effect: then it does not count.
   */
  readonly inflict: (scene: Scene, infliction: Infliction) => Promise<string>;
}

/** A fault turned out to do nothing here: it is not counted, and it is no violation. */
export class NoEffectError extends Error {
  override readonly name = 'NoEffectError';
}

export function pause(delayMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, delayMs));
}

/** For people: "1.3 s". */
export function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
