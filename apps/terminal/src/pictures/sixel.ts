/**
 * Pictures as Sixel, which xterm, foot, mlterm, Windows Terminal and others draw: six rows of pixels a band, colour by colour
 * (DEC STD 070, chapter 9).
 *
 * @module
 */
import type { Pixels } from './pixels.ts';

/** Steps of red, green and blue: 252 colours, so that they fit into the 256 that every terminal has. */
const STEPS = [6, 7, 6] as const;
const COLOURS = STEPS[0] * STEPS[1] * STEPS[2];

/** Draws an opaque picture at the cursor. */
export function sixelPicture(picture: Pixels): string {
  const { width, height } = picture;
  const indexed = dithered(picture);
  const bands: string[] = [];
  for (let top = 0; top < height; top += 6) bands.push(bandOf(indexed, { width, height, top }));
  return `\u001BP0;1q"1;1;${width};${height}${PALETTE}${bands.join('-')}\u001B\\`;
}

const PALETTE = Array.from({ length: COLOURS }, (_, index) => {
  const percent = coloursOf(index).map((part) => Math.round((part * 100) / 255));
  return `#${index};2;${percent.join(';')}`;
}).join('');

function coloursOf(index: number): readonly [number, number, number] {
  const [red, green, blue] = STEPS;
  const steps = [Math.floor(index / (green * blue)), Math.floor(index / blue) % green, index % blue] as const;
  return [(steps[0] * 255) / (red - 1), (steps[1] * 255) / (green - 1), (steps[2] * 255) / (blue - 1)];
}

/** The nearest colour of each pixel; what it is off by goes to its neighbours (Floyd and Steinberg, 1976). */
function dithered({ width, height, data }: Pixels): Uint8Array {
  const indexed = new Uint8Array(width * height);
  const wanted = Float32Array.from(data);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = y * width + x;
      let index = 0;
      for (let channel = 0; channel < 3; channel++) {
        const steps = STEPS[channel] ?? 6;
        const value = wanted[at * 4 + channel] ?? 0;
        const step = Math.max(0, Math.min(steps - 1, Math.round((value * (steps - 1)) / 255)));
        index = index * steps + step;
        const off = value - (step * 255) / (steps - 1);
        const spread = (dx: number, dy: number, share: number): void => {
          if (x + dx < 0 || x + dx >= width || y + dy >= height) return;
          const to = (at + dy * width + dx) * 4 + channel;
          wanted[to] = (wanted[to] ?? 0) + (off * share) / 16;
        };
        spread(1, 0, 7);
        spread(-1, 1, 3);
        spread(0, 1, 5);
        spread(1, 1, 1);
      }
      indexed[at] = index;
    }
  }
  return indexed;
}

/** Six rows: for each of their colours the bits of its pixels, one column after the other. */
function bandOf(
  indexed: Uint8Array,
  { width, height, top }: { readonly width: number; readonly height: number; readonly top: number },
): string {
  const bits = new Map<number, Uint8Array>();
  for (let y = top; y < Math.min(top + 6, height); y++) {
    for (let x = 0; x < width; x++) {
      const colour = indexed[y * width + x] ?? 0;
      let row = bits.get(colour);
      if (row === undefined) bits.set(colour, (row = new Uint8Array(width)));
      row[x] = (row[x] ?? 0) | (1 << (y - top));
    }
  }
  return [...bits].map(([colour, row]) => `#${colour}${runs(row)}`).join('$');
}

function runs(row: Uint8Array): string {
  let text = '';
  for (let at = 0; at < row.length;) {
    let end = at + 1;
    while (end < row.length && row[end] === row[at]) end++;
    const sixel = String.fromCharCode(63 + (row[at] ?? 0));
    text += end - at > 3 ? `!${end - at}${sixel}` : sixel.repeat(end - at);
    at = end;
  }
  return text;
}
