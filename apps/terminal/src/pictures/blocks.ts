/**
 * Pictures of half blocks: each cell of the terminal shows two pixels, one above the other.
 *
 * @module
 */
import { fitting, scaled } from './pixels.ts';
import type { Colour, Pixels, Size } from './pixels.ts';

const UPPER_HALF = '▀';
const RESET = '\u001B[0m';

/** Of a picture, in half blocks: a cell is about twice as high as it is wide. */
export function blockSize(picture: Size, most: { readonly columns: number; readonly rows: number }): Size {
  const { width, height } = fitting(picture, { width: most.columns, height: most.rows * 2 });
  return { width, height: Math.max(2, height + (height % 2)) };
}

/** A row of text for every two rows of pixels. `bits`: of the terminal's colours; 8 or 24. */
export function blockRows(
  picture: Pixels,
  size: Size,
  { background, bits }: { readonly background: Colour; readonly bits: number },
): readonly string[] {
  const { width, height, data } = scaled(picture, size, background);
  const colour = bits >= 24 ? trueColour : cubeColour;
  const at = (x: number, y: number): string => {
    const index = (y * width + x) * 4;
    return colour(data[index] ?? 0, data[index + 1] ?? 0, data[index + 2] ?? 0);
  };
  return Array.from({ length: Math.floor(height / 2) }, (_, row) => {
    let text = '';
    let before = '';
    for (let x = 0; x < width; x++) {
      const now = `\u001B[38;${at(x, row * 2)};48;${at(x, row * 2 + 1)}m`;
      text += now === before ? UPPER_HALF : now + UPPER_HALF;
      before = now;
    }
    return text + RESET;
  });
}

function trueColour(red: number, green: number, blue: number): string {
  return `2;${red};${green};${blue}`;
}

/** The nearest of the 6 × 6 × 6 colours that xterm numbers from 16 on. */
function cubeColour(...parts: readonly [number, number, number]): string {
  const [red = 0, green = 0, blue = 0] = parts.map((part) => {
    if (part < 48) return 0;
    return part < 115 ? 1 : Math.min(5, Math.floor((part - 35) / 40));
  });
  return `5;${16 + 36 * red + 6 * green + blue}`;
}
