/**
 * Counts what the analyser does instead of how long it takes: how often each block of its source runs, as V8 counts it for
 * coverage.
 *
 * @module
 */
import { Session } from 'node:inspector/promises';
import type * as Queries from '../../../src/features/search/analyser/query.ts';
import type * as Snippets from '../../../src/features/search/analyser/snippet.ts';
import type * as Codes from '../../../src/features/search/analyser/codes.ts';

const SOURCE = new URL('../../../src/features/search/analyser/', import.meta.url).href;

export interface Analyser {
  readonly codesOf: typeof Codes.codesOf;
  readonly parseQuery: typeof Queries.parseQuery;
  readonly snippet: typeof Snippets.snippet;
}

/** How many steps each piece of work takes. V8 counts in what is compiled from then on: in an analyser of its own. */
export async function stepsOf(
  works: readonly ((analyser: Analyser) => unknown)[],
): Promise<readonly number[]> {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  try {
    const analyser: Analyser = {
      ...((await import(`${SOURCE}codes.ts`)) as typeof Codes),
      ...((await import(`${SOURCE}query.ts`)) as typeof Queries),
      ...((await import(`${SOURCE}snippet.ts`)) as typeof Snippets),
    };
    const steps: number[] = [];
    for (const work of works) {
      // V8 misses up to a fifth of the counts of a run, so the higher one is nearer.
      const once = await countedIn(session, () => work(analyser));
      steps.push(Math.max(once, await countedIn(session, () => work(analyser))));
    }
    return steps;
  } finally {
    session.disconnect();
  }
}

async function countedIn(session: Session, work: () => unknown): Promise<number> {
  await session.post('Profiler.takePreciseCoverage');
  work();
  const { result } = await session.post('Profiler.takePreciseCoverage');
  return result
    .filter(({ url }) => url.startsWith(SOURCE))
    .flatMap(({ functions }) => functions.flatMap(({ ranges }) => ranges.map(({ count }) => count)))
    .reduce((sum, count) => sum + count, 0);
}
