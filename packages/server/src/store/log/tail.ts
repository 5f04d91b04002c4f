/**
 * Messages that are not counted yet: those that a node of the version before has written, and what others have written
 * above them.
 *
 * @module
 */
import { decodeContent } from '@posthorn/protocol';
import type { Interval } from './intervals.ts';
import { rows } from '../sql/sql.ts';
import type { Query } from '../sql/sql.ts';

export interface TailMessage {
  readonly seq: number;
  readonly sender: number;
  readonly time: number;
  /** As when it was sent. */
  readonly counts: boolean;
  readonly isRecalled: boolean;
  /** Mentions the user who asks, and is not theirs. */
  readonly mentions: boolean;
  /** Users whom it mentions, where that is known from its content alone. */
  readonly mentioned: readonly number[];
}

interface TailRow {
  readonly seq: number;
  readonly sender: number;
  readonly time: number;
  readonly content: Uint8Array;
  readonly marked: number | null;
  readonly recalled: number | null;
  readonly edited: Uint8Array | null;
  readonly named: number;
}

/** The messages of a span, by seq. `tags`: Contents.uncounted. */
export function* tailMessages(
  conversation: number,
  { from, to }: Interval,
  { user, tags }: { readonly user: number; readonly tags: readonly Uint8Array[] },
): Query<readonly TailMessage[]> {
  if (from > to) return [];
  const found = yield* rows<TailRow>(
    `SELECT m.seq, m.sender, m.time, m.content, u.n AS marked, r.counted AS recalled, s.content AS edited,
       (SELECT COUNT(*) FROM mentions k WHERE k.conversation = m.conversation AND k.seq = m.seq AND k."user" IN (0, ?)) AS named
     FROM messages m LEFT JOIN uncounted u ON u.conversation = m.conversation AND u.seq = m.seq
       LEFT JOIN recalls r ON r.conversation = m.conversation AND r.seq = m.seq
       LEFT JOIN states s ON s.conversation = m.conversation AND s.seq = m.seq
     WHERE m.conversation = ? AND m.seq BETWEEN ? AND ? ORDER BY m.seq`,
    user,
    conversation,
    from,
    to,
  );
  return found.map((each) => toTailMessage(each, user, tags));
}

function toTailMessage(found: TailRow, user: number, tags: readonly Uint8Array[]): TailMessage {
  const { seq, sender, time, content, marked, recalled, edited, named } = found;
  const isRecalled = recalled === 1;
  // Content of a kind that does not count begins with the tag of its field.
  const isTagged = tags.some(([tag]) => tag === content[0]);
  // Of an edit, whatever node has written it, the mentions were kept.
  const mentioned = edited !== null && edited.length > 0 ? [] : mentionedIn(content);
  return {
    seq,
    sender,
    time,
    counts: isRecalled || (marked === null && !isTagged),
    isRecalled,
    mentions: sender !== user && (named > 0 || mentioned.includes(user)),
    mentioned,
  };
}

function mentionedIn(content: Uint8Array): readonly number[] {
  try {
    return decodeContent(content).mentions;
  } catch {
    // What is no content mentions nobody.
    return [];
  }
}
