/**
 * What a parser finds out about a file without decoding it.
 *
 * @module
 */
import type { Edit } from '../edits.ts';

export interface Facts {
  /** Where it is another one than the beginning of the file told, such as a video without pictures. */
  readonly type?: string;
  /** As people see it. */
  readonly width?: number;
  readonly height?: number;
  readonly durationMs?: number;
  /** What takes away where and how it was taken. Empty if it does not say where. */
  readonly edits: readonly Edit[];
}

/** A side beyond it is no picture that anybody shows. */
const MAX_SIDE = 1_000_000;

/** The size after an orientation of Exif: 5 to 8 swap the sides. */
export function turned(
  width: number,
  height: number,
  orientation: number,
): { width: number; height: number } {
  const [w, h] = [width, height].map((side) => (side > 0 && side <= MAX_SIDE ? side : 0));
  const sides = { width: w ?? 0, height: h ?? 0 };
  if (sides.width === 0 || sides.height === 0) return { width: 0, height: 0 };
  return orientation >= 5 ? { width: sides.height, height: sides.width } : sides;
}

/** 0 for what is no plausible length of time. */
export function durationOf(units: number, perSecond: number): number {
  const ms = Math.round((units / perSecond) * 1000);
  return Number.isFinite(ms) && ms > 0 && ms < 2 ** 32 ? ms : 0;
}
