import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hueOf } from './accent.ts';

test('the hue of a colour is that of OKLCH', () => {
  // Hues of the primaries by CSS Color 4.
  assert.equal(Math.round(hueOf('#ff0000') ?? -1), 29);
  assert.equal(Math.round(hueOf('#00ff00') ?? -1), 142);
  assert.equal(Math.round(hueOf('#0000ff') ?? -1), 264);
  assert.equal(hueOf('#808080'), undefined);
});
