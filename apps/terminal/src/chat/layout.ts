/**
 * The rows in which a conversation is shown. Lays a line out once for each width, and only lines that are to be seen.
 *
 * @module
 */
import stringWidth from 'string-width';
import { dayOf } from '../times.ts';
import type { Art } from './file-rows.ts';
import { lineRows } from './line-rows.ts';
import type { LineView } from './line-rows.ts';
import type { NicknamesByName } from './nicknames.ts';
import { progressOf, shownLines } from './state.ts';
import type { Line, Progress, Room } from './state.ts';
import { styled } from './styled.ts';
import type { Style, Styled } from './styled.ts';
import { wrapText } from './wrap.ts';

export interface ScreenRow {
  readonly key: string;
  readonly pieces: Styled;
  readonly day: string;
  /** Undefined: the row stands between lines. */
  readonly line?: Line;
  /** It only says which day begins. */
  readonly isDay?: boolean;
  /** The first row of its line. */
  readonly isFirst: boolean;
  /** In the first row of a message of mine. */
  readonly progress?: Progress;
}

export interface Window {
  readonly columns: number;
  /** How many rows are wanted. */
  readonly count: number;
  /** The reader's own name. */
  readonly self: string;
  /** How pictures are drawn; undefined: not at all. */
  readonly art?: Art | undefined;
}

export const MARKS: Readonly<Record<Progress, string>> = {
  pending: '…',
  sent: '✓',
  delivered: '✓✓',
  read: '✓✓',
  failed: '✗',
};

const NEWS: Style = { tone: 'alarm', bold: true };

interface LaidOut {
  readonly columns: number;
  readonly nicknames: NicknamesByName;
  readonly art: Art | undefined;
  readonly rows: readonly Styled[];
}

export class Layout {
  readonly #wrap: typeof wrapText;
  /** Lines never change: those that do are replaced. */
  readonly #known = new WeakMap<Line, LaidOut>();

  constructor(wrap: typeof wrapText = wrapText) {
    this.#wrap = wrap;
  }

  /** The newest rows, and maybe a few more than are wanted. */
  latest(room: Room, window: Window): readonly ScreenRow[] {
    const parts: (readonly ScreenRow[])[] = [];
    let left = window.count;
    const lines = shownLines(room);
    for (let at = lines.length - 1; at >= 0 && left > 0; at--) {
      const line = lines[at];
      if (line === undefined) break;
      const rows = this.#rowsOf(room, line, window);
      parts.push(rows.slice(-left));
      left -= rows.length;
      const between = left > 0 ? betweenRows({ ...room, lines }, at, window.columns) : [];
      parts.push(between);
      left -= between.length;
    }
    return parts.toReversed().flat();
  }

  #rowsOf(room: Room, line: Line, { columns, self, art }: Window): readonly ScreenRow[] {
    const day = dayOf(line.time);
    const progress = progressOf(room, line);
    // Above it stands what it replies to.
    const first = line.reply === undefined ? 0 : 1;
    const marks = progress === undefined ? 0 : stringWidth(MARKS[progress]) + 1;
    return this.#laidOut(line, { columns: columns - marks, self, nicknames: room.nicknames, art }).map(
      (pieces, index) => ({
        key: `${line.key} ${index}`,
        pieces,
        day,
        line,
        isFirst: index === first,
        ...(index === first && progress !== undefined && { progress }),
      }),
    );
  }

  #laidOut(line: Line, view: Omit<LineView, 'wrap'>): readonly Styled[] {
    const { columns, nicknames, art } = view;
    const known = this.#known.get(line);
    if (known?.columns === columns && known.nicknames === nicknames && known.art === art) return known.rows;
    const rows = lineRows(line, { ...view, wrap: this.#wrap });
    this.#known.set(line, { columns, nicknames, art, rows });
    return rows;
  }
}

/** What separates a line from the one before it: another day, and where the news begin. */
function betweenRows(room: Room, at: number, columns: number): readonly ScreenRow[] {
  const [before, line] = [room.lines[at - 1], room.lines[at]];
  if (line === undefined) return [];
  const day = dayOf(line.time);
  const rows: ScreenRow[] = [];
  if (before === undefined || dayOf(before.time) !== day) {
    rows.push({ key: `day ${line.key}`, pieces: dayPieces(day, columns), day, isDay: true, isFirst: false });
  }
  if (isNews(room, line) && !isNews(room, loggedBefore(room, at))) {
    rows.push({ key: 'news', pieces: rule('new messages', columns, NEWS), day, isFirst: false });
  }
  return rows;
}

function isNews({ newsFrom }: Room, line: Line | undefined): boolean {
  return newsFrom > 0 && line !== undefined && line.seq >= newsFrom;
}

/** The line before it that is in the log. */
function loggedBefore({ lines }: Room, at: number): Line | undefined {
  let before = at - 1;
  while (lines[before]?.seq === 0) before -= 1;
  return lines[before];
}

export function dayPieces(day: string, columns: number): Styled {
  return rule(day, columns, { dimColor: true });
}

function rule(text: string, columns: number, style: Style): Styled {
  const label = `── ${text} `;
  return styled(label + '─'.repeat(Math.max(2, columns - stringWidth(label))), style);
}
