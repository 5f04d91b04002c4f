/**
 * It must be able to fail: each of these breaks the contract of one port, as a careless change might, and is
 * noticed within a few hundred seeds.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { simulate } from '../src/simulate.ts';
import type { Failure } from '../src/simulate.ts';
import { BUGS } from './support/bugs.ts';

const MAX_SEEDS = 400;

describe('a planted bug is caught', () => {
  for (const { name, rules, sabotage, from = 1 } of BUGS) {
    it(name, async (t) => {
      let caught: Failure | undefined;
      const { seeds } = await simulate({
        from,
        seeds: MAX_SEEDS,
        sabotage: sabotage(),
        onFailure: (failure) => {
          caught = failure;
          return !rules.test(failure.outcome.violation?.rule ?? '');
        },
      });
      t.diagnostic(
        `seed ${from + seeds - 1}: ${caught?.outcome.violation?.message.split('\n')[0] ?? 'nothing'}`,
      );
      assert.match(caught?.outcome.violation?.rule ?? 'nothing was noticed', rules);
    });
  }
});
