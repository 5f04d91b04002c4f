/**
 * Breaks text into rows. Takes time in proportion to the text, also where a word has no end.
 *
 * @module
 */
import stringWidth from 'string-width';

/** A row has no more UTF-16 units than this for each of its columns: characters without width have no end either. */
const MAX_UNITS_PER_COLUMN = 16;
/** What people see as one character is shown in pieces beyond this. */
const MAX_CELL_UNITS = 64;

const SEGMENTER = new Intl.Segmenter();

interface Cell {
  /** Index behind it. */
  readonly end: number;
  readonly columns: number;
}

/** Where a row begins in the text, and ends. */
export type Part = readonly [from: number, to: number];

/** Wide signs that no row begins with, and those that no row ends with. */
const NO_START = /^[、。，．・：；？！）」』】〉》〕］｝ー々ゝヽ]/u;
const NO_END = /^[（「『【〈《〔［｛]/u;

/**
 * `text` has no line breaks. Breaks behind blanks if it can, and beside wide characters: their scripts have no blanks. A
 * blank that does not fit is left out.
 */
export function wrapText(text: string, columns: number): readonly Part[] {
  const rows: Part[] = [];
  let [start, at, used] = [0, 0, 0];
  let lastBreak = { at: 0, used: 0 };
  let before = { sign: '', isWide: false };
  for (const { end, columns: width } of cellsOf(text)) {
    const cell = { sign: text.slice(at, end), isWide: width > 1 };
    if (mayBreak(before, cell)) lastBreak = { at, used };
    const isBlank = cell.sign === ' ';
    // Twice, if what is moved down and this character have no room in one row.
    while (at > start && (used + width > columns || end - start > columns * MAX_UNITS_PER_COLUMN)) {
      const isWordMoved = !isBlank && lastBreak.at > start;
      const cut = isWordMoved ? lastBreak.at : at;
      rows.push([start, cut]);
      used = isWordMoved ? used - lastBreak.used : 0;
      start = isBlank ? end : cut;
    }
    if (start < end) used += width;
    at = end;
    before = cell;
  }
  rows.push([start, text.length]);
  return rows;
}

interface Sign {
  readonly sign: string;
  readonly isWide: boolean;
}

function mayBreak(before: Sign, next: Sign): boolean {
  if (before.sign === ' ') return true;
  return (before.isWide || next.isWide) && !NO_END.test(before.sign) && !NO_START.test(next.sign);
}

function* cellsOf(text: string): Generator<Cell> {
  for (let at = 0; at < text.length;) {
    if (isPlain(text, at)) {
      at += 1;
      yield { end: at, columns: 1 };
      continue;
    }
    let end = at + 1;
    while (end < text.length && !isPlain(text, end)) end += 1;
    yield* segmented(text.slice(at, end), at);
    at = end;
  }
}

/** Whether the character is ASCII and nothing behind it can join it. */
function isPlain(text: string, at: number): boolean {
  return isAscii(text.charCodeAt(at)) && (at + 1 === text.length || isAscii(text.charCodeAt(at + 1)));
}

function isAscii(unit: number): boolean {
  return unit >= 0x20 && unit <= 0x7e;
}

function* segmented(run: string, offset: number): Generator<Cell> {
  for (const { segment, index } of SEGMENTER.segment(run)) {
    for (let from = 0; from < segment.length; from += MAX_CELL_UNITS) {
      const piece = segment.slice(from, from + MAX_CELL_UNITS);
      yield { end: offset + index + from + piece.length, columns: from === 0 ? stringWidth(piece) : 0 };
    }
  }
}
