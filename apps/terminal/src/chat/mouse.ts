/**
 * The mouse, as terminals report it (xterm's SGR mode, 1006).
 *
 * @module
 */
import { PASTE_START } from './paste.ts';

export const MOUSE_ON = '\u001B[?1000h\u001B[?1006h';
export const MOUSE_OFF = '\u001B[?1006l\u001B[?1000l';

/** Places count from 1, at the upper left. */
export type MouseEvent =
  | { readonly kind: 'click'; readonly column: number; readonly row: number }
  /** Up, towards older messages, if positive. */
  | { readonly kind: 'wheel'; readonly step: 1 | -1 };

const ESCAPE = '\u001B';
const LEFT_BUTTON = 0;
const WHEEL_UP = 64;
const WHEEL_DOWN = 65;
/** Or a mark of a paste. */
const REPORT = new RegExp(`${ESCAPE}\\[(?:20[01]~|<(\\d+);(\\d+);(\\d+)([Mm]))`, 'g');
/** The rest of a report comes with the next chunk. */
const CUT = new RegExp(`${ESCAPE}\\[<[\\d;]{0,20}$`);

/** Takes reports out of what is typed. What stands in a paste is no report. */
export class MouseReports {
  readonly #onEvent: (event: MouseEvent) => void;
  #isInPaste = false;
  #held = '';

  constructor(onEvent: (event: MouseEvent) => void) {
    this.#onEvent = onEvent;
  }

  /** `chunk` has marks around each paste. */
  take(chunk: string): string {
    const text = this.#held + chunk;
    const cut = CUT.exec(text)?.[0] ?? '';
    const typed = this.#withoutReports(text.slice(0, text.length - cut.length));
    this.#held = this.#isInPaste ? '' : cut;
    return this.#isInPaste ? typed + cut : typed;
  }

  #withoutReports(text: string): string {
    return text.replace(REPORT, (found, button?: string, column?: string, row?: string, end?: string) => {
      if (button === undefined) this.#isInPaste = found === PASTE_START;
      if (button === undefined || this.#isInPaste) return found;
      if (end === 'M') this.#report(Number(button), { column: Number(column), row: Number(row) });
      return '';
    });
  }

  #report(button: number, place: { readonly column: number; readonly row: number }): void {
    if (button === LEFT_BUTTON) this.#onEvent({ kind: 'click', ...place });
    if (button === WHEEL_UP || button === WHEEL_DOWN) {
      this.#onEvent({ kind: 'wheel', step: button === WHEEL_UP ? 1 : -1 });
    }
  }
}
