/**
 * How far this device has read one conversation, and which part of the log to read next.
 *
 * @module
 */
import type { Batch, Message } from '@posthorn/protocol';
import type { Asked } from './read-ahead.ts';
import type { Position } from './storage.ts';

/** How far this device has read one conversation. */
export interface Progress {
  seq: number;
  /** Time of the message at `seq`; 0: unknown. */
  mark: number;
  /** The highest known seq. */
  head: number;
  /** The highest seq heard of since the last page was requested, whose answer may be older. */
  heard: number;
  /** Messages that arrived early, by seq. */
  readonly early: Map<number, Message>;
  /** Must be compared with the log, even if nothing is missing. */
  isSuspect: boolean;
  /** Requested pages that contain a range of this conversation. */
  pages: number;
  /** Everything up to this seq is requested. */
  asked: number;
  /** The last page had fewer messages than requested, so the next one cannot be requested before this one has arrived. */
  isShort: boolean;
}

/** Kept with a requested range. `isAhead`: it starts where a page ends that had not arrived yet. */
export interface Note {
  readonly progress: Progress;
  /** Seqs of the messages that had arrived early when it was requested. */
  readonly early: readonly number[];
  readonly isAhead: boolean;
}

/** Page size when the size of the gap is unknown. */
const UNKNOWN_MESSAGES = 100;

/** Progress that starts at `position`. */
export function newProgress({ seq, mark }: Position): Progress {
  return {
    seq,
    mark,
    head: seq,
    heard: seq,
    early: new Map(),
    isSuspect: false,
    pages: 0,
    asked: seq,
    isShort: false,
  };
}

/**
 * The next range to request, of at most `left` messages; undefined: none for now. If a page is still on its way, the range
 * starts with the message at which that page should end: this shows whether both are from the same log.
 */
export function nextRange(conversation: number, progress: Progress, left: number): Asked<Note> | undefined {
  const { seq, mark, head, isSuspect } = progress;
  const early = [...progress.early.keys()];
  if (progress.pages === 0) {
    const limit = Math.min(head > seq ? head - seq : UNKNOWN_MESSAGES, left);
    return {
      range: { conversation, after: seq, before: 0, limit, mark },
      note: { progress, early, isAhead: false },
    };
  }
  const after = progress.asked - 1;
  if (isSuspect || progress.isShort || progress.asked >= head || left < 2) return undefined;
  const limit = Math.min(head - after, left);
  return {
    range: { conversation, after, before: 0, limit, mark: 0 },
    note: { progress, early, isAhead: true },
  };
}

/** Whether a page that was requested ahead contains the message that we have at our position. */
export function isContinuation({ seq, mark }: Progress, { messages }: Batch): boolean {
  const overlap = messages[seq - (messages[0]?.seq ?? 0)];
  return overlap?.seq === seq && overlap.time === mark;
}
