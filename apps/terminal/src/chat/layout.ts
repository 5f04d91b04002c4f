/**
 * The rows in which a conversation is shown. Wraps a line once for each width, and only lines that are to be seen.
 *
 * @module
 */
import stringWidth from 'string-width';
import { clockOf, dayOf } from '../times.ts';
import { progressOf } from './state.ts';
import type { Line, Progress, Room } from './state.ts';
import { wrapText } from './wrap.ts';

export interface ScreenRow {
  readonly key: string;
  readonly text: string;
  readonly day: string;
  /** Undefined: the row shows the day of those below. */
  readonly line?: Line;
  /** In the first row of a message of mine. */
  readonly progress?: Progress;
}

export const MARKS: Readonly<Record<Progress, string>> = {
  pending: '…',
  sent: '✓',
  delivered: '✓✓',
  read: '✓✓',
  failed: '✗',
};

const INDENT = '  ';
const TAB = '    ';

export class Layout {
  readonly #wrap: typeof wrapText;
  /** Lines never change: those that do are replaced. */
  readonly #wrapped = new WeakMap<Line, { readonly columns: number; readonly rows: readonly string[] }>();

  constructor(wrap: typeof wrapText = wrapText) {
    this.#wrap = wrap;
  }

  /** The newest `count` rows, or a few more. */
  latest(room: Room, columns: number, count: number): readonly ScreenRow[] {
    const parts: (readonly ScreenRow[])[] = [];
    let left = count;
    for (let at = room.lines.length - 1; at >= 0 && left > 0; at--) {
      const [before, line] = [room.lines[at - 1], room.lines[at]];
      if (line === undefined) break;
      const rows = this.#rowsOf(room, line, columns);
      parts.push(rows.slice(-left));
      left -= rows.length;
      const day = dayOf(line.time);
      if (left > 0 && (before === undefined || dayOf(before.time) !== day)) {
        parts.push([{ key: `day ${line.key}`, text: dayText(day), day }]);
        left -= 1;
      }
    }
    return parts.toReversed().flat();
  }

  #rowsOf(room: Room, line: Line, columns: number): readonly ScreenRow[] {
    const day = dayOf(line.time);
    const progress = progressOf(room, line);
    const marks = progress === undefined ? 0 : stringWidth(MARKS[progress]) + 1;
    return this.#wrappedOf(line, columns - marks - INDENT.length).map((text, index) => ({
      key: `${line.key} ${index}`,
      text,
      day,
      line,
      ...(index === 0 && progress !== undefined && { progress }),
    }));
  }

  #wrappedOf(line: Line, columns: number): readonly string[] {
    const known = this.#wrapped.get(line);
    if (known?.columns === columns) return known.rows;
    // A notice is shown as it is. Other people's texts are indented, so that nobody can fake a line.
    const rows = (headOf(line) + line.text.replaceAll('\t', TAB)).split('\n').flatMap((text, paragraph) =>
      this.#wrap(text, columns).map((row, index) => {
        const isIndented = index > 0 || (paragraph > 0 && line.kind !== 'notice');
        return isIndented ? INDENT + row : row;
      }),
    );
    this.#wrapped.set(line, { columns, rows });
    return rows;
  }
}

export function dayText(day: string): string {
  return `── ${day} ──`;
}

function headOf({ kind, time, who }: Line): string {
  switch (kind) {
    case 'message':
      return `${clockOf(time)} ${who}: `;
    case 'event':
      return `${clockOf(time)} * `;
    case 'notice':
      return '';
  }
}
