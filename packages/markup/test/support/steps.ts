/**
 * Counts what the parser does instead of how long it takes: how often each block of its source runs, as V8 counts it for
 * coverage, and how many characters String.indexOf looks at.
 *
 * @module
 */
import { Session } from 'node:inspector/promises';
import { mock } from 'node:test';
import type * as Markup from '../../src/index.ts';

const SOURCE = new URL('../../src/', import.meta.url).href;

/** How many steps it takes to parse each of the texts. V8 counts in what is compiled from then on: in a parser of its own. */
export async function stepsOf(texts: readonly string[]): Promise<readonly number[]> {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  try {
    const { parse } = (await import(`${SOURCE}index.ts`)) as typeof Markup;
    const steps: number[] = [];
    for (const text of texts) {
      await session.post('Profiler.takePreciseCoverage');
      const searched = countingSearches(() => parse(text));
      const { result } = await session.post('Profiler.takePreciseCoverage');
      const blocks = result
        .filter(({ url }) => url.startsWith(SOURCE))
        .flatMap(({ functions }) => functions.flatMap(({ ranges }) => ranges.map(({ count }) => count)));
      steps.push(blocks.reduce((sum, count) => sum + count, searched));
    }
    return steps;
  } finally {
    session.disconnect();
  }
}

function countingSearches(work: () => unknown): number {
  const searches = mock.method(String.prototype, 'indexOf').mock;
  try {
    work();
    return searches.calls.reduce((sum, { this: text, arguments: [, from = 0], result = -1 }) => {
      return sum + (result < 0 ? String(text).length : result) - from;
    }, 0);
  } finally {
    searches.restore();
  }
}
