/** Ranges of seqs, against a set of seqs. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { Ranges } from '../../src/engine/ranges.ts';

const range = fc.tuple(fc.nat(40), fc.nat(8)).map(([from, length]) => ({ from, to: from + length }));

it('ranges are the set of seqs that was added and not removed, without neighbours that touch', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.boolean(), range), { maxLength: 30 }), (changes) => {
      const ranges = new Ranges();
      const seqs = new Set<number>();
      for (const [isAdded, { from, to }] of changes) {
        if (isAdded) ranges.add({ from, to });
        else ranges.remove({ from, to });
        for (let seq = from; seq <= to; seq++) {
          if (isAdded) seqs.add(seq);
          else seqs.delete(seq);
        }
      }
      const all = ranges.all();
      const covered = all.flatMap((each) =>
        Array.from({ length: each.to - each.from + 1 }, (_, i) => each.from + i),
      );
      assert.deepEqual(
        covered,
        [...seqs].toSorted((a, b) => a - b),
      );
      all.forEach((each, i) => i > 0 && assert.ok(each.from > (all[i - 1]?.to ?? 0) + 1));
      for (let seq = 0; seq < 50; seq++) assert.equal(ranges.around(seq) !== undefined, seqs.has(seq));
    }),
  );
});
