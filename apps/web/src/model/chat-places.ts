/**
 * Where the reader was in each chat, to come back to it. Lives as long as the page.
 *
 * @module
 */
import type { OwnState } from '@posthorn/protocol';

/** A message, and how far below the top of the view it began. */
export interface ChatPlace {
  readonly seq: number;
  readonly offset: number;
}

export class ChatPlaces {
  readonly #places = new Map<number, ChatPlace>();

  of(conversation: number): ChatPlace | undefined {
    return this.#places.get(conversation);
  }

  /** Undefined: at the newest message, which needs no place. */
  keep(conversation: number, place: ChatPlace | undefined): void {
    if (place === undefined) this.#places.delete(conversation);
    else this.#places.set(conversation, place);
  }
}

/** What is known when a chat is opened. */
export interface Opening {
  /** Asked for by the address. */
  readonly seq: number | undefined;
  /** Where the reader was. */
  readonly place: ChatPlace | undefined;
  readonly read: number;
  readonly unread: number;
  /** Marked as unread from this message on; 0: nobody knows from where. Undefined: it is not marked. */
  readonly markedFrom: number | undefined;
}

/** What to show first. */
export type Start =
  | { readonly at: 'newest' }
  | { readonly at: 'message'; readonly seq: number }
  | { readonly at: 'unread'; readonly seq: number }
  | { readonly at: 'place'; readonly seq: number; readonly offset: number };

/** The message that was asked for, else where the reader was, else the first unread one, else the newest. */
export function startOf({ seq, place, read, unread, markedFrom = 0 }: Opening): Start {
  if (seq !== undefined) return { at: 'message', seq };
  if (place !== undefined) return { at: 'place', ...place };
  if (markedFrom > 0) return { at: 'unread', seq: markedFrom };
  return unread > 0 ? { at: 'unread', seq: read + 1 } : { at: 'newest' };
}

/** Messages of others above this seq get the line "New"; undefined: there is no line. */
export function newAfterOf({
  read,
  unread,
  markedFrom = 0,
}: Omit<Opening, 'seq' | 'place'>): number | undefined {
  if (markedFrom > 0) return markedFrom - 1;
  return unread > 0 ? read : undefined;
}

/** The entry of the user's own space by which a thread is marked as unread. */
export function threadMark(conversation: number, thread: number): string {
  return `unread/${conversation}/${thread}`;
}

/** Messages above this seq are new in a thread that is opened. `marked`: as markedFrom says. */
export function threadNewAfter(
  { unread, read }: Pick<OwnState, 'unread' | 'read'>,
  marked: number | undefined,
): number | undefined {
  if (marked !== undefined && marked > 0) return marked - 1;
  return unread > 0 && read > 0 ? read : undefined;
}

/** Parses an entry `unread/<conversation>` or `unread/<conversation>/<thread>` of the user's own space. */
export function markedFrom(mine: unknown): number | undefined {
  if (typeof mine !== 'object' || mine === null) return undefined;
  const from = 'from' in mine ? mine.from : 0;
  return typeof from === 'number' && Number.isSafeInteger(from) && from > 0 ? from : 0;
}
