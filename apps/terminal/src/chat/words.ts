/**
 * How the chat says what has happened.
 *
 * @module
 */
import type { ClientState } from '@posthorn/client';
import { sanitiseLine } from '../sanitise.ts';

export function describeState(state: ClientState): string {
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
