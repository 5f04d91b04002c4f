/**
 * A line of the chat as rows of styled text. Other people's texts are indented, so that nobody can fake a line.
 *
 * @module
 */
import { parse } from '@posthorn/markup';
import { clockOf } from '../times.ts';
import { pollRows, replyRow, stateRows } from './aside-rows.ts';
import { componentRows } from './component-rows.ts';
import { fileRows } from './file-rows.ts';
import type { Art } from './file-rows.ts';
import { piecesOf } from './highlight.ts';
import { markupRows } from './markup-rows.ts';
import type { NicknamesByName } from './nicknames.ts';
import type { Line } from './state.ts';
import { styled, wrapStyled } from './styled.ts';
import type { Style, Styled } from './styled.ts';
import { NAME_TONES } from './theme.ts';
import type { wrapText } from './wrap.ts';

export interface LineView {
  readonly columns: number;
  readonly wrap: typeof wrapText;
  /** The reader's own name. */
  readonly self: string;
  readonly nicknames: NicknamesByName;
  /** How pictures are drawn; undefined: not at all. */
  readonly art?: Art | undefined;
}

const INDENT = '  ';
const TAB = '    ';
/** Behind a text that still grows. */
const GROWING = '▍';
const DIM: Style = { dimColor: true };

/** The first row begins at the edge, those behind it do not. */
export function lineRows(line: Line, view: LineView): readonly Styled[] {
  switch (line.kind) {
    case 'message':
      return messageRows(line, view);
    case 'event':
      return indented(wrap([...time(line), ...styled(` * ${line.text}`, DIM)], view));
    case 'notice':
      return noticeRows(line, view);
  }
}

function messageRows(
  line: Line,
  { columns: all, wrap: wrapping, self, nicknames, art }: LineView,
): readonly Styled[] {
  const { reply, poll, state, components } = line;
  const columns = all - INDENT.length;
  const text = line.isGrowing === true ? `${line.text}${GROWING}` : line.text;
  const said = markupRows(
    line.isGone === true ? [] : parse(text),
    { head: headOf(line, nicknames), indent: INDENT, columns },
    { wrap: wrapping, isRevealed: line.isRevealed === true, self },
  );
  const aside = [
    ...fileRows(line, columns, art),
    ...(poll === undefined ? [] : pollRows(poll, state, columns)),
    ...(line.isGone === true ? [] : componentRows(components, columns)),
    ...(state === undefined ? [] : stateRows(state, columns)),
  ];
  return [
    ...(reply === undefined ? [] : [replyRow(reply, columns)]),
    ...said,
    ...aside.map((row) => [...styled(INDENT), ...row]),
  ];
}

function headOf(line: Line, nicknames: NicknamesByName): Styled {
  const { who, origin, state, isGone, text } = line;
  const nickname = nicknames.get(who);
  return [
    ...time(line),
    ...styled(' '),
    ...(state !== undefined && state.pinned > 0 ? styled('📌 ') : []),
    ...(state !== undefined && state.vanishesAt > 0 ? styled('⏳ ') : []),
    ...styled(who, nameStyle(line)),
    ...(nickname === undefined ? [] : styled(` ~${nickname}`, { ...nameStyle(line), bold: false })),
    ...(line.isBot === true ? styled(botWords(line), DIM) : []),
    ...(origin === undefined ? [] : styled(` (forwarded from ${origin})`, DIM)),
    ...(state !== undefined && state.edited > 0 && isGone !== true ? styled(' (edited)', DIM) : []),
    ...styled(': '),
    ...(isGone === true ? styled(text, { dimColor: true, italic: true }) : []),
  ];
}

function botWords({ ephemeral }: Line): string {
  return ephemeral === undefined ? ' (bot)' : ' (bot; only you see this)';
}

/** Shown as it is: its lines begin at the edge. */
function noticeRows({ text, marks, isTrouble }: Line, view: LineView): readonly Styled[] {
  return text.split('\n').flatMap((paragraph) => {
    const pieces = piecesOf(paragraph, marks).map((piece) => ({
      text: piece.text,
      style: { tone: isTrouble === true ? ('alarm' as const) : ('quiet' as const), inverse: piece.isHit },
    }));
    return indented(wrap(pieces, view));
  });
}

function time(line: Line): Styled {
  return styled(clockOf(line.time), DIM);
}

/** By the name, so that a person keeps theirs. */
function nameStyle({ who, isMine }: Line): Style {
  if (isMine) return { tone: 'own', bold: true };
  let hash = 0;
  for (const char of who) hash = (hash * 31 + (char.codePointAt(0) ?? 0)) % 65_521;
  return { tone: NAME_TONES[hash % NAME_TONES.length] ?? 'accent', bold: true };
}

function wrap(pieces: Styled, { columns, wrap: wrapping }: LineView): readonly Styled[] {
  const plain = pieces.map(({ text, style }) => ({ text: text.replaceAll('\t', TAB), style }));
  return wrapStyled(plain, columns - INDENT.length, wrapping);
}

function indented(rows: readonly Styled[]): readonly Styled[] {
  return rows.map((row, index) => (index === 0 ? row : [...styled(INDENT), ...row]));
}
