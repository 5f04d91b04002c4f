/**
 * Messages that a command names: by the number that is shown while one types a command, or as the last one.
 *
 * @module
 */
import { UsageError } from '../exit-codes.ts';
import type { Chat } from './chat.ts';
import { openRoom, shownLines } from './state.ts';
import type { Line } from './state.ts';

/** `isMeant`: which one is the last one. Throws a UsageError if there is none. */
export function whichLine(chat: Chat, word: string, isMeant: (line: Line) => boolean = () => true): Line {
  const room = openRoom(chat.state);
  const lines = room === undefined ? [] : shownLines(room);
  const found =
    word === 'last' || word === ''
      ? lines.findLast(
          (line) => line.seq > 0 && line.kind === 'message' && line.isGone !== true && isMeant(line),
        )
      : chat.line(/^#?\d+$/.test(word) ? Number(word.replace('#', '')) : -1);
  if (found !== undefined) return found;
  throw new UsageError(
    word === 'last' || word === ''
      ? 'There is no such message here.'
      : `There is no message ${word} here: give its number, or "last". PgUp shows older ones.`,
  );
}
