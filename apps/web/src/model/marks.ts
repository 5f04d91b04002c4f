/**
 * The marks of our markup in a text that is being typed: where they are, so that the composer can show them, and how keys add
 * and remove them.
 *
 * @module
 */

export type Mark = 'bold' | 'italic' | 'strike' | 'spoiler' | 'code' | 'link' | 'quote';

/** A piece of the text; all pieces together are the text. */
export interface Piece {
  readonly text: string;
  readonly mark: Exclude<Mark, 'link'> | 'mention' | 'url' | undefined;
}

/** Found in this order at each place. Bounded: none spans a line, but fenced code. */
const PIECES: readonly (readonly [Exclude<Piece['mark'], undefined>, RegExp])[] = [
  ['code', /```[\s\S]*?(?:```|$)/y],
  ['code', /`[^`\n]{1,1000}`/y],
  ['bold', /\*\*(?=[^\s*])[^*\n]{0,1000}(?<!\s)\*\*(?!\*)/y],
  ['strike', /~~(?=[^\s~])[^~\n]{0,1000}(?<!\s)~~/y],
  ['spoiler', /\|\|(?=[^\s|])[^|\n]{0,1000}(?<!\s)\|\|/y],
  ['italic', /\*(?=[^\s*])[^*\n]{0,1000}(?<!\s)\*(?![\p{L}\p{N}*])/uy],
  ['italic', /_(?=[^\s_])[^_\n]{0,1000}(?<!\s)_(?![\p{L}\p{N}_])/uy],
  ['mention', /@[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}._-]{0,100}[\p{L}\p{M}\p{N}_])?/uy],
  ['url', /https?:\/\/[^\s<>]+/iy],
];
const QUOTE = /^ {0,3}> [^\n]*/my;
/** A piece begins with one of these, or at the beginning of a line. */
const START = /[`*~|_@h]|^/gim;
/** In scripts that put no blanks between words, a mark may stand within what looks like one. */
const WORD = /[\p{L}\p{N}_]$/u;
const NO_BLANKS = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]$/u;
/** Longer texts are shown without marks: nobody types them by hand. */
const MAX_MARKED = 8000;

export function piecesOf(text: string): readonly Piece[] {
  if (text.length > MAX_MARKED) return [{ text, mark: undefined }];
  const pieces: Piece[] = [];
  let plainFrom = 0;
  for (const { index } of text.matchAll(START)) {
    if (index < plainFrom) continue;
    const piece = pieceAt(text, index);
    if (piece === undefined) continue;
    if (index > plainFrom) pieces.push({ text: text.slice(plainFrom, index), mark: undefined });
    pieces.push(piece);
    plainFrom = index + piece.text.length;
  }
  if (plainFrom < text.length) pieces.push({ text: text.slice(plainFrom), mark: undefined });
  return pieces;
}

function pieceAt(text: string, at: number): Piece | undefined {
  const quote = matchAt(QUOTE, text, at);
  if (quote !== undefined) return { text: quote, mark: 'quote' };
  const before = text.slice(Math.max(0, at - 2), at);
  const isBehindWord = WORD.test(before) && !NO_BLANKS.test(before);
  for (const [mark, pattern] of PIECES) {
    if (isBehindWord && mark !== 'code') continue;
    const match = matchAt(pattern, text, at);
    if (match !== undefined) return { text: match, mark };
  }
  return undefined;
}

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

/** What takes the place of a part of the text, and what is selected then. */
export interface Change {
  readonly from: number;
  readonly to: number;
  readonly insert: string;
  readonly selectFrom: number;
  readonly selectTo: number;
}

const SIGNS: Readonly<Record<Exclude<Mark, 'link' | 'quote'>, string>> = {
  bold: '**',
  italic: '_',
  strike: '~~',
  spoiler: '||',
  code: '`',
};

/** Marks what is selected, or takes the mark away if it has it. Without a selection the caret comes between two signs. */
export function withMark(text: string, start: number, end: number, mark: Mark): Change {
  if (mark === 'quote') return quoted(text, start, end);
  if (mark === 'link') return linked(text, start, end);
  if (mark === 'code' && text.slice(start, end).includes('\n')) return fenced(text, start, end);
  const sign = SIGNS[mark];
  const { length } = sign;
  const selected = text.slice(start, end);
  if (text.slice(start - length, start) === sign && text.slice(end, end + length) === sign)
    return change(start - length, end + length, selected, 0, selected.length);
  if (selected.length >= 2 * length && selected.startsWith(sign) && selected.endsWith(sign)) {
    const bare = selected.slice(length, -length);
    return change(start, end, bare, 0, bare.length);
  }
  // Blanks stay outside: `** a**` is no mark.
  const [, before = '', words = '', after = ''] = /^(\s*)([\s\S]*?)(\s*)$/.exec(selected) ?? [];
  const insert = before + sign + words + sign + after;
  return change(start, end, insert, before.length + length, before.length + length + words.length);
}

function linked(text: string, start: number, end: number): Change {
  const selected = text.slice(start, end);
  if (/^https?:\/\/\S+$/.test(selected)) return change(start, end, `[](${selected})`, 1, 1);
  const insert = `[${selected}](https://)`;
  return change(start, end, insert, selected.length + 3, insert.length - 1);
}

function fenced(text: string, start: number, end: number): Change {
  const selected = text.slice(start, end);
  const before = start === 0 || text.charAt(start - 1) === '\n' ? '' : '\n';
  const after = end === text.length || text.charAt(end) === '\n' ? '' : '\n';
  const from = before.length + 4;
  return change(start, end, `${before}\`\`\`\n${selected}\n\`\`\`${after}`, from, from + selected.length);
}

/** Whole lines. */
function quoted(text: string, start: number, end: number): Change {
  const from = text.lastIndexOf('\n', start - 1) + 1;
  const behind = text.indexOf('\n', end);
  const to = behind < 0 ? text.length : behind;
  const lines = text.slice(from, to).split('\n');
  const isQuoted = lines.every((line) => line.startsWith('> '));
  const insert = lines.map((line) => (isQuoted ? line.slice(2) : `> ${line}`)).join('\n');
  return change(from, to, insert, insert.length, insert.length);
}

function change(from: number, to: number, insert: string, selectFrom: number, selectTo: number): Change {
  return { from, to, insert, selectFrom: from + selectFrom, selectTo: from + selectTo };
}
