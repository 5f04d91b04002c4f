/**
 * The chat as a full screen, with Ink.
 *
 * @module
 */
import { render } from 'ink';
import { createElement } from 'react';
import type { Io } from '../io.ts';
import type { Chat } from './chat.ts';
import { Terminal } from './terminal.ts';
import { ChatView } from './view.ts';

/** Runs until the user quits, then restores the terminal. */
export async function runScreen(chat: Chat, io: Io): Promise<void> {
  const terminal = new Terminal(io);
  const { stdin, stdout } = terminal;
  const app = render(createElement(ChatView, { chat, terminal }), { stdin, stdout, exitOnCtrlC: true });
  const onAbort = (): void => app.unmount();
  io.signal.addEventListener('abort', onAbort, { once: true });
  terminal.setMouse(chat.state.isMouseOn);
  const unwatch = chat.onChange(({ isMouseOn }) => terminal.setMouse(isMouseOn));
  const off = chat.client.on('state', (state) => {
    if (state.name === 'closed') app.unmount();
  });
  try {
    await app.waitUntilExit();
  } finally {
    off();
    unwatch();
    io.signal.removeEventListener('abort', onAbort);
    terminal.close();
  }
}
