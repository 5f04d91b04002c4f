/**
 * The interface of a fault. A fault that is not possible on this machine or system says why, and is reported as
 * skipped, never as done.
 *
 * @module
 */
import type { Cast } from '../cast.ts';
import type { Dice } from '../dice.ts';
import type { History } from '../history.ts';
import type { Network } from '../network/network.ts';
import type { Body, Life, System } from '../system/system.ts';
import { pause } from '../waiting.ts';
import type { Workload } from '../workload.ts';

/** The context of a fault. */
export interface Scene {
  readonly system: System;
  readonly network: Network;
  readonly cast: Cast;
  readonly workload: Workload;
  readonly history: History;
}

export interface Infliction {
  readonly dice: Dice;
  /** Its length in ms. */
  readonly lengthMs: number;
  /** Aborted when the time is up: a long fault must then end and mend everything. */
  readonly over: AbortSignal;
}

export interface Fault {
  readonly name: string;
  /** For help and docs. */
  readonly summary: string;
  /** Faults of one lane come one after the other; faults of different lanes may overlap. */
  readonly lane: 'system' | 'network';
  /** Its length in ms if there is enough time. */
  readonly lengthMs: readonly [least: number, most: number];
  /** The smallest share of its length if there is not enough time. Default: 0.15. */
  readonly leastScale?: number;
  /** Additional time for breaking and mending, in ms. Default: 900. */
  readonly overheadMs?: number;
  /** Why it is not possible on this system; undefined: it is. Absent: it always is. */
  readonly whyNot?: (system: System) => string | undefined;
  /**
   * Breaks something, waits, and mends it. Resolves with a description when everything is mended. Rejects if it had
   * no effect: then it does not count.
   */
  readonly inflict: (scene: Scene, infliction: Infliction) => Promise<string>;
}

/** The fault had no effect: it is not counted, and is not a violation. */
export class NoEffectError extends Error {
  override readonly name = 'NoEffectError';
}

/** Kills something, and starts it again after a while. Resolves with a description. */
export async function goneFor(
  life: Pick<Life, 'kill' | 'start'>,
  { lengthMs, over }: Infliction,
): Promise<string> {
  await life.kill();
  await pause(lengthMs, over);
  await life.start();
  return `gone for ${seconds(lengthMs)}`;
}

/** Pauses something, and continues it after a while. Resolves with a description. */
export async function hungFor(
  body: Pick<Body, 'pause' | 'resume'>,
  { lengthMs, over }: Infliction,
): Promise<string> {
  body.pause();
  await pause(lengthMs, over);
  body.resume();
  return `hung for ${seconds(lengthMs)}`;
}

/** For display: "1.3 s". */
export function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
