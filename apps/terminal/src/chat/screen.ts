/**
 * The chat as a full screen, with Ink.
 *
 * @module
 */
import { render } from 'ink';
import { createElement } from 'react';
import type { Io } from '../io.ts';
import type { Chat } from './chat.ts';
import { markPastes } from './paste.ts';
import { ChatView } from './view.ts';

const ENTER_SCREEN = '\u001B[?1049h\u001B[H';
const LEAVE_SCREEN = '\u001B[?1049l';

/** Runs until the user quits, then restores the terminal. */
export async function runScreen(chat: Chat, io: Io): Promise<void> {
  // The caller has checked that these are terminals.
  const input = markPastes(io.stdin as NodeJS.ReadStream);
  const stdout = io.stdout as NodeJS.WriteStream;
  stdout.write(ENTER_SCREEN);
  const app = render(createElement(ChatView, { chat }), { stdin: input.stdin, stdout, exitOnCtrlC: true });
  const onAbort = (): void => app.unmount();
  io.signal.addEventListener('abort', onAbort, { once: true });
  const off = chat.client.on('state', (state) => {
    if (state.name === 'closed') app.unmount();
  });
  try {
    await app.waitUntilExit();
  } finally {
    off();
    io.signal.removeEventListener('abort', onAbort);
    input.close();
    stdout.write(LEAVE_SCREEN);
  }
}
