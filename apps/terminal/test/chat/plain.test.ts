import assert from 'node:assert/strict';
import { Writable } from 'node:stream';
import { it } from 'node:test';
import { piecesOf } from '../../src/chat/highlight.ts';
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

it('marks a word as often as somebody has written it', () => {
  const text = 'a'.repeat(65_536);
  assert.equal(piecesOf(text, 'A').length, text.length);
  assert.deepEqual(piecesOf('But soft, so SOFT', 'soft'), [
    { text: 'But ', isHit: false },
    { text: 'soft', isHit: true },
    { text: ', so ', isHit: false },
    { text: 'SOFT', isHit: true },
  ]);
  assert.deepEqual(piecesOf('İsoft', 'soft'), [{ text: 'İsoft', isHit: false }]);
});
