/**
 * Turns the bytes of a picture into pixels, without native code: JPEG and PNG, which all thumbnails are.
 *
 * @module
 */
import type { Pixels } from './pixels.ts';
import { isPng, readPng } from './png.ts';

/** More than a thumbnail of 1280 × 1280 has. */
const MAX_PIXELS = 2_000_000;
const MAX_MB = 256;

/** Undefined for what is damaged, too large, or in another form. */
export async function decodePicture(bytes: Uint8Array): Promise<Pixels | undefined> {
  try {
    if (isPng(bytes)) return readPng(bytes, MAX_PIXELS);
    if (!isJpeg(bytes)) return undefined;
    const { decode } = await import('jpeg-js');
    return decode(bytes, {
      useTArray: true,
      maxResolutionInMP: MAX_PIXELS / 1e6,
      maxMemoryUsageInMB: MAX_MB,
    });
  } catch {
    return undefined;
  }
}

function isJpeg(bytes: Uint8Array): boolean {
  return bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff;
}
