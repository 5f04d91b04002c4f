/** Plays seeds until a planted bug is noticed. */
import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { simulate } from '../../src/simulate.ts';
import type { Failure } from '../../src/simulate.ts';
import type { Shape } from '../../src/setting.ts';
import type { Bug } from './bugs.ts';

/** A bug that takes a rare event may need many. */
const MAX_SEEDS = 1500;

export async function expectCaught(
  t: TestContext,
  { rules, sabotage, from = 1 }: Bug,
  shape: Shape,
): Promise<void> {
  let caught: Failure | undefined;
  const { seeds } = await simulate({
    from,
    seeds: MAX_SEEDS,
    shape,
    sabotage: sabotage(),
    onFailure: (failure) => {
      caught = failure;
      return !rules.test(failure.outcome.violation?.rule ?? '');
    },
  });
  t.diagnostic(`seed ${from + seeds - 1}: ${caught?.outcome.violation?.message.split('\n')[0] ?? 'nothing'}`);
  assert.match(caught?.outcome.violation?.rule ?? 'nothing was noticed', rules);
}
