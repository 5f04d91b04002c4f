import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Incoming } from '@posthorn/client';
import { Pictures } from '../../src/chat/pictures.ts';
import { EMPTY, withLine, withMessage, withRoom } from '../../src/chat/state.ts';
import type { Line, Room } from '../../src/chat/state.ts';
import { incoming } from '../support/incoming.ts';
import { lineWith } from '../support/line.ts';

function edit(seq: number, text: string, target = 1): Incoming {
  const kind = { case: 'edit', value: { target, text } } as const;
  return incoming({ seq, content: { kind }, state: { seq: target, through: seq, edited: seq } });
}

const texts = (messages: readonly Incoming[]): readonly string[] =>
  messages.map(({ content }) => content.text);

describe('what becomes of a message', () => {
  it('is known, also if it comes while the page with the message is on its way', () => {
    const pictures = new Pictures();
    assert.deepEqual(texts(pictures.add(edit(3, 'new'))), []);
    assert.deepEqual(texts(pictures.add(incoming({ seq: 1, content: { text: 'old' } }))), ['new']);
    assert.deepEqual(texts(pictures.add(edit(4, 'newer'))), ['newer']);
  });

  it('changes both messages that a state is about', () => {
    const pictures = new Pictures();
    pictures.add(incoming({ seq: 1, content: { text: 'root' } }));
    pictures.add(incoming({ seq: 2, content: { text: 'answer', thread: 1 } }));
    const recall = incoming({
      seq: 3,
      content: { kind: { case: 'recall', value: { target: 2 } } },
      state: { seq: 2, through: 3, recalled: 3, also: { seq: 1, through: 3, thread: { count: 0 } } },
    });
    assert.deepEqual(
      pictures.add(recall).map(({ seq }) => seq),
      [1, 2],
    );
  });

  it('is forgotten in the end, but for the newest messages', () => {
    const pictures = new Pictures();
    for (let seq = 1; seq <= 10_000; seq++) pictures.add(incoming({ seq, content: { text: `${seq}` } }));
    assert.deepEqual(texts(pictures.add(edit(10_001, 'x', 1))), []);
    assert.deepEqual(texts(pictures.add(edit(10_002, 'y', 9999))), ['y']);
  });
});

describe('a message as it is now', () => {
  const state = (through: number): Pick<Line, 'state'> => {
    const { state: made } = edit(through, '');
    return made === undefined ? {} : { state: made };
  };
  const reply = { seq: 1, who: 'ann', text: 'But soft' };

  function room(...lines: readonly Line[]): Room {
    const [made] = withRoom(EMPTY, 4, (empty) => lines.reduce(withLine, empty)).rooms;
    return made ?? assert.fail();
  }

  it('is also what others quote, and stays revealed', () => {
    const before = room(
      lineWith({ key: 'a', text: 'But soft', isRevealed: true }),
      lineWith({ key: 'b', seq: 2, reply }),
    );
    const now = withMessage(before, lineWith({ key: 'a', text: 'It is **the** east', ...state(3) }));
    assert.equal(now.lines[0]?.text, 'It is **the** east');
    assert.equal(now.lines[0].isRevealed, true);
    assert.equal(now.lines[1]?.reply?.text, 'It is the east');
  });

  it('is not undone by a page that comes late', () => {
    const now = room(lineWith({ key: 'a', text: 'new', ...state(3) }));
    assert.deepEqual(withMessage(now, lineWith({ key: 'a', text: 'old' })), now);
  });
});
