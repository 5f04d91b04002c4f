/**
 * The conformance suite of the search index: tests the duties listed in search-index.ts on any implementation.
 *
 * @module
 */
import type { TestRunner } from './runner.ts';
import type { IndexCase, OpenIndex } from './search/case.ts';
import { changingCases } from './search/changing.ts';
import { findingCases } from './search/finding.ts';
import { modelCases } from './search/model.ts';

export interface IndexBackend {
  readonly name: string;
  readonly open: () => Promise<OpenIndex>;
  /** What it cannot do, and why. */
  readonly lacks?: Readonly<Partial<Record<NonNullable<IndexCase['needs']>, string>>>;
}

/** Declares the suite for one backend with the given runner. */
export function searchConformance(runner: TestRunner, backend: IndexBackend): void {
  runner.describe(`the search index ${backend.name}`, () => {
    for (const { name, needs, run } of [...findingCases, ...changingCases, ...modelCases]) {
      const skip = (needs !== undefined && backend.lacks?.[needs]) || false;
      runner.it(name, { skip }, async () => {
        const open = await backend.open();
        try {
          await run(open);
        } finally {
          await open.dispose();
        }
      });
    }
  });
}
