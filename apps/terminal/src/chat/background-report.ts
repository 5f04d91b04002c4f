/**
 * Asks the terminal for its background (xterm's OSC 11), and takes the answer out of what is typed.
 *
 * @module
 */
import type { Background } from './theme.ts';

export const ASK_BACKGROUND = '\u001B]11;?\u001B\\';

const ESCAPE = '\u001B';
const BELL = '\u0007';
const REPORT = new RegExp(`${ESCAPE}\\]11;([^${BELL}${ESCAPE}]{0,60})(?:${BELL}|${ESCAPE}\\\\)`);
/** The rest of an answer comes with the next chunk. */
const CUT = new RegExp(`${ESCAPE}\\](?:1(?:1(?:;[^${BELL}${ESCAPE}]{0,60}${ESCAPE}?)?)?)?$`);
const COLOUR = /^rgba?:([0-9a-f]{1,4})\/([0-9a-f]{1,4})\/([0-9a-f]{1,4})/i;

export class BackgroundReport {
  readonly #onBackground: (background: Background) => void;
  #isAwaited = false;
  #held = '';

  constructor(onBackground: (background: Background) => void) {
    this.#onBackground = onBackground;
  }

  /** The question was written to the terminal. Not every terminal answers. */
  expect(): void {
    this.#isAwaited = true;
  }

  take(chunk: string): string {
    if (!this.#isAwaited) return chunk;
    const text = this.#held + chunk;
    this.#held = '';
    const found = REPORT.exec(text);
    if (found === null) {
      this.#held = CUT.exec(text)?.[0] ?? '';
      return text.slice(0, text.length - this.#held.length);
    }
    this.#isAwaited = false;
    this.#onBackground(backgroundOf(found[1] ?? ''));
    return text.slice(0, found.index) + text.slice(found.index + found[0].length);
  }
}

function backgroundOf(answer: string): Background {
  const [, ...parts] = COLOUR.exec(answer) ?? [];
  if (parts.length === 0) return 'unknown';
  const [red = 0, green = 0, blue = 0] = parts.map((part) => parseInt(part, 16) / (16 ** part.length - 1));
  return luminance(red, green, blue) > 0.18 ? 'light' : 'dark';
}

/** WCAG 2.2's relative luminance; of a colour that stands out from white and black alike it is 0.18. */
function luminance(...channels: readonly [red: number, green: number, blue: number]): number {
  const [red, green, blue] = channels.map((part) =>
    part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4,
  ) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
