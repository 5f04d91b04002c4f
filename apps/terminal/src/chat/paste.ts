/**
 * Pastes: somebody else may have written them, so they must never act. Terminals put a mark before and behind a paste
 * (bracketed paste); for those that do not, several lines that are read at once are a paste.
 *
 * @module
 */
import { Transform } from 'node:stream';

export const PASTE_START = '\u001B[200~';
const PASTE_END = '\u001B[201~';
const INTERRUPT = '\u0003';
/** The rest of a long paste without marks follows within this time. */
const BURST_MS = 100;

/** Adds the marks that the terminal leaves out. */
export class PasteMarks {
  readonly #now: () => number;
  /** Between the terminal's own marks. */
  #isInside = false;
  /** A mark of which the end has not come yet. */
  #held = '';
  #burstEnd = Number.NEGATIVE_INFINITY;

  /** `now`: monotonic, in ms. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Takes what was read at once; returns it with marks around each paste. */
  mark(chunk: string): string {
    // A paste that never ends must not keep the user from leaving.
    if (this.#isInside && chunk === INTERRUPT) {
      this.#isInside = false;
      this.#held = '';
      return PASTE_END + chunk;
    }
    const text = this.#held + chunk;
    this.#held = cutMark(text);
    return this.#marked(text.slice(0, text.length - this.#held.length));
  }

  #marked(text: string): string {
    let marked = '';
    let isBehindPaste = false;
    for (let at = 0; ;) {
      const mark = text.indexOf(this.#isInside ? PASTE_END : PASTE_START, at);
      const part = text.slice(at, mark < 0 ? text.length : mark);
      marked += this.#isInside ? part : this.#guessed(part, isBehindPaste);
      if (mark < 0) return marked;
      marked += this.#isInside ? PASTE_END : PASTE_START;
      isBehindPaste = this.#isInside;
      this.#isInside = !this.#isInside;
      at = mark + PASTE_START.length;
    }
  }

  /** Nobody types a line and Enter in the moment of a paste: then it is text that brought the mark of its end along. */
  #guessed(text: string, isBehindPaste: boolean): string {
    const isRest = this.#now() < this.#burstEnd && text !== '' && !text.startsWith('\u001B');
    const isPaste = isRest || (isBehindPaste ? /[^\r\n][\r\n]/ : /[\r\n][^\r\n]/).test(text);
    if (!isPaste) return text;
    if (!isBehindPaste) this.#burstEnd = this.#now() + BURST_MS;
    return PASTE_START + text.replaceAll(PASTE_END, '') + PASTE_END;
  }
}

/** The beginning of a mark, at the end of a chunk. Less than this of it may be a key of its own. */
function cutMark(text: string): string {
  for (let length = PASTE_START.length - 1; length >= 3; length--) {
    const beginnings = [PASTE_START.slice(0, length), PASTE_END.slice(0, length)];
    const cut = beginnings.find((beginning) => text.endsWith(beginning));
    if (cut !== undefined) return cut;
  }
  return '';
}

export interface MarkedInput {
  /** What Ink reads instead of the terminal's own stream. */
  readonly stdin: NodeJS.ReadStream;
  /** Another program reads from the terminal. */
  readonly pause: () => void;
  readonly resume: () => void;
}

/** The input of a terminal, with marks around each paste. `now`: as for PasteMarks. `take`: removes what is no typing. */
export function markPastes(
  terminal: NodeJS.ReadStream,
  { now = () => performance.now(), take = (text: string) => text } = {},
): MarkedInput {
  const marks = new PasteMarks(now);
  const marked = new Transform({
    decodeStrings: false,
    transform(chunk: string, _encoding, done) {
      done(null, take(marks.mark(chunk)));
    },
  });
  const stdin = Object.assign(marked, {
    isTTY: true,
    setRawMode: (isRaw: boolean) => terminal.setRawMode(isRaw),
    ref: () => terminal.ref(),
    unref: () => terminal.unref(),
  });
  terminal.setEncoding('utf8').pipe(marked);
  return {
    // Ink uses no more of a terminal's stream than this has.
    stdin: stdin as unknown as NodeJS.ReadStream,
    pause() {
      terminal.unpipe(marked);
      terminal.pause();
    },
    resume() {
      terminal.pipe(marked);
    },
  };
}
