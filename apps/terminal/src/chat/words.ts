/**
 * How the chat says what has happened.
 *
 * @module
 */
import type { Client, ClientState } from '@posthorn/client';
import { sanitiseLine } from '../sanitise.ts';
import type { ChatState } from './state.ts';

/** The connection has come or gone. */
export function withConnection(before: ChatState, state: ClientState): ChatState {
  const now = { ...before, connection: describeState(state), isOnline: state.name === 'online' };
  if (state.name !== 'online') return now;
  const { id = 0, name = '' } = state.session.user ?? {};
  return { ...now, self: { id, name } };
}

function describeState(state: ClientState): string {
  switch (state.name) {
    case 'online':
      return 'online';
    case 'connecting':
      return state.attempt === 0 ? 'connecting …' : `no connection, try ${state.attempt} …`;
    case 'closed':
      return state.error === undefined ? 'closed' : `closed: ${sanitiseLine(state.error.message)}`;
  }
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Tells of what goes wrong by itself. */
export function onTrouble(client: Client, tell: (text: string) => void): void {
  client.on('delayed', ({ error }) => tell(`Not sent yet: ${messageOf(error)}; trying again …`));
  client.on('restored', () =>
    tell('The server was restored from a backup; its conversations are read again.'),
  );
  client.on('error', (error) => tell(`Something went wrong: ${messageOf(error)}`));
}
