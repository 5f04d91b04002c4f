/** A line of the chat, as ann has said it at noon. */
import type { Line } from '../../src/chat/state.ts';

export const NOON = new Date(2026, 10, 28, 12).getTime();

export function lineWith(changes: Partial<Line> = {}): Line {
  return {
    key: 'k',
    kind: 'message',
    seq: 1,
    who: 'ann',
    text: '',
    time: NOON,
    isMine: false,
    thread: 0,
    ...changes,
  };
}
