import assert from 'node:assert/strict';
import { createInterface } from 'node:readline';
import { PassThrough } from 'node:stream';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { bursts, LineDrafts } from '../../src/chat/line-drafts.ts';
import { PasteMarks } from '../../src/chat/paste.ts';

const START = '\u001B[200~';
const END = '\u001B[201~';
const marked = (text: string): string => START + text + END;

describe('a terminal that does not mark pastes', () => {
  let now = 0;
  const fresh = (): PasteMarks => new PasteMarks(() => now);

  it('several lines at once are a paste', () => {
    for (const text of ['a\r:leave\r', '\r:leave', 'a\nb', 'foo\r\u007F:leave\r']) {
      assert.equal(fresh().mark(text), marked(text));
    }
  });

  it('keys and lines that were typed ahead are none', () => {
    for (const text of ['a', '\r', 'hello\r', 'hello\r\r', '\u001B[A', '\u001B', '\u0003', 'no break']) {
      assert.equal(fresh().mark(text), text);
    }
  });

  it('the rest of a long paste is one too, Enter of a person is not', () => {
    const marks = fresh();
    assert.equal(marks.mark('a\rb'), marked('a\rb'));
    now += 20;
    assert.equal(marks.mark(':leave\r'), marked(':leave\r'));
    now += 99;
    assert.equal(marks.mark('\r'), marked('\r'));
    now += 101;
    assert.equal(marks.mark('\r'), '\r');
  });
});

describe('a terminal that marks pastes', () => {
  it('what it marks stays as it is, however the bytes are cut', () => {
    const text = `x${marked('a\r:leave\r')}y`;
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: text.length })), (cuts) => {
        const marks = new PasteMarks(() => 0);
        const places = [0, ...cuts.toSorted((a, b) => a - b), text.length];
        const pieces = places.slice(1).map((end, index) => text.slice(places[index], end));
        // Somewhere within the first two characters of a mark it might be a key.
        fc.pre(!pieces.some((piece) => piece.endsWith('\u001B') || piece.endsWith('\u001B[')));
        assert.equal(pieces.map((piece) => marks.mark(piece)).join(''), text);
      }),
    );
  });

  it('a paste cannot end itself to act', () => {
    const marks = new PasteMarks(() => 0);
    assert.equal(marks.mark(`${marked('a')}:leave\r`), marked('a') + marked(':leave\r'));
    assert.equal(marks.mark(`${marked('a')}\r`), `${marked('a')}\r`, 'Enter right behind it');
  });

  it('Ctrl+C works within a paste that never ends', () => {
    const marks = new PasteMarks(() => 0);
    marks.mark(`${START}a`);
    assert.equal(marks.mark('\u0003'), `${END}\u0003`);
    assert.equal(marks.mark('b\r'), 'b\r');
  });
});

describe('a terminal that gives whole lines', () => {
  it('what comes at once is a paste, which waits for Enter', () => {
    const notes: string[] = [];
    const drafts = new LineDrafts((note) => notes.push(note));
    assert.deepEqual(drafts.take([':info']), { text: ':info', isPasted: false });
    assert.equal(drafts.take(['a', ':leave']), undefined);
    assert.equal(drafts.take([':leave']), undefined, 'its rest, late');
    assert.match(notes.at(-1) ?? '', /^3 pasted lines: Enter sends them/);
    assert.deepEqual(drafts.take(['']), { text: 'a\n:leave\n:leave', isPasted: true });
    assert.equal(drafts.take(['a', 'b']), undefined);
    assert.equal(drafts.take([':drop']), undefined);
    assert.deepEqual(drafts.take(['']), { text: '', isPasted: false });
  });

  it('lines come together that are read together', async (t) => {
    t.mock.timers.enable({ apis: ['setTimeout'] });
    const input = new PassThrough();
    const lines = createInterface({ input });
    const found = bursts(lines);
    const first = found.next();
    const read = new Promise<void>((resolve) => lines.once('line', () => setImmediate(resolve)));
    input.write('a\n:leave\n');
    await read;
    t.mock.timers.tick(50);
    assert.deepEqual((await first).value, ['a', ':leave']);
    input.end('b\n');
    assert.deepEqual((await found.next()).value, ['b']);
    assert.equal((await found.next()).done, true);
  });
});
