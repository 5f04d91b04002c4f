/**
 * The terminal that the full screen is drawn on: its modes, its mouse, and lending it to another program.
 *
 * @module
 */
import type { Io } from '../io.ts';
import { variable } from '../environment.ts';
import { ASK_BACKGROUND, BackgroundReport } from './background-report.ts';
import { editText } from './editor.ts';
import type { Shown } from './chat-files.ts';
import { MOUSE_OFF, MOUSE_ON, MouseReports } from './mouse.ts';
import type { MouseEvent } from './mouse.ts';
import { markPastes } from './paste.ts';
import type { MarkedInput } from './paste.ts';
import { askGraphics, showPicture } from './picture-screen.ts';
import type { PictureStage } from './picture-screen.ts';
import type { Graphics } from '../pictures/graphics.ts';
import { backgroundIn } from './theme.ts';
import type { Background } from './theme.ts';

const ENTER_SCREEN = '\u001B[?1049h\u001B[H';
const LEAVE_SCREEN = '\u001B[?1049l';

export class Terminal {
  readonly stdout: NodeJS.WriteStream;
  readonly #io: Io;
  readonly #input: MarkedInput;
  readonly #listeners = new Set<(event: MouseEvent) => void>();
  readonly #watchers = new Set<(background: Background) => void>();
  #isMouseOn = false;
  /** Undefined: it has not been asked yet. */
  #graphics: Graphics | undefined;
  #background: Background;

  /** `io` is known to be on a terminal. */
  constructor(io: Io) {
    this.#io = io;
    this.stdout = io.stdout as NodeJS.WriteStream;
    const reports = new MouseReports((event) => {
      for (const listener of this.#listeners) listener(event);
    });
    const isConsole = io.env['TERM'] === 'linux';
    this.#background = isConsole ? 'dark' : backgroundIn(io.env['COLORFGBG']);
    const background = new BackgroundReport((found) => this.#see(found));
    this.#input = markPastes(io.stdin as NodeJS.ReadStream, {
      take: (text) => reports.take(background.take(text)),
    });
    this.stdout.write(ENTER_SCREEN);
    // Linux's own console does not answer.
    if (!isConsole && this.colourBits > 1) {
      background.expect();
      this.stdout.write(ASK_BACKGROUND);
    }
  }

  /** As far as it is known. */
  get background(): Background {
    return this.#background;
  }

  /** How many bits a colour has; 1: there are no colours, or the user wants none (no-color.org). */
  get colourBits(): number {
    return variable(this.#io.env, 'NO_COLOR') === undefined ? this.stdout.getColorDepth() : 1;
  }

  /** Returns a function that removes the listener. */
  onBackground(listener: (background: Background) => void): () => void {
    this.#watchers.add(listener);
    return () => this.#watchers.delete(listener);
  }

  #see(background: Background): void {
    if (background === 'unknown') return;
    this.#background = background;
    for (const watcher of this.#watchers) watcher(background);
  }

  get stdin(): NodeJS.ReadStream {
    return this.#input.stdin;
  }

  /** Returns a function that removes the listener. */
  onMouse(listener: (event: MouseEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** While the mouse is ours, the terminal selects text only with Shift. */
  setMouse(isOn: boolean): void {
    if (isOn !== this.#isMouseOn) this.stdout.write(isOn ? MOUSE_ON : MOUSE_OFF);
    this.#isMouseOn = isOn;
  }

  /** Lends the terminal to the user's editor. Whoever draws on it must have stopped. Rejects when the editor fails. */
  async edit(text: string): Promise<string> {
    const { env, signal } = this.#io;
    const isMouseOn = this.#isMouseOn;
    this.setMouse(false);
    this.#input.pause();
    this.stdout.write(LEAVE_SCREEN);
    try {
      return await editText(text, { env: { ...env }, signal });
    } finally {
      this.stdout.write(ENTER_SCREEN);
      this.#input.resume();
      this.setMouse(isMouseOn);
    }
  }

  /** Shows a picture until a key is pressed. Whoever draws on the terminal must have stopped. */
  async show(shown: Shown): Promise<void> {
    const isMouseOn = this.#isMouseOn;
    this.setMouse(false);
    this.#input.pause();
    const stdin = this.#io.stdin as NodeJS.ReadStream;
    stdin.setRawMode(true);
    const keys = new Keys(stdin, this.#io.signal);
    const { columns, rows } = this.stdout;
    const stage: PictureStage = {
      columns,
      rows,
      background: this.#background === 'light' ? [255, 255, 255] : [0, 0, 0],
      bits: this.colourBits,
      env: this.#io.env,
      write: (text) => this.stdout.write(text),
      next: (timeoutMs) => keys.next(timeoutMs),
    };
    try {
      this.#graphics ??= await askGraphics(stage);
      await showPicture(shown, this.#graphics, stage);
    } finally {
      keys.close();
      this.#input.resume();
      this.setMouse(isMouseOn);
    }
  }

  /** Gives the terminal back as it was. */
  close(): void {
    this.setMouse(false);
    this.#input.pause();
    this.stdout.write(LEAVE_SCREEN);
  }
}

/** What the terminal sends, chunk by chunk. */
class Keys {
  readonly #stdin: NodeJS.ReadStream;
  readonly #signal: AbortSignal;
  readonly #arrived: string[] = [];
  #wake: () => void = () => {};
  readonly #onData = (chunk: string): void => {
    this.#arrived.push(chunk);
    this.#wake();
  };

  constructor(stdin: NodeJS.ReadStream, signal: AbortSignal) {
    this.#stdin = stdin.on('data', this.#onData);
    this.#signal = signal;
    stdin.resume();
  }

  /** Empty after so many ms; another key if the process is to end. */
  async next(timeoutMs?: number): Promise<string> {
    if (this.#arrived.length === 0) {
      await new Promise<void>((resolve) => {
        const timer = timeoutMs === undefined ? undefined : setTimeout(resolve, timeoutMs);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
        this.#signal.addEventListener('abort', this.#wake, { once: true });
      });
    }
    return this.#arrived.shift() ?? (this.#signal.aborted ? '\u001B' : '');
  }

  close(): void {
    this.#stdin.off('data', this.#onData).pause();
  }
}
