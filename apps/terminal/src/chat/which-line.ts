/**
 * Messages that a command names: by the number that is shown while one types a command, or as the last one.
 *
 * @module
 */
import { UsageError } from '../exit-codes.ts';
import type { Chat } from './chat.ts';
import { openRoom, shownLines } from './state.ts';
import type { Line } from './state.ts';

/** Undefined: there is none. `isMeant`: which one is the last one. */
export function findLine(
  chat: Chat,
  word: string,
  isMeant: (line: Line) => boolean = () => true,
): Line | undefined {
  if (!isLast(word)) return chat.line(/^#?\d+$/.test(word) ? Number(word.replace('#', '')) : -1);
  const room = openRoom(chat.state);
  const lines = room === undefined ? [] : shownLines(room);
  const isThere = ({ seq, kind, isGone }: Line): boolean => seq > 0 && kind === 'message' && isGone !== true;
  return lines.findLast((line) => isThere(line) && isMeant(line));
}

/** Throws a UsageError if there is none. */
export function whichLine(...wanted: Parameters<typeof findLine>): Line {
  const found = findLine(...wanted);
  if (found !== undefined) return found;
  const [, word] = wanted;
  throw new UsageError(
    isLast(word)
      ? 'There is no such message here.'
      : `There is no message ${word} here: give its number, or "last". PgUp shows older ones.`,
  );
}

function isLast(word: string): boolean {
  return word === 'last' || word === '';
}
