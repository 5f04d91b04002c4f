/**
 * A terminal without a terminal: shows what the chat's screen draws, and types into it.
 *
 * @module
 */
import { performance } from 'node:perf_hooks';
import { PassThrough, Writable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { render } from 'ink';
import { createElement } from 'react';
import { Condition } from '@posthorn/testing/condition';
import type { Chat } from '../../src/chat/chat.ts';
import type { Shown } from '../../src/chat/chat-files.ts';
import type { MouseEvent } from '../../src/chat/mouse.ts';
import { markPastes } from '../../src/chat/paste.ts';
import { ChatView } from '../../src/chat/view.ts';

export const KEYS = {
  enter: '\r',
  tab: '\t',
  up: '\u001B[A',
  down: '\u001B[B',
  pageUp: '\u001B[5~',
  pageDown: '\u001B[6~',
  next: '\u000E',
  editor: '\u0018',
  newLine: '\u001B\r',
};

/** From key to key, as a person types. */
const KEY_MS = 150;
/**
 * How long the process may have nothing to do while a picture is awaited. The time in which it has something to do does not
 * count: on a busy machine that takes longer.
 */
const PATIENCE_MS = 15_000;
const CHECK_MS = 1000;

export class FakeTerminal {
  readonly #stdin = Object.assign(new PassThrough(), {
    isTTY: true,
    setRawMode: () => {},
    ref: () => {},
    unref: () => {},
  });
  /** The time between keys passes at once. */
  #now = 0;
  readonly #drawn = new Condition();
  readonly #unmount: () => void;
  /** What the mouse does. */
  point: (event: MouseEvent) => void = () => {};
  /** What the user's editor makes of a text. */
  editor: (text: string) => Promise<string> = (text) => Promise.resolve(text);
  /** What shows a picture alone. */
  show: (shown: Shown) => Promise<void> = () => Promise.resolve();
  /** With its colours; the last whole picture. */
  picture = '';

  constructor(
    chat: Chat,
    {
      colourBits = 4,
      ...size
    }: { readonly columns: number; readonly rows: number; readonly colourBits?: number },
  ) {
    const stdout = Object.assign(
      new Writable({
        write: (chunk: Buffer, _encoding, done) => {
          this.picture = chunk.toString();
          this.#drawn.changed();
          done();
        },
      }),
      { isTTY: true, ...size },
    );
    const terminal = {
      edit: (text: string) => this.editor(text),
      show: (shown: Shown) => this.show(shown),
      onMouse: (listener: (event: MouseEvent) => void) => {
        this.point = listener;
        return () => {};
      },
      background: 'dark' as const,
      colourBits,
      onBackground: () => () => {},
    };
    const app = render(createElement(ChatView, { chat, terminal }), {
      // Ink uses no more of a terminal's streams than these have.
      stdin: markPastes(this.#stdin as unknown as NodeJS.ReadStream, { now: () => this.#now }).stdin,
      stdout: stdout as unknown as NodeJS.WriteStream,
      // Every picture whole, instead of what differs.
      debug: true,
      exitOnCtrlC: false,
      patchConsole: false,
    });
    this.#unmount = () => app.unmount();
  }

  /** Types, key after key, as a person does. */
  async type(...keys: readonly string[]): Promise<void> {
    for (const key of keys) {
      this.#now += KEY_MS;
      this.#stdin.write(key);
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  get text(): string {
    return stripVTControlCharacters(this.picture);
  }

  /** Waits until the screen shows this. */
  shows(pattern: RegExp): Promise<void> {
    return this.until(() => pattern.test(this.text), `shows ${pattern}`);
  }

  hides(pattern: RegExp): Promise<void> {
    return this.until(() => !pattern.test(this.text), `hides ${pattern}`);
  }

  /** Looks again at each picture. Rejects with what is to be seen instead when nothing more comes. */
  async until(isTrue: () => boolean, what = 'shows what it should'): Promise<void> {
    const { promise: late, reject } = Promise.withResolvers<never>();
    const before = performance.eventLoopUtilization();
    const timer = setInterval(() => {
      if (performance.eventLoopUtilization(before).idle < PATIENCE_MS) return;
      reject(new Error(`the screen never ${what}:\n${this.text}`));
    }, CHECK_MS);
    try {
      await Promise.race([this.#drawn.until(isTrue), late]);
    } finally {
      clearInterval(timer);
    }
  }

  close(): void {
    this.#unmount();
  }
}
