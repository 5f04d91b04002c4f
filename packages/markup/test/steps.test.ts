import assert from 'node:assert/strict';
import { it } from 'node:test';
import { stepsOf } from './support/steps.ts';
import { nastyTexts } from './support/texts.ts';

const UNITS = 20_000;
/** Steps in proportion to the square of the length would be thousands for each unit. */
const MAX_STEPS_PER_UNIT = 60;

it('parsing a nasty text takes steps in proportion to its length', async (t) => {
  const texts = nastyTexts(UNITS);
  const steps = await stepsOf([...texts.values()]);
  const perUnit = [...texts].map(([name, { length }], at) => ({ name, count: (steps[at] ?? 0) / length }));
  perUnit.sort((a, b) => b.count - a.count);
  for (const { name, count } of perUnit.slice(0, 3)) {
    t.diagnostic(`${count.toFixed(1)} steps for each UTF-16 unit: ${JSON.stringify(name)}`);
  }
  assert.ok((perUnit[0]?.count ?? 0) < MAX_STEPS_PER_UNIT);
  assert.ok((perUnit.at(-1)?.count ?? 0) > 0, 'something is counted');
});
