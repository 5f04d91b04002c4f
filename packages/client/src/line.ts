/**
 * How far one conversation has come on this device, and what to ask of the log next.
 *
 * @module
 */
import type { Batch, Message } from '@posthorn/protocol';
import type { Asked } from './read-ahead.ts';
import type { Position } from './storage.ts';

/** Where this device stands in one conversation. */
export interface Line {
  seq: number;
  /** Time of the message at `seq`; 0 when unknown. */
  mark: number;
  /** The highest seq that we know of. */
  head: number;
  /** Came early, by seq. */
  readonly early: Map<number, Message>;
  /** Compare with the log even if nothing is missing. */
  isSuspect: boolean;
  /** Pages under way that have a range of it; up to which seq they ask. */
  pages: number;
  asked: number;
  /** The last page gave less than it was asked for, so where the one after it begins is known only when it is here. */
  isShort: boolean;
}

/** What is remembered of a range that was asked for. `isAhead`: from where a page still under way should end. */
export interface Note {
  readonly line: Line;
  readonly isAhead: boolean;
}

/** Of a conversation of which is not known how much is missing. */
const UNKNOWN_MESSAGES = 100;

/** A line that goes on from `position`. */
export function newLine({ seq, mark }: Position): Line {
  return {
    seq,
    mark,
    head: seq,
    early: new Map(),
    isSuspect: false,
    pages: 0,
    asked: seq,
    isShort: false,
  };
}

/**
 * What to ask of a line next, within `left` messages; undefined when nothing, for now. Behind a page that is under
 * way it begins with the message at which that one should end, which shows whether they are of one log.
 */
export function nextRange(conversation: number, line: Line, left: number): Asked<Note> | undefined {
  const { seq, mark, head, isSuspect } = line;
  if (line.pages === 0) {
    const limit = Math.min(head > seq ? head - seq : UNKNOWN_MESSAGES, left);
    return { range: { conversation, after: seq, before: 0, limit, mark }, note: { line, isAhead: false } };
  }
  const after = line.asked - 1;
  if (isSuspect || line.isShort || line.asked >= head || left < 2) return undefined;
  const limit = Math.min(head - after, left);
  return { range: { conversation, after, before: 0, limit, mark: 0 }, note: { line, isAhead: true } };
}

/** Whether a page that was asked for ahead holds the very message at which the line stands. */
export function joins({ seq, mark }: Line, { messages }: Batch): boolean {
  const overlap = messages[seq - (messages[0]?.seq ?? 0)];
  return overlap?.seq === seq && overlap.time === mark;
}
