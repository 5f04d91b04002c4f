import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import stringWidth from 'string-width';
import { Layout } from '../../src/chat/layout.ts';
import type { ScreenRow, Window } from '../../src/chat/layout.ts';
import { EMPTY, withLine, withProgress, withRoom } from '../../src/chat/state.ts';
import type { Line, Room } from '../../src/chat/state.ts';
import { textOf } from '../../src/chat/styled.ts';
import { wrapText } from '../../src/chat/wrap.ts';
import { dayOf } from '../../src/times.ts';
import { lineWith, NOON as TODAY } from '../support/line.ts';

const COLUMNS = 50;
const ROWS = 20;
const WINDOW: Window = { columns: COLUMNS, count: ROWS, self: 'me' };
const DAY_MS = 86_400_000;

function room(...lines: readonly Partial<Line>[]): Room {
  const whole = lines.map((line, index) => lineWith({ key: `k${index}`, seq: index + 1, ...line }));
  const [made] = withRoom(EMPTY, 4, (empty) => whole.reduce(withLine, empty)).rooms;
  assert.ok(made !== undefined);
  return made;
}

function texts(rows: readonly ScreenRow[]): readonly string[] {
  return rows.map(({ pieces }) => textOf(pieces));
}

function wrapped(text: string, columns: number): readonly string[] {
  return wrapText(text, columns).map(([from, to]) => text.slice(from, to));
}

describe('the work of a drawing', () => {
  let wrappedChars = 0;
  const counted = (): Layout => {
    wrappedChars = 0;
    return new Layout((text, columns) => {
      wrappedChars += text.length;
      return wrapText(text, columns);
    });
  };
  const LONG = 'x'.repeat(65_536);
  const full = room(...Array.from({ length: 1000 }, () => ({ text: LONG })));

  it('is done once for a line, and only for lines that are to be seen', () => {
    const layout = counted();
    const rows = layout.latest(full, WINDOW);
    assert.ok(rows.length >= ROWS);
    assert.ok(wrappedChars < 2 * LONG.length, `${wrappedChars} of 65.5 million characters`);
    wrappedChars = 0;
    assert.deepEqual(layout.latest(full, WINDOW), rows);
    assert.equal(wrappedChars, 0, 'nothing for the next drawing');
  });

  it('is done again for a new line, another width, and a line that changed', () => {
    const layout = counted();
    layout.latest(full, WINDOW);
    wrappedChars = 0;
    const more = withLine(full, { ...full.lines[0], key: 'new', seq: 1001, text: 'hi' } as Line);
    layout.latest(more, WINDOW);
    assert.equal(wrappedChars, '12:00 ann: hi'.length);
    layout.latest(more, { ...WINDOW, columns: COLUMNS + 1 });
    assert.ok(wrappedChars > LONG.length);
    const mine = withLine(full, { ...full.lines[0], key: 'mine', seq: 0, text: 'yo', isMine: true } as Line);
    assert.equal(layout.latest(mine, { ...WINDOW, count: 1 }).at(-1)?.progress, 'pending');
    assert.equal(
      layout.latest(withProgress(mine, 'mine', 1001, 'sent'), { ...WINDOW, count: 1 }).at(-1)?.progress,
      'sent',
    );
  });
});

describe('rows', () => {
  it('show the day where it changes, and of the oldest line', () => {
    const times = [TODAY - 3 * DAY_MS, TODAY - 3 * DAY_MS + 1, TODAY, TODAY];
    const rows = new Layout().latest(room(...times.map((time) => ({ time, text: 'hi' }))), WINDOW);
    assert.deepEqual(texts(rows), [
      `── Wednesday, 25 November 2026 ${'─'.repeat(19)}`,
      '12:00 ann: hi',
      '12:00 ann: hi',
      `── Saturday, 28 November 2026 ${'─'.repeat(20)}`,
      '12:00 ann: hi',
      '12:00 ann: hi',
    ]);
    assert.equal(rows[1]?.day, dayOf(TODAY - 3 * DAY_MS));
  });

  it('of others begin where no line begins, and tabs are blanks', () => {
    const faked = room({ text: `a\n12:00 root: hi\n${'b'.repeat(47)} 12:00 root:\thi` });
    const [, , ...rows] = new Layout().latest(faked, WINDOW);
    assert.deepEqual(texts(rows), ['  12:00 root: hi', `  ${'b'.repeat(47)} `, '  12:00 root:    hi']);
  });
});

it('the news begin where what was unread begins, whatever stands between', () => {
  const lines = room({ text: 'old' }, { kind: 'notice', seq: 0, text: 'here' }, { text: 'a' }, { text: 'b' });
  const shown = (newsFrom: number): readonly string[] =>
    texts(new Layout().latest({ ...lines, newsFrom }, WINDOW)).map((text) => text.split(' ─', 1)[0] ?? '');
  const day = '── Saturday, 28 November 2026';
  const [old, a, b] = ['12:00 ann: old', '12:00 ann: a', '12:00 ann: b'];
  assert.deepEqual(shown(2), [day, old, 'here', '── new messages', a, b]);
  assert.deepEqual(shown(4), [day, old, 'here', a, '── new messages', b]);
  assert.deepEqual(shown(0), [day, old, 'here', a, b]);
  assert.deepEqual(shown(5), [day, old, 'here', a, b]);
});

describe('wrapping', () => {
  const words = (rows: readonly string[]): string => rows.join('').replaceAll(' ', '');

  it('keeps every character but blanks at the edge, and the bounds of a row', () => {
    const anyText = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 200 }),
      fc.string({ unit: fc.constantFrom(' ', 'a', 'é', '你', '👩‍💻', '\u0301', '\u200B'), maxLength: 300 }),
    );
    fc.assert(
      fc.property(anyText, fc.integer({ min: 2, max: 30 }), (text, columns) => {
        const rows = wrapped(text, columns);
        assert.equal(words(rows), text.replaceAll(' ', ''));
        for (const row of rows) {
          assert.ok(row.length <= columns * 16 + 64);
        }
      }),
    );
  });

  it('breaks behind blanks, and within words that are too long', () => {
    assert.deepEqual(wrapped('but soft, what light', 10), ['but soft, ', 'what light']);
    assert.deepEqual(wrapped('but soft, what light', 9), ['but soft,', 'what ', 'light']);
    assert.deepEqual(wrapped('aaaaaaaaaa bbb', 4), ['aaaa', 'aaaa', 'aa ', 'bbb']);
    assert.deepEqual(wrapped('你好世界', 5), ['你好', '世界']);
    assert.deepEqual(wrapped('ann: 你好世界', 9), ['ann: 你好', '世界']);
    assert.deepEqual(wrapped('ab你好。（世界）', 6), ['ab你', '好。', '（世', '界）']);
    assert.deepEqual(wrapped('', 5), ['']);
    assert.deepEqual(wrapped('ab \u0301', 2), ['ab', ' \u0301'], 'a blank with an accent is none');
  });

  it('never makes a row wider than its columns', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(' ', 'a', 'é', '你', '👩‍💻', 'e\u0301'), maxLength: 300 }),
        (text) => {
          for (const row of wrapped(text, 7)) assert.ok(stringWidth(row) <= 7, row);
        },
      ),
    );
  });

  it('bounds rows of characters without width', () => {
    for (const text of ['\u200B'.repeat(65_536), `a${'\u0301'.repeat(65_535)}`]) {
      assert.ok(Math.max(...wrapped(text, COLUMNS).map(({ length }) => length)) <= COLUMNS * 16 + 64);
    }
  });
});
