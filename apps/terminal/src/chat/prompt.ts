/**
 * The rows in which the user writes.
 *
 * @module
 */
import { Box, Text } from 'ink';
import { createElement as h } from 'react';
import type { ReactElement } from 'react';
import stringWidth from 'string-width';
import { sanitiseLine } from '../sanitise.ts';
import type { Input } from './input.ts';
import { usePalette } from './toned.ts';
import { typed } from './typed.ts';

/** The frame, the longest sign before the text, and the cursor behind it. */
const CHROME_COLUMNS = 7;
/** The share of the row that shows what stands behind the cursor. */
const BEHIND_SHARE = 1 / 4;
/** A character that needs more UTF-16 units than this for a column may be cut. */
const UNITS_PER_COLUMN = 8;

const SEGMENTER = new Intl.Segmenter();

/** Lines of the input that are seen; of more those around the cursor. */
const MAX_ROWS = 6;

/** The part of a line that fits; `at` is empty if the cursor is elsewhere. */
export interface PromptPart {
  readonly before: string;
  /** The character under the cursor. */
  readonly at: string;
  readonly after: string;
}

/** How many rows the input gets of so many. */
export function promptHeight({ text }: Pick<Input, 'text'>, rows: number): number {
  return Math.max(1, Math.min(MAX_ROWS, rows, text.split('\n').length));
}

/** The lines around the cursor. `isCut`: others stand above the first one. */
export function promptRows(
  { text, cursor }: Pick<Input, 'text' | 'cursor'>,
  { columns, rows: most }: { readonly columns: number; readonly rows: number },
): { readonly rows: readonly PromptPart[]; readonly isCut: boolean } {
  const lines = text.split('\n');
  const above = text.slice(0, cursor).split('\n');
  const own = above.length - 1;
  const last = Math.max(0, lines.length - most);
  const from = Math.min(last, Math.max(0, own - Math.floor(most / 2)));
  const rows = lines.slice(from, from + most).map((line, at): PromptPart => {
    if (from + at === own) return promptPart({ text: line, cursor: above[own]?.length ?? 0 }, columns);
    const shown = fitting(characters(line.slice(0, columns * UNITS_PER_COLUMN)), columns);
    return { before: shown.join(''), at: '', after: '' };
  });
  return { rows, isCut: from > 0 };
}

/** The part of a line around the cursor. The work is bounded by the columns, not by the text. */
export function promptPart({ text, cursor }: Pick<Input, 'text' | 'cursor'>, columns: number): PromptPart {
  const reach = columns * UNITS_PER_COLUMN;
  const [at = ' ', ...behind] = characters(text.slice(cursor, cursor + reach));
  const after = fitting(behind, Math.floor(columns * BEHIND_SHARE)).join('');
  const ahead = characters(text.slice(Math.max(0, cursor - reach), cursor)).toReversed();
  const before = fitting(ahead, columns - stringWidth(at + after)).toReversed();
  return { before: before.join(''), at, after };
}

function characters(text: string): readonly string[] {
  return Array.from(SEGMENTER.segment(text), ({ segment }) => sanitiseLine(segment));
}

/** The first characters that fit. */
function fitting(characters: readonly string[], columns: number): readonly string[] {
  let left = columns;
  const end = characters.findIndex((character) => (left -= stringWidth(character)) < 0);
  return end < 0 ? characters : characters.slice(0, end);
}

export function Prompt({
  input,
  isAiOn,
  columns,
  rows: most,
}: {
  readonly input: Input;
  readonly isAiOn: boolean;
  readonly columns: number;
  readonly rows: number;
}): ReactElement {
  const { rows, isCut } = promptRows(input, { columns: Math.max(1, columns - CHROME_COLUMNS), rows: most });
  const borderColor = usePalette()[isAiOn ? 'responder' : 'quiet'];
  const sign = `${isAiOn ? 'ai' : ''}${isCut ? '⋮' : '>'} `;
  return h(
    Box,
    { borderStyle: 'round', flexDirection: 'column', ...(borderColor !== undefined && { borderColor }) },
    ...rows.map(({ before, at, after }, index) =>
      h(
        Text,
        { key: index, wrap: 'truncate' },
        `${index === 0 ? sign : ' '.repeat(sign.length)}${before}`,
        h(Text, { inverse: true }, at),
        after,
      ),
    ),
  );
}

/** What Enter will do with a text of several lines; empty for one line. */
export function linesNote(input: Input): string {
  const lines = input.text.trimEnd().split('\n').length;
  if (lines === 1 || typed(input).kind === 'command') return '';
  return `${lines} lines: Enter sends them as one message  ·  Ctrl+U drops them`;
}
