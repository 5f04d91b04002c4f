/**
 * It must be able to fail: each of these breaks the contract of one port, as a careless change might, and is
 * noticed within a few hundred seeds.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import { simulate } from '../src/simulate.ts';
import type { Failure } from '../src/simulate.ts';
import type { Shape } from '../src/setting.ts';
import { BUGS } from './support/bugs.ts';
import type { Bug } from './support/bugs.ts';
import { FOLD_BUGS } from './support/fold-bugs.ts';
import { BUGS_APART } from './support/link-bugs.ts';

/** A bug that takes a rare event may need many. */
const MAX_SEEDS = 1500;

describe('a planted bug is caught', () => {
  for (const bug of BUGS) it(bug.name, (t) => expectCaught(t, bug, 'together'));
});

describe('a planted bug in what becomes of messages is caught', () => {
  for (const bug of FOLD_BUGS) it(bug.name, (t) => expectCaught(t, bug, 'together'));
});

describe('a planted bug between gateways and routers is caught', () => {
  for (const bug of BUGS_APART) it(bug.name, (t) => expectCaught(t, bug, 'apart'));
});

async function expectCaught(t: TestContext, { rules, sabotage, from = 1 }: Bug, shape: Shape): Promise<void> {
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
