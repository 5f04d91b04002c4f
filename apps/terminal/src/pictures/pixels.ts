/**
 * Pictures as pixels, and made smaller.
 *
 * @module
 */

export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue and alpha of each pixel, row by row. */
  readonly data: Uint8Array;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export type Colour = readonly [red: number, green: number, blue: number];

/** The largest size of the same shape inside bounds; not larger than the picture, and at least 1 × 1. */
export function fitting({ width, height }: Size, most: Size): Size {
  const scale = Math.min(1, most.width / width, most.height / height);
  return {
    width: Math.max(1, Math.round(width * scale)),
    height: Math.max(1, Math.round(height * scale)),
  };
}

/** The picture in another size: each pixel is the mean of what it covers, in front of a background. Opaque. */
export function scaled(picture: Pixels, { width, height }: Size, background: Colour): Pixels {
  const data = new Uint8Array(width * height * 4);
  for (let y = 0; y < height; y++) {
    const [top, bottom] = covered(y, height, picture.height);
    for (let x = 0; x < width; x++) {
      const [left, right] = covered(x, width, picture.width);
      data.set(mean(picture, { top, bottom, left, right }, background), (y * width + x) * 4);
    }
  }
  return { width, height, data };
}

function covered(at: number, of: number, length: number): readonly [from: number, to: number] {
  const from = Math.floor((at * length) / of);
  return [from, Math.max(from + 1, Math.floor(((at + 1) * length) / of))];
}

function mean(
  { width, data }: Pixels,
  { top, bottom, left, right }: { top: number; bottom: number; left: number; right: number },
  background: Colour,
): readonly [number, number, number, number] {
  let [red, green, blue, alpha] = [0, 0, 0, 0];
  for (let y = top; y < bottom; y++) {
    for (let at = (y * width + left) * 4; at < (y * width + right) * 4; at += 4) {
      const opacity = data[at + 3] ?? 0;
      red += (data[at] ?? 0) * opacity;
      green += (data[at + 1] ?? 0) * opacity;
      blue += (data[at + 2] ?? 0) * opacity;
      alpha += opacity;
    }
  }
  const full = (bottom - top) * (right - left) * 255;
  const over = (sum: number, behind: number): number => Math.round((sum + behind * (full - alpha)) / full);
  return [over(red, background[0]), over(green, background[1]), over(blue, background[2]), 255];
}
