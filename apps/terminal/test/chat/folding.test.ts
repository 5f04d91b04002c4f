import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Incoming } from '@posthorn/client';
import { completeContent, decodeState, encodeState } from '@posthorn/protocol';
import type { ContentInit, StateInit } from '@posthorn/protocol';
import { withEntry, withMessage } from '../../src/chat/folding.ts';
import { EMPTY, withLine, withRoom } from '../../src/chat/state.ts';
import { withNews } from '../../src/chat/unread.ts';
import type { Line, Room } from '../../src/chat/state.ts';
import { lineWith } from '../support/line.ts';

const MESSAGE = lineWith({ key: 'a', text: 'But soft' });
const REPLY = lineWith({ key: 'b', seq: 2, text: 'aye', reply: { seq: 1, who: 'ann', text: 'But soft' } });

function room(...lines: readonly Line[]): Room {
  const [made] = withRoom(EMPTY, 4, (empty) => lines.reduce(withLine, empty)).rooms;
  assert.ok(made !== undefined);
  return made;
}

function entry(seq: number, content: ContentInit, state: StateInit, isMine = false): Incoming {
  return {
    conversation: 4,
    seq,
    sender: 9,
    time: 0,
    isMine,
    clientId: undefined,
    quote: undefined,
    content: completeContent(content),
    state: decodeState(encodeState({ seq: 1, through: seq, ...state })),
  };
}

const edit = (seq: number, text: string): Incoming =>
  entry(seq, { kind: { case: 'edit', value: { target: 1, text } } }, { edited: seq });
const react = (seq: number, emoji: string, remove = false): Incoming =>
  entry(
    seq,
    { kind: { case: 'reaction', value: { target: 1, emoji, remove } } },
    { reactions: remove ? [] : [{ emoji, count: 1 }] },
    true,
  );

function folded(...entries: readonly Incoming[]): Room {
  return entries.reduce(withEntry, room(MESSAGE, REPLY));
}

describe('an entry', () => {
  it('changes the message, and what others quote of it', () => {
    const [message, reply] = folded(edit(3, 'It is **the** east')).lines;
    assert.equal(message?.text, 'It is **the** east');
    assert.equal(message.state?.edited, 3);
    assert.equal(reply?.reply?.text, 'It is the east');
  });

  it('that comes twice, or late, changes nothing', () => {
    const once = folded(edit(3, 'one'), edit(4, 'two'));
    assert.equal(once.lines[0]?.text, 'two');
    assert.deepEqual([edit(4, 'two'), edit(3, 'one')].reduce(withEntry, once), once);
  });

  it('that recalls a message takes its words, also where they are quoted', () => {
    const recall = entry(5, { kind: { case: 'recall', value: { target: 1 } } }, { recalled: 5 });
    const gone = folded(edit(3, 'orchard'), recall);
    assert.ok(!JSON.stringify(gone).includes('orchard'));
    assert.ok(!JSON.stringify(gone).includes('soft'));
    assert.equal(gone.lines[0]?.isGone, true);
    assert.equal(gone.head, 5);
  });

  it('of the reader is their own, whatever others do then', () => {
    const own = ({ lines }: Room): readonly string[] | undefined => lines[0]?.state?.own?.reactions;
    assert.deepEqual(own(folded(react(3, '👍'), edit(4, 'x'))), ['👍']);
    assert.deepEqual(own(folded(react(3, '👍'), react(4, '👍', true))), []);
  });

  it('of a message that is not shown changes the head alone', () => {
    const before = room(REPLY);
    assert.deepEqual(withEntry(before, edit(7, 'x')), { ...before, head: 7 });
  });
});

it('a page that comes late does not undo what came after it', () => {
  const now = folded(edit(3, 'new'));
  assert.deepEqual(withMessage(now, MESSAGE), now);
});

describe('what comes', () => {
  const after = (...messages: readonly Incoming[]): Pick<Room, 'unread' | 'mentions' | 'activity'> => {
    const { unread, mentions, activity } = messages.reduce((all, each) => withNews(all, each, 7), room());
    return { unread, mentions, activity };
  };
  const said = (content: ContentInit): Incoming => ({ ...entry(3, content, {}), time: 5 });

  it('is unread, and names the reader', () => {
    assert.deepEqual(after(said({ text: 'x' })), { unread: 1, mentions: 0, activity: 5 });
    assert.deepEqual(after(said({ text: 'x', mentions: [7] })), { unread: 1, mentions: 1, activity: 5 });
    assert.deepEqual(after(said({ text: 'x', mentionAll: 'everybody' })), {
      unread: 1,
      mentions: 1,
      activity: 5,
    });
  });

  it('counts beside the conversation in a thread, and not at all as an entry, or if it is the reader’s own', () => {
    assert.deepEqual(after(said({ text: 'x', thread: 1 })), { unread: 0, mentions: 0, activity: 0 });
    assert.deepEqual(after(said({ text: 'x', thread: 1, mentions: [7] })), {
      unread: 0,
      mentions: 1,
      activity: 0,
    });
    assert.deepEqual(after(edit(3, 'x')), { unread: 0, mentions: 0, activity: 0 });
    assert.deepEqual(after({ ...said({ text: 'x' }), isMine: true }), {
      unread: 0,
      mentions: 0,
      activity: 5,
    });
  });
});
