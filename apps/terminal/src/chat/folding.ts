/**
 * Entries, which change a message that is shown: edits, recalls, reactions, pins, votes, previews, and what is said in its
 * thread.
 *
 * @module
 */
import type { Incoming, OwnState } from '@posthorn/client';
import { sanitise } from '../sanitise.ts';
import { replyTo } from './lines.ts';
import { withLine } from './state.ts';
import type { Line, Room } from './state.ts';

const NOTHING_OWN: OwnState = { reactions: [], choices: [], follows: false, unread: 0, read: 0 };
const RECALLED = 'This message was recalled.';
const VANISHED = 'This message has vanished.';

/** Takes over what has become of the message that an entry belongs to. A repeat changes nothing. */
export function withEntry(room: Room, entry: Incoming): Room {
  const target = entry.state?.seq ?? 0;
  const before = room.lines.find(({ seq }) => seq === target);
  const after = before === undefined || target === 0 ? undefined : changed(before, entry);
  const head = Math.max(room.head, entry.seq);
  if (after === undefined || after === before) return head === room.head ? room : { ...room, head };
  const reply = replyTo(after);
  const lines = room.lines.map((line) => {
    if (line === before) return after;
    return line.reply?.seq === target && line.reply.text !== reply.text ? { ...line, reply } : line;
  });
  return { ...room, head, lines };
}

/** Adds a message, unless more is known of it: a page of history may come late. */
export function withMessage(room: Room, line: Line): Room {
  const known = room.lines.find(({ seq }) => seq === line.seq);
  return (known?.state?.through ?? 0) > (line.state?.through ?? 0) ? room : withLine(room, line);
}

/** The reader has read a thread up to `read`. */
export function withThreadRead(room: Room, thread: number, read: number): Room {
  if (read === 0) return room;
  const lines = room.lines.map((line) => {
    if (line.seq !== thread || line.state === undefined) return line;
    const own = { ...(line.state.own ?? NOTHING_OWN), read, unread: 0 };
    return { ...line, state: { ...line.state, own } };
  });
  return { ...room, lines };
}

function changed(line: Line, entry: Incoming): Line {
  const { seq, state, content } = entry;
  if (state === undefined || state.through <= (line.state?.through ?? 0)) return line;
  const own = state.own ?? ownAfter(line.state?.own, entry);
  const folded: Line = { ...line, state: { ...state, own } };
  if (state.recalled > 0) {
    return { ...folded, text: entry.sender === 0 ? VANISHED : RECALLED, isGone: true };
  }
  if (content.kind?.case !== 'edit' || state.edited !== seq) return folded;
  return { ...folded, text: sanitise(content.kind.value.text) };
}

/** A push, unlike a page, does not say what is the reader's own: that follows from their own entries. */
function ownAfter(own: OwnState | undefined, { isMine, content: { kind } }: Incoming): OwnState | undefined {
  if (!isMine) return own;
  const known: OwnState = own ?? NOTHING_OWN;
  switch (kind?.case) {
    case 'reaction': {
      const { emoji, remove } = kind.value;
      const others = known.reactions.filter((each) => each !== emoji);
      return { ...known, reactions: remove ? others : [...others, emoji] };
    }
    case 'vote':
      return { ...known, choices: kind.value.choices };
    default:
      return own;
  }
}
