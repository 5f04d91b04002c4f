/**
 * The input: a pure editor.
 *
 * @module
 */
import type { Draft } from './typed.ts';

export interface Input extends Draft {
  /** Index of the UTF-16 unit before which the next character is inserted; never inside a character. */
  readonly cursor: number;
  /** Earlier drafts, oldest first. */
  readonly history: readonly Draft[];
  /** Position in the history, counted back from the newest; 0: not in the history. */
  readonly back: number;
}

export const EMPTY_INPUT: Input = { text: '', isPasted: false, cursor: 0, history: [], back: 0 };

/** The protocol lets a text have no more. */
export const MAX_INPUT_BYTES = 65_536;
const MAX_HISTORY = 100;
/** What people see as one character has no more UTF-16 units than this, or is taken apart. */
const MAX_CHARACTER_UNITS = 256;

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
  if (key.upArrow) return lineAbove(input) ?? recall(input, 1);
  if (key.downArrow) return lineBelow(input) ?? recall(input, -1);
  if (key.backspace || key.delete) return cut(input, before(text, cursor), cursor);
  if (key.ctrl) return control(input, typed);
  return key.escape || key.meta ? input : insert(input, typed);
}

/** Text with Enter behind it. `onDraft` takes what is entered. */
export function enter(input: Input, text: string, onDraft: (draft: Draft) => void): Input {
  const [line = '', ...rest] = text.split(/[\r\n]/);
  // Nobody types several lines at once.
  if (rest.some((next) => next !== '')) return paste(input, text);
  const entered = insert(input, line);
  const draft: Draft = { text: entered.text, isPasted: entered.isPasted };
  if (draft.text.trim() === '') return { ...EMPTY_INPUT, history: input.history };
  onDraft(draft);
  return { ...EMPTY_INPUT, history: [...input.history, draft].slice(-MAX_HISTORY) };
}

/** Pasted text keeps its line breaks. Returns the same object if there is no room for it. */
export function paste(input: Input, text: string): Input {
  const lines = text.replaceAll('\r\n', '\n').replaceAll('\r', '\n');
  return put(input, lines.replace(/[^\P{Cc}\t\n]/gu, ' '), true);
}

function insert(input: Input, typed: string): Input {
  return put(input, typed.replace(/\p{Cc}/gu, ' '), false);
}

function put(input: Input, added: string, isPaste: boolean): Input {
  const { text, cursor } = input;
  const whole = text.slice(0, cursor) + added + text.slice(cursor);
  if (Buffer.byteLength(whole) > MAX_INPUT_BYTES) return input;
  const isBeginning = added.trim() !== '' && text.slice(0, cursor).trim() === '';
  return {
    ...input,
    text: whole,
    isPasted: isBeginning ? isPaste : input.isPasted,
    cursor: cursor + added.length,
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

/** The cursor a line further up, in the same column if there is one. Undefined in the first line. */
function lineAbove(input: Input): Input | undefined {
  const start = input.text.lastIndexOf('\n', input.cursor - 1);
  if (start < 0 || input.cursor === 0) return undefined;
  const above = input.text.lastIndexOf('\n', start - 1) + 1;
  return moveTo(input, Math.min(start, above + input.cursor - start - 1));
}

function lineBelow(input: Input): Input | undefined {
  const start = input.text.lastIndexOf('\n', input.cursor - 1) + 1;
  const below = input.text.indexOf('\n', input.cursor) + 1;
  if (below === 0) return undefined;
  const end = input.text.indexOf('\n', below);
  return moveTo(input, Math.min(end < 0 ? input.text.length : end, below + input.cursor - start));
}

/** Never inside a character. */
function moveTo(input: Input, place: number): Input {
  const from = Math.max(0, place - MAX_CHARACTER_UNITS);
  let cursor = from;
  for (const { index } of SEGMENTER.segment(input.text.slice(from, place + MAX_CHARACTER_UNITS))) {
    if (from + index <= place) cursor = from + index;
  }
  return { ...input, cursor: place === input.text.length ? place : cursor };
}

function recall(input: Input, step: number): Input {
  const back = Math.min(input.history.length, Math.max(0, input.back + step));
  const { text, isPasted } = (back === 0 ? undefined : input.history.at(-back)) ?? EMPTY_INPUT;
  return { ...input, back, text, isPasted, cursor: text.length };
}

function cut(input: Input, from: number, to: number): Input {
  const text = input.text.slice(0, from) + input.text.slice(to);
  return { ...input, text, isPasted: input.isPasted && text.trim() !== '', cursor: from };
}

function before(text: string, cursor: number): number {
  const from = Math.max(0, cursor - MAX_CHARACTER_UNITS);
  let last = from;
  for (const { index } of SEGMENTER.segment(text.slice(from, cursor))) last = from + index;
  return last;
}

function after(text: string, cursor: number): number {
  const [first] = SEGMENTER.segment(text.slice(cursor, cursor + MAX_CHARACTER_UNITS));
  return cursor + (first?.segment.length ?? 0);
}
