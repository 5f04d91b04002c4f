/**
 * Server-Sent Events as bytes (WHATWG HTML, section 9.2).
 *
 * @module
 */

/** What comes on a stream. openapi.ts has the data of each. */
export type StreamEventType =
  | 'ready'
  | 'message'
  | 'typing'
  | 'presence'
  | 'receipt'
  | 'user'
  | 'restored'
  | 'goodbye';

export interface StreamEvent {
  readonly type: StreamEventType;
  /** Where to resume after this event. Without it the client keeps its last id. */
  readonly id?: string;
  readonly data: unknown;
}

/** One event. JSON has no line breaks, so its data is one line. */
export function formatEvent({ type, id, data }: StreamEvent): Uint8Array {
  const idLine = id === undefined ? '' : `id: ${id}\n`;
  return Buffer.from(`event: ${type}\n${idLine}data: ${JSON.stringify(data)}\n\n`);
}

/** An empty comment, so that proxies do not consider the stream dead. */
export const KEEP_ALIVE: Uint8Array = Buffer.from(':\n\n');
