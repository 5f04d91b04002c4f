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
  const isThere = ({ seq, kind, isGone }: Line): boolean => seq > 0 && kind === 'message' && isGone !== true;
  return linesHere(chat).findLast((line) => isThere(line) && isMeant(line));
}

/** Like findLine(), for what a bot has said; e1 and the like are those for the user alone. */
export function findOfBot(chat: Chat, word: string, isMeant: (line: Line) => boolean): Line | undefined {
  if (isLast(word)) return linesHere(chat).findLast(isMeant);
  return /^e\d+$/.test(word)
    ? linesHere(chat).find(({ ephemeral }) => ephemeral?.label === word)
    : findLine(chat, word);
}

function linesHere({ state }: Chat): readonly Line[] {
  const room = openRoom(state);
  return room === undefined ? [] : shownLines(room);
}

/** Throws a UsageError if there is none. */
export function whichLine(...wanted: Parameters<typeof findLine>): Line {
  return foundAs(wanted[1], findLine(...wanted), 'There is no such message here.');
}

/** Like whichLine(), for what a bot has said. */
export function whichOfBot(...wanted: Parameters<typeof findOfBot>): Line {
  return foundAs(wanted[1], findOfBot(...wanted), 'No bot has shown such a message here.');
}

/** `none`: what is said if there is not even a last one. */
function foundAs(word: string, found: Line | undefined, none: string): Line {
  if (found !== undefined) return found;
  throw new UsageError(
    isLast(word)
      ? none
      : `There is no message ${word} here: give its number, or "last". PgUp shows older ones.`,
  );
}

function isLast(word: string): boolean {
  return word === 'last' || word === '';
}
