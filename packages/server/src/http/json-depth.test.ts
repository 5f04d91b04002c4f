import assert from 'node:assert/strict';
import { it } from 'node:test';
import { isDeeperThan } from './json-depth.ts';

const deep = (json: string): boolean => isDeeperThan(Buffer.from(json), 3);

it('counts arrays and objects together', () => {
  assert.equal(deep('[{"a":[1]},{"b":[2]}]'), false);
  assert.equal(deep('[{"a":[[1]]}]'), true);
});

it('does not count what stands in texts', () => {
  assert.equal(deep('{"text":"[[[[[{{{{"}'), false);
  assert.equal(deep(String.raw`{"text":"\"[[[[[\\"}`), false);
  assert.equal(deep(String.raw`["\\",[[[1]]]]`), true);
});

it('ends at the first level that is too deep', () => {
  assert.equal(deep('['.repeat(1_000_000)), true);
});
