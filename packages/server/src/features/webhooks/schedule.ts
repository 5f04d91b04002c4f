/**
 * When what failed is tried again. The times of an event are those that Standard Webhooks proposes, with two more at first.
 *
 * @module
 */
import type { Random } from '../../clock.ts';
import type { Rests } from './outcome-queries.ts';

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** After the first failure, the second, … The last one holds for all further ones. */
const RETRIES_MS: readonly number[] = [
  5 * SECOND_MS,
  30 * SECOND_MS,
  2 * MINUTE_MS,
  5 * MINUTE_MS,
  30 * MINUTE_MS,
  2 * HOUR_MS,
  5 * HOUR_MS,
  10 * HOUR_MS,
  14 * HOUR_MS,
  20 * HOUR_MS,
  24 * HOUR_MS,
];
/** An event that has failed so often, and for so long, is given up. */
export const LEAST_TRIES = 10;
export const GIVE_UP_MS: number = 72 * HOUR_MS;
/** How long a receiver is left alone, which has failed so often in a row. Then one request tries whether it is back. */
const RESTS_MS: readonly number[] = [0, 0, 5, 10, 20, 40, 60].map((seconds) => seconds * SECOND_MS);
/** No receiver is believed to want longer. */
const MOST_ASKED_MS = 24 * HOUR_MS;
/** So that many do not come back at once. */
const SPREAD = 0.1;

/** `tries`: how often an event has failed, from 1. */
export function retryMs(tries: number, random: Random): number {
  return spread(RETRIES_MS[Math.min(tries, RETRIES_MS.length) - 1] ?? 0, random);
}

/** `askedMs`: what a receiver asks for by Retry-After; 0: nothing. */
export function restsAfter(askedMs: number, random: Random): Rests {
  return {
    byFailures: RESTS_MS.map((ms) => spread(ms, random)),
    askedMs: Math.min(askedMs, MOST_ASKED_MS),
  };
}

function spread(ms: number, random: Random): number {
  return Math.round(ms * (1 + SPREAD * random.unit()));
}
