/**
 * A grid of pictures in CSS.
 *
 * @module
 */
import type { Cell, Grid, Size } from '../../model/picture-grid.ts';

const MAX_WIDTH = 380;
const MAX_HEIGHT = 360;
const MIN_WIDTH = 140;

/** A single small picture is not made larger. */
export function gridStyle(
  { ratio }: Grid,
  pictures: readonly Size[],
): { readonly width: number; readonly aspectRatio: string } {
  const [single] = pictures;
  const width =
    single !== undefined && pictures.length === 1
      ? Math.max(MIN_WIDTH, Math.min(MAX_WIDTH, single.width, Math.round(MAX_HEIGHT * ratio)))
      : MAX_WIDTH;
  return { width, aspectRatio: String(ratio) };
}

/** From the side where reading begins. */
export function cellStyle({ left, top, width, height }: Cell): Record<string, string> {
  const percent = (part: number): string => `${part * 100}%`;
  return {
    insetInlineStart: percent(left),
    insetBlockStart: percent(top),
    width: percent(width),
    height: percent(height),
  };
}
