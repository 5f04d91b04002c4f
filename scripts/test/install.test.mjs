import assert from 'node:assert/strict';
import { test } from 'node:test';
import { whyStale } from '../install.mjs';

const LOCK = {
  packages: {
    '': { version: '0.0.0' },
    'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' },
    'node_modules/a-for-another-platform': { version: '1.0.0', integrity: 'sha512-p', optional: true },
  },
};

/** @param {Record<string, object>} packages */
const installed = (packages) => ({ packages });

test('an install is due when nothing is installed', () => {
  assert.equal(whyStale(LOCK, undefined), 'nothing is installed yet');
});

test('no install is due when all but other platforms is there', () => {
  const a = { version: '1.0.0', integrity: 'sha512-a' };
  assert.equal(whyStale(LOCK, installed({ 'node_modules/a': a })), undefined);
});

test('an install is due when a package is missing', () => {
  assert.equal(whyStale(LOCK, installed({})), 'node_modules/a is missing');
});

test('an install is due when a version or its content has changed', () => {
  const older = { version: '0.9.0', integrity: 'sha512-a' };
  const other = { version: '1.0.0', integrity: 'sha512-b' };
  assert.equal(whyStale(LOCK, installed({ 'node_modules/a': older })), 'node_modules/a has changed');
  assert.equal(whyStale(LOCK, installed({ 'node_modules/a': other })), 'node_modules/a has changed');
});
