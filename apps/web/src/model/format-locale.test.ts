import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatLocale } from './format-locale.ts';

test('dates are written as in the region that the user prefers', () => {
  assert.equal(formatLocale({ locale: 'en' }, ['de-AT', 'en-GB', 'en-US']), 'en-GB');
  assert.equal(formatLocale({ locale: 'zh-CN' }, ['en-GB']), 'zh-CN');
  assert.equal(formatLocale({ locale: 'en' }, ['en-not a tag']), 'en');
});
