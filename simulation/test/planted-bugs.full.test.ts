/** Planted bugs that take a rare event, and so some hundred seeds, to be noticed. */
import { describe, it } from 'node:test';
import { BUGS } from './support/bugs.ts';
import { expectCaught } from './support/caught.ts';
import { FOLD_BUGS } from './support/fold-bugs.ts';
import { BUGS_APART } from './support/link-bugs.ts';

describe('a planted bug is caught', () => {
  for (const bug of [...BUGS, ...FOLD_BUGS])
    if (bug.isRare) it(bug.name, (t) => expectCaught(t, bug, 'together'));
  for (const bug of BUGS_APART) if (bug.isRare) it(bug.name, (t) => expectCaught(t, bug, 'apart'));
});
