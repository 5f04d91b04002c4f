/**
 * Where the pictures of one message go: known before any of them has loaded.
 *
 * @module
 */

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A picture's place, in parts of the whole: 0 to 1. */
export interface Cell {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface Grid {
  /** Width by height of the whole. */
  readonly ratio: number;
  readonly cells: readonly Cell[];
  /** How many pictures have no place of their own: the last cell says "+4". */
  readonly hidden: number;
}

const MAX_CELLS = 6;
const [MIN_RATIO, MAX_RATIO] = [0.6, 2.4];

/** One picture keeps its shape within bounds; more are put into rows that fill the width. */
export function gridOf(pictures: readonly Size[]): Grid {
  const shown = pictures.slice(0, MAX_CELLS);
  const ratios = shown.map(({ width, height }) => clamp(width / Math.max(1, height), MIN_RATIO, MAX_RATIO));
  const [first = 1] = ratios;
  const hidden = pictures.length - shown.length;
  if (shown.length <= 1) return { ratio: first, cells: shown.map(() => cell(0, 0, 1, 1)), hidden };
  // A wide one stands above the others; otherwise a big one beside them, as many as three.
  if (shown.length <= 4 && shown.length !== 2)
    return first >= 1.4 ? { ...above(ratios), hidden } : { ...beside(ratios), hidden };
  return { ...rows(ratios, shown.length === 2 ? 2 : 3), hidden };
}

function beside(ratios: readonly number[]): Omit<Grid, 'hidden'> {
  const others = ratios.length - 1;
  const width = 0.62;
  const cells = [cell(0, 0, width, 1)];
  for (let at = 0; at < others; at++) cells.push(cell(width, at / others, 1 - width, 1 / others));
  return { ratio: others === 2 ? 1.6 : 1.35, cells };
}

function above(ratios: readonly number[]): Omit<Grid, 'hidden'> {
  const others = ratios.length - 1;
  const height = others === 2 ? 0.58 : 0.66;
  const cells = [cell(0, 0, 1, height)];
  for (let at = 0; at < others; at++) cells.push(cell(at / others, height, 1 / others, 1 - height));
  return { ratio: 1.2, cells };
}

function rows(ratios: readonly number[], perRow: number): Omit<Grid, 'hidden'> {
  const count = Math.ceil(ratios.length / perRow);
  const cells: Cell[] = [];
  for (let row = 0; row < count; row++) {
    const inRow = ratios.slice(row * perRow, (row + 1) * perRow);
    const sum = inRow.reduce((a, b) => a + b, 0);
    let left = 0;
    for (const ratio of inRow) {
      // Between its own shape and an equal share, so that none becomes a strip.
      const width = (ratio / sum + 1 / inRow.length) / 2;
      cells.push(cell(left, row / count, width, 1 / count));
      left += width;
    }
  }
  const mean = ratios.reduce((a, b) => a + b, 0) / ratios.length;
  return { ratio: count === 1 ? clamp(mean * perRow, 1.2, 2.4) : 1.5, cells };
}

function cell(left: number, top: number, width: number, height: number): Cell {
  return { left, top, width, height };
}

function clamp(value: number, min: number, max: number): number {
  return Math.min(max, Math.max(min, value));
}
