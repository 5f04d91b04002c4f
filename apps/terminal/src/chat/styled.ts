/**
 * Text in pieces that look different.
 *
 * @module
 */
import type { TextProps } from 'ink';
import stringWidth from 'string-width';
import type { Tone } from './theme.ts';
import { wrapText } from './wrap.ts';
import type { Part } from './wrap.ts';

export interface Style extends Pick<
  TextProps,
  'bold' | 'italic' | 'strikethrough' | 'underline' | 'inverse' | 'dimColor'
> {
  readonly tone?: Tone;
}

export interface Piece {
  readonly text: string;
  readonly style: Style;
}

export type Styled = readonly Piece[];

export function styled(text: string, style: Style = {}): Styled {
  return text === '' ? [] : [{ text, style }];
}

export function textOf(pieces: Styled): string {
  return pieces.map(({ text }) => text).join('');
}

/** The rows of a text that may have line breaks. */
export function wrapStyled(pieces: Styled, columns: number, wrap = wrapText): readonly Styled[] {
  const parts: Part[] = [];
  let start = 0;
  for (const line of textOf(pieces).split('\n')) {
    for (const [from, to] of wrap(line, columns)) parts.push([start + from, start + to]);
    start += line.length + 1;
  }
  return cut(pieces, parts);
}

/** The text in one row, with a sign that it goes on. */
export function truncated(pieces: Styled, columns: number): Styled {
  const text = textOf(pieces);
  if (stringWidth(text) <= columns) return pieces;
  // Anywhere, not at blanks.
  const [first = [0, 0]] = wrapText(text.replaceAll(' ', '\u00A0'), columns - 1);
  return [...cut(pieces, [first]).flat(), ...styled('…', { dimColor: true })];
}

/** The parts of a text, which rise. Goes through the pieces once. */
function cut(pieces: Styled, parts: readonly Part[]): readonly Styled[] {
  let [index, start] = [0, 0];
  return parts.map(([from, to]) => {
    const found: Piece[] = [];
    for (; index < pieces.length; index++) {
      const { text, style } = pieces[index] ?? { text: '', style: {} };
      const part = text.slice(Math.max(0, from - start), Math.max(0, to - start));
      if (part !== '') found.push({ text: part, style });
      if (start + text.length > to) break;
      start += text.length;
    }
    return found;
  });
}
