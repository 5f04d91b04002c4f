import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { EMPTY, progressOf, typingNow, withLine, withProgress, withRoom } from '../../src/chat/state.ts';
import type { Line, Room } from '../../src/chat/state.ts';
import { lineWith } from '../support/line.ts';

function line(changes: Partial<Line>): Line {
  return lineWith({ seq: 0, ...changes });
}

function room(...lines: readonly Line[]): Room {
  const state = withRoom(EMPTY, 4, (made) => lines.reduce(withLine, made));
  const [made] = state.rooms;
  assert.ok(made !== undefined);
  return made;
}

const seqs = ({ lines }: Room): number[] => lines.map(({ seq }) => seq);

describe('the chat’s state', () => {
  it('keeps messages by seq, whatever their order of arrival, each once', () => {
    const made = room(
      line({ key: 'c', seq: 3 }),
      line({ key: 'a', seq: 1 }),
      line({ key: 'b', seq: 2 }),
      line({ key: 'again', seq: 2, text: 'new' }),
    );
    assert.deepEqual(seqs(made), [1, 2, 3]);
    assert.equal(made.lines[1]?.text, 'new');
    assert.equal(made.head, 3);
  });

  it('shows a sent message at once, and puts it in its place when it is acked', () => {
    const mine = line({ key: 'mine', isMine: true, progress: 'pending' });
    const before = room(line({ key: 'a', seq: 1 }), mine, line({ key: 'b', seq: 2 }));
    assert.deepEqual(seqs(before), [1, 2, 0]);
    const after = withProgress(before, 'mine', 3, 'sent');
    assert.deepEqual(seqs(after), [1, 2, 3]);
    const last = after.lines[2];
    assert.ok(last !== undefined);
    assert.equal(progressOf(after, last), 'sent');
    assert.equal(progressOf({ ...after, delivered: 3 }, last), 'delivered');
    assert.equal(progressOf({ ...after, delivered: 3, read: 3 }, last), 'read');
  });

  it('leaves notices where they were said', () => {
    const made = room(
      line({ key: 'a', seq: 1 }),
      line({ key: 'n', kind: 'notice' }),
      line({ key: 'b', seq: 2 }),
    );
    assert.deepEqual(
      made.lines.map(({ key }) => key),
      ['a', 'n', 'b'],
    );
  });

  it('leaves a message where it is when something becomes of it', () => {
    const made = room(
      line({ key: 'a', seq: 1 }),
      line({ key: 'mine', isMine: true, progress: 'pending' }),
      line({ key: 'n', kind: 'notice' }),
    );
    const acked = withProgress(made, 'mine', 2, 'sent');
    const edited = withLine(acked, line({ key: 'a', seq: 1, text: 'edited' }));
    assert.deepEqual(
      edited.lines.map(({ key, text }) => key + text),
      ['aedited', 'mine', 'n'],
    );
  });

  it('forgets who types when they stop renewing it', () => {
    const typing = { ...room(), typing: { ann: 1000, bob: 3000 } };
    assert.deepEqual(typingNow(typing, 2000), ['bob']);
  });

  it('sorts conversations by what was said last', () => {
    const said = [
      [7, 1],
      [2, 3],
      [5, 0],
      [9, 0],
    ] as const;
    const state = said.reduce(
      (all, [id, activity]) => withRoom(all, id, (made) => ({ ...made, activity })),
      EMPTY,
    );
    assert.deepEqual(
      state.rooms.map(({ id }) => id),
      [2, 7, 5, 9],
    );
    const later = withRoom(state, 9, (room) => ({ ...room, activity: 4 }));
    assert.equal(later.rooms[0]?.id, 9);
  });
});
