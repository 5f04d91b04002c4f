/**
 * The blurred picture that comes with an attachment (https://evanw.github.io/thumbhash/): at most 32 × 32 pixels.
 *
 * @module
 */
import { thumbHashToRGBA } from 'thumbhash';
import type { Pixels } from './pixels.ts';

const MIN_BYTES = 5;
/** The longest that the format makes; more is not looked at. */
const MAX_BYTES = 64;

/** Undefined for what is no such hash. */
export function blurredPicture(hash: Uint8Array): Pixels | undefined {
  if (hash.length < MIN_BYTES || hash.length > MAX_BYTES) return undefined;
  const { w, h, rgba } = thumbHashToRGBA(hash);
  return w > 0 && h > 0 ? { width: w, height: h, data: rgba } : undefined;
}
