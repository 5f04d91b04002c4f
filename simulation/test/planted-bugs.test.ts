/**
 * It must be able to fail: each of these breaks the contract of one port, as a careless change might, and is
 * noticed within some seeds. Those that take more are for the full run.
 */
import { describe, it } from 'node:test';
import { BUGS } from './support/bugs.ts';
import { expectCaught } from './support/caught.ts';
import { FOLD_BUGS } from './support/fold-bugs.ts';
import { BUGS_APART } from './support/link-bugs.ts';

describe('a planted bug is caught', () => {
  for (const bug of BUGS) if (!bug.isRare) it(bug.name, (t) => expectCaught(t, bug, 'together'));
});

describe('a planted bug in what becomes of messages is caught', () => {
  for (const bug of FOLD_BUGS) if (!bug.isRare) it(bug.name, (t) => expectCaught(t, bug, 'together'));
});

describe('a planted bug between gateways and routers is caught', () => {
  for (const bug of BUGS_APART) if (!bug.isRare) it(bug.name, (t) => expectCaught(t, bug, 'apart'));
});
