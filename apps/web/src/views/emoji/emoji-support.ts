/**
 * Which emoji the fonts of this device have.
 *
 * @module
 */

/** One of each version of Unicode's emoji, newest first. */
const PROBES: readonly (readonly [number, string])[] = [
  [17, '\u{1fac8}'],
  [16, '\u{1fae9}'],
  [15.1, '\u{1f426}\u200d\u{1f525}'],
  [15, '\u{1fae8}'],
  [14, '\u{1fae0}'],
  [13.1, '\u{1f62e}\u200d\u{1f4a8}'],
  [13, '\u{1f972}'],
];
const OLDEST = 12;
const SIDE = 24;

/** What is drawn in colour, and as one sign, is there. Where nothing can be drawn, all are taken to be. */
export function newestVersion(): number {
  const canvas = document.createElement('canvas');
  canvas.width = SIDE;
  canvas.height = SIDE;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) return Infinity;
  context.font = `${SIDE * 0.7}px "Apple Color Emoji", "Segoe UI Emoji", "Noto Color Emoji", sans-serif`;
  context.textBaseline = 'top';
  const usual = context.measureText('😀').width;
  for (const [version, sign] of PROBES) {
    const isOne = context.measureText(sign).width <= usual * 1.3;
    if (isOne && isColoured(context, sign)) return version;
  }
  return OLDEST;
}

function isColoured(context: CanvasRenderingContext2D, sign: string): boolean {
  context.clearRect(0, 0, SIDE, SIDE);
  context.fillStyle = '#000';
  context.fillText(sign, 0, 2);
  const { data } = context.getImageData(0, 0, SIDE, SIDE);
  for (let at = 0; at < data.length; at += 4) {
    const [red = 0, green = 0, blue = 0, alpha = 0] = data.subarray(at, at + 4);
    // A box that stands for a missing sign is black.
    if (alpha > 0 && (red > 40 || green > 40 || blue > 40)) return true;
  }
  return false;
}
