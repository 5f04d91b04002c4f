/**
 * The input line: a pure editor.
 *
 * @module
 */

export interface Input {
  readonly text: string;
  /** Index of the UTF-16 unit before which the next character is inserted; never inside a character. */
  readonly cursor: number;
  /** Earlier lines, oldest first. */
  readonly history: readonly string[];
  /** Position in the history, counted back from the newest; 0: not in the history. */
  readonly back: number;
}

export const EMPTY_INPUT: Input = { text: '', cursor: 0, history: [], back: 0 };

/** Keys as Ink names them. */
export interface Key {
  readonly leftArrow: boolean;
  readonly rightArrow: boolean;
  readonly upArrow: boolean;
  readonly downArrow: boolean;
  readonly backspace: boolean;
  readonly delete: boolean;
  readonly ctrl: boolean;
  readonly meta: boolean;
  readonly escape: boolean;
}

const SEGMENTER = new Intl.Segmenter();

/** The line after a key. Moves and deletes by grapheme: what people see as one character. */
export function editLine(input: Input, typed: string, key: Key): Input {
  const { text, cursor } = input;
  if (key.leftArrow) return { ...input, cursor: before(text, cursor) };
  if (key.rightArrow) return { ...input, cursor: after(text, cursor) };
  if (key.upArrow) return recall(input, 1);
  if (key.downArrow) return recall(input, -1);
  if (key.backspace || key.delete) return cut(input, before(text, cursor), cursor);
  if (key.ctrl) return control(input, typed);
  return key.escape || key.meta ? input : insert(input, typed);
}

/** Input with line breaks, such as pasted text: passes on each line that a break ends. */
export function enter(input: Input, typed: string, onLine: (text: string) => void): Input {
  const [first = '', ...rest] = typed.split(/\r\n|\r|\n/);
  let now = insert(input, first);
  for (const next of rest) {
    const { text, history } = now;
    if (text.trim() !== '') onLine(text);
    now = insert({ ...EMPTY_INPUT, history: text.trim() === '' ? history : [...history, text] }, next);
  }
  return now;
}

function insert(input: Input, typed: string): Input {
  const { text, cursor } = input;
  const printable = typed.replace(/\p{Cc}/gu, ' ');
  return {
    ...input,
    text: text.slice(0, cursor) + printable + text.slice(cursor),
    cursor: cursor + printable.length,
  };
}

/** Control keys as in readline. */
function control(input: Input, letter: string): Input {
  const { text, cursor } = input;
  switch (letter) {
    case 'a':
      return { ...input, cursor: 0 };
    case 'e':
      return { ...input, cursor: text.length };
    case 'u':
      return cut(input, 0, cursor);
    case 'k':
      return cut(input, cursor, text.length);
    case 'w':
      return cut(input, text.slice(0, cursor).trimEnd().lastIndexOf(' ') + 1, cursor);
    default:
      return input;
  }
}

function recall(input: Input, step: number): Input {
  const back = Math.min(input.history.length, Math.max(0, input.back + step));
  const text = back === 0 ? '' : (input.history.at(-back) ?? '');
  return { ...input, back, text, cursor: text.length };
}

function cut(input: Input, from: number, to: number): Input {
  return { ...input, text: input.text.slice(0, from) + input.text.slice(to), cursor: from };
}

function before(text: string, cursor: number): number {
  let last = 0;
  for (const { index } of SEGMENTER.segment(text.slice(0, cursor))) last = index;
  return last;
}

function after(text: string, cursor: number): number {
  const [first] = SEGMENTER.segment(text.slice(cursor));
  return cursor + (first?.segment.length ?? 0);
}
