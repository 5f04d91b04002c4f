/**
 * Messages of the sample that are on their way, one in each state.
 *
 * @module
 */
import type { OutgoingMessage } from '@posthorn/client/engine';

const FAILURE = { code: 'BLOCKED', message: '', retryAfterMs: undefined, canRetry: false } as const;
const BUSY = { code: 'RATE_LIMITED', message: '', retryAfterMs: 4_000, canRetry: true } as const;

export function sampleOutgoing(now: number): readonly OutgoingMessage[] {
  const base = {
    target: { conversation: 1 },
    conversation: 1,
    time: now,
    error: undefined,
    uploads: [],
  } as const;
  return [
    { ...base, clientId: 'o1', content: { text: 'Handed to the server' }, state: 'sending' },
    { ...base, clientId: 'o2', content: { text: 'Waits for a connection' }, state: 'waiting' },
    { ...base, clientId: 'o3', content: { text: 'Refused for now' }, state: 'delayed', error: BUSY },
    { ...base, clientId: 'o4', content: { text: 'Refused for good' }, state: 'failed', error: FAILURE },
    {
      ...base,
      clientId: 'o5',
      content: { text: 'With a file' },
      state: 'uploading',
      uploads: [
        {
          id: 'u1',
          name: 'stage.zip',
          type: 'application/zip',
          bytes: 8_000_000,
          sent: 3_100_000,
          state: 'sending',
          error: undefined,
          attachment: undefined,
        },
      ],
    },
  ];
}
