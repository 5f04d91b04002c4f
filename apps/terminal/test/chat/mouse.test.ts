import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { MouseReports } from '../../src/chat/mouse.ts';
import type { MouseEvent } from '../../src/chat/mouse.ts';

const CLICK = '\u001B[<0;12;3M';
const RELEASE = '\u001B[<0;12;3m';
const UP = '\u001B[<64;1;1M';
const DOWN = '\u001B[<65;1;1M';
const DRAG = '\u001B[<32;5;5M';
/** Somewhere within the first two characters of a report it might be a key; marks of pastes come whole. */
const UNCUT = ['', '[', '[2', '[20', '[200', '[201'].map((rest) => `\u001B${rest}`);
const PASTE = `\u001B[200~${CLICK}\u001B[201~`;

it('reports are taken out of what is typed, however the bytes are cut; a paste is no report', () => {
  const text = `a${CLICK}${RELEASE}b${PASTE}${UP}\u001B[A${DOWN}${DRAG}c`;
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: text.length })), (cuts) => {
      const places = [0, ...cuts.toSorted((a, b) => a - b), text.length];
      const pieces = places.slice(1).map((end, index) => text.slice(places[index], end));
      fc.pre(!pieces.some((piece) => UNCUT.some((beginning) => piece.endsWith(beginning))));
      const events: MouseEvent[] = [];
      const reports = new MouseReports((event) => events.push(event));
      assert.equal(pieces.map((piece) => reports.take(piece)).join(''), `ab${PASTE}\u001B[Ac`);
      assert.deepEqual(events, [
        { kind: 'click', column: 12, row: 3 },
        { kind: 'wheel', step: 1 },
        { kind: 'wheel', step: -1 },
      ]);
    }),
  );
});
