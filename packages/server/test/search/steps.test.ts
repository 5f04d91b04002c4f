import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { stepsOf } from './support/steps.ts';
import type { Analyser } from './support/steps.ts';
import { nastyTexts } from './support/texts.ts';

const UNITS = 1000;
/** Twice the text takes twice the steps; four times as many if they grew with its square. */
const MAX_RATIO = 3;
/** Of two short texts the ratio says little. */
const FEW_STEPS = 1000;

describe('twice the text takes twice the steps', () => {
  const works: Readonly<Record<string, (analyser: Analyser, text: string) => unknown>> = {
    'to index it': ({ codesOf: codes }, text) => codes(text),
    'to show where the query stands in it': (analyser, text) =>
      analyser.snippet(text, analyser.parseQuery('a b 你 "a b" camelCase 1* 👍 "你 a"')),
  };
  for (const [name, work] of Object.entries(works)) {
    it(name, async (t) => {
      const names = [...nastyTexts(1).keys()];
      const texts = [UNITS, UNITS * 2].flatMap((units) => [...nastyTexts(units).values()]);
      const steps = await stepsOf(texts.map((text) => (analyser) => work(analyser, text)));
      const ratios = names.map((each, at) => {
        const [once = 0, twice = 0] = [steps[at], steps[at + names.length]];
        return { each, ratio: twice / Math.max(once, FEW_STEPS), perUnit: twice / UNITS / 2 };
      });
      ratios.sort((a, b) => b.ratio - a.ratio);
      for (const { each, ratio, perUnit } of ratios.slice(0, 3)) {
        t.diagnostic(
          `${ratio.toFixed(2)} times, ${perUnit.toFixed(1)} steps for each unit: ${JSON.stringify(each)}`,
        );
      }
      assert.ok((ratios[0]?.ratio ?? 0) < MAX_RATIO);
      assert.ok(Math.max(...steps) > UNITS, 'something is counted');
    });
  }
});

it('a query of any length takes a bounded number of steps', async (t) => {
  const texts = [...nastyTexts(16_000).entries()];
  const steps = await stepsOf(
    texts.map(
      ([, text]) =>
        (analyser) =>
          analyser.parseQuery(text),
    ),
  );
  t.diagnostic(`at most ${Math.max(...steps)}`);
  assert.ok(Math.max(...steps) < 200_000);
});
