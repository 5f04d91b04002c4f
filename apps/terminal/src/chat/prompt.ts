/**
 * The row in which the user writes.
 *
 * @module
 */
import { Box, Text } from 'ink';
import { createElement as h } from 'react';
import type { ReactElement } from 'react';
import stringWidth from 'string-width';
import { sanitiseLine } from '../sanitise.ts';
import type { Input } from './input.ts';
import { typed } from './typed.ts';

/** The frame, the longest sign before the text, and the cursor behind it. */
const CHROME_COLUMNS = 7;
/** The share of the row that shows what stands behind the cursor. */
const BEHIND_SHARE = 1 / 4;
/** A character that needs more UTF-16 units than this for a column may be cut. */
const UNITS_PER_COLUMN = 8;

const SEGMENTER = new Intl.Segmenter();

/** The part of the input around the cursor that fits. */
export interface PromptPart {
  readonly before: string;
  /** The character under the cursor. */
  readonly at: string;
  readonly after: string;
}

/** A text of several lines is shown as one. The work is bounded by the columns, not by the text. */
export function promptPart({ text, cursor }: Pick<Input, 'text' | 'cursor'>, columns: number): PromptPart {
  const reach = columns * UNITS_PER_COLUMN;
  const [at = ' ', ...behind] = characters(text.slice(cursor, cursor + reach));
  const after = fitting(behind, Math.floor(columns * BEHIND_SHARE)).join('');
  const ahead = characters(text.slice(Math.max(0, cursor - reach), cursor)).toReversed();
  const before = fitting(ahead, columns - stringWidth(at + after)).toReversed();
  return { before: before.join(''), at, after };
}

function characters(text: string): readonly string[] {
  return Array.from(SEGMENTER.segment(text), ({ segment }) =>
    /^[\r\n]/.test(segment) ? '⏎' : sanitiseLine(segment),
  );
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
}: {
  readonly input: Input;
  readonly isAiOn: boolean;
  readonly columns: number;
}): ReactElement {
  const { before, at, after } = promptPart(input, Math.max(1, columns - CHROME_COLUMNS));
  return h(
    Box,
    { borderStyle: 'round', borderColor: isAiOn ? 'magenta' : 'gray' },
    h(Text, { wrap: 'truncate' }, `${isAiOn ? 'ai' : ''}> ${before}`, h(Text, { inverse: true }, at), after),
  );
}

/** What Enter will do with a text of several lines; empty for one line. */
export function linesNote(input: Input): string {
  const lines = input.text.trimEnd().split('\n').length;
  if (lines === 1 || typed(input).kind === 'command') return '';
  return `${lines} lines: Enter sends them as one message  ·  Ctrl+U drops them`;
}
