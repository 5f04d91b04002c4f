/**
 * What can go wrong, made to happen. A fault that this machine or system cannot do says why, and is reported as
 * skipped, never as done.
 *
 * @module
 */
import { setTimeout } from 'node:timers/promises';
import type { Cast } from '../cast.ts';
import type { Dice } from '../dice.ts';
import type { Entry, History } from '../history.ts';
import type { Network } from '../network/network.ts';
import type { Body, Life, System } from '../system/system.ts';
import type { Workload } from '../workload.ts';

const POLL_MS = 20;

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
  /** Aborts when the time is up: what lasts long ends then, mended. */
  readonly over: AbortSignal;
}

export interface Fault {
  readonly name: string;
  /** For help and docs. */
  readonly summary: string;
  /** Faults of one lane come one after the other; those of another one may come at the same time. */
  readonly lane: 'system' | 'network';
  /** How long it lasts, in ms, when there is time enough. */
  readonly lengthMs: readonly [least: number, most: number];
  /** When there is not, it is pressed into this share of it at least; 0.15 unless told otherwise. */
  readonly leastScale?: number;
  /** What breaking and mending take beside it, in ms; 900 unless told otherwise. */
  readonly overheadMs?: number;
  /** Why it is not possible on this system, or undefined. Absent: it always is. */
  readonly whyNot?: (system: System) => string | undefined;
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

/** Resolves early when it is over. */
export async function pause(delayMs: number, over?: AbortSignal): Promise<void> {
  // Rejects only when it is over.
  await setTimeout(delayMs, undefined, { ...(over && { signal: over }) }).catch(() => {});
}

/** Polls until something is so. Resolves with whether it is; false after so long, or when it is over. */
export async function until(isSo: () => boolean, withinMs: number, over?: AbortSignal): Promise<boolean> {
  const giveUpAt = performance.now() + withinMs;
  while (!isSo()) {
    if (over?.aborted === true || performance.now() > giveUpAt) return false;
    await pause(POLL_MS, over);
  }
  return true;
}

/** The same until an entry of the history, from number `from` on, is the one. Each is looked at once, in its order. */
export function untilEntry(
  { history, from }: { readonly history: History; readonly from: number },
  isIt: (entry: Entry) => boolean,
  withinMs: number,
  over: AbortSignal,
): Promise<boolean> {
  let next = from;
  const isThere = (): boolean => {
    for (let entry = history.entries[next]; entry !== undefined; entry = history.entries[next]) {
      next++;
      if (isIt(entry)) return true;
    }
    return false;
  };
  return until(isThere, withinMs, over);
}

/** Kills something, and starts it again after a while. Resolves with what was done. */
export async function goneFor(
  life: Pick<Life, 'kill' | 'start'>,
  { lengthMs, over }: Infliction,
): Promise<string> {
  await life.kill();
  await pause(lengthMs, over);
  await life.start();
  return `gone for ${seconds(lengthMs)}`;
}

/** Stops all that something does, and lets it go on after a while. Resolves with what was done. */
export async function hungFor(
  body: Pick<Body, 'pause' | 'resume'>,
  { lengthMs, over }: Infliction,
): Promise<string> {
  body.pause();
  await pause(lengthMs, over);
  body.resume();
  return `hung for ${seconds(lengthMs)}`;
}

/** For people: "1.3 s". */
export function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
