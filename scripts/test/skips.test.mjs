import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isExcused } from '../skips.mjs';

test('a reason that nobody has written down is none', () => {
  assert.equal(isExcused('the backend is not shared'), true);
  assert.equal(isExcused('the moon is not full'), false);
  assert.equal(isExcused(''), false);
});

test('a reason that is not so is none', () => {
  assert.equal(isExcused('sh is not installed'), false);
  assert.equal(isExcused('posthorn-no-such-program is not installed'), true);
  assert.equal(isExcused('/bin/sh is missing'), false);
  assert.equal(isExcused('/no/such/program is missing'), true);
  assert.equal(isExcused('mounting needs root'), process.getuid?.() !== 0);
  assert.equal(isExcused('this needs Linux'), process.platform !== 'linux');
});
