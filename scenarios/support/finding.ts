/**
 * Waiting until something is found, or is not any more.
 *
 * @module
 */
import assert from 'node:assert/strict';
import { PosthornError } from '@posthorn/client';
import type { Client, Found, SearchOptions } from '@posthorn/client';
import { beat } from '@posthorn/testing/beat';

/** 2 s are promised; a busy machine takes longer. */
const WITHIN_MS = 60_000;

/** Asks until the answer is as it should be; rejects with what differs when the time is over. */
export async function soon<T>(ask: () => Promise<T>, check: (answer: T) => void): Promise<T> {
  const end = performance.now() + WITHIN_MS;
  for (;;) {
    try {
      const answer = await ask();
      check(answer);
      return answer;
    } catch (error) {
      // While the index is opened anew nothing is found.
      const isWaiting = error instanceof assert.AssertionError || isUnavailable(error);
      if (!isWaiting || performance.now() > end) throw error;
      await beat();
    }
  }
}

function isUnavailable(error: unknown): boolean {
  return error instanceof PosthornError && error.code === 'UNAVAILABLE';
}

export function textsOf({ hits }: Found): readonly string[] {
  return hits.map(({ message }) => message.content.text);
}

/** Resolves once these are found, in this order. */
export function finds(
  client: Client,
  query: string,
  texts: readonly string[],
  options: SearchOptions = {},
): Promise<Found> {
  return soon(
    () => client.search(query, options),
    (found) => assert.deepEqual(textsOf(found), texts, query),
  );
}
