import assert from 'node:assert/strict';
import { Writable } from 'node:stream';
import { it } from 'node:test';
import { joined, piecesOf } from '../../src/chat/highlight.ts';
import { printer } from '../../src/chat/plain.ts';
import { EMPTY, withRoom } from '../../src/chat/state.ts';
import { lineWith, NOON as TODAY } from '../support/line.ts';

it('prints the day before lines that are not of the day before them, first of today', () => {
  let printed = '';
  const stdout = new Writable({
    write(chunk: Buffer, _encoding, done) {
      printed += chunk.toString();
      done();
    },
  });
  const [room] = withRoom(EMPTY, 1, (made) => ({ ...made, title: 'Lobby' })).rooms;
  assert.ok(room !== undefined);
  const print = printer({ stdout }, TODAY);
  const line = lineWith({ text: 'a\nb' });
  for (const days of [0, 3, 3, 0]) print(room, { ...line, time: TODAY - days * 86_400_000 });
  const said = ['[Lobby] ann: a', '  b'];
  assert.deepEqual(printed.split('\n'), [
    ...said,
    '-- Wednesday, 25 November 2026',
    ...said,
    ...said,
    '-- Saturday, 28 November 2026',
    ...said,
    '',
  ]);
});

it('shows marks where they are, also when a text was made harmless', () => {
  const marks = [
    { start: 4, end: 8 },
    { start: 13, end: 17 },
  ];
  const pieces = piecesOf('But soft, so SOFT', marks);
  assert.deepEqual(pieces, [
    { text: 'But ', isHit: false },
    { text: 'soft', isHit: true },
    { text: ', so ', isHit: false },
    { text: 'SOFT', isHit: true },
  ]);
  assert.deepEqual(
    joined(pieces, (text) => text),
    { text: 'But soft, so SOFT', marks },
  );
  const longer = joined([{ text: 'a\nb', isHit: false }, ...pieces], (text) => text.replace('\n', ' ⏎ '));
  assert.equal(longer.text.slice(longer.marks[0]?.start, longer.marks[0]?.end), 'soft');
});
