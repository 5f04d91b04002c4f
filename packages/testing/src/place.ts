/**
 * Somewhere clients can go, whatever it is made of.
 *
 * @module
 */

/** By the SDK over TCP or WebSocket, or by plain HTTP with the event stream. */
export type WayIn = 'tcp' | 'ws' | 'http';

export interface Place {
  /** Where the client of this number connects, or asks. */
  url(wayIn: WayIn, index: number): string;
  /** Of a user who has registered. */
  idOf(name: string): Promise<number>;
  readonly lobby: number;
  close(): Promise<void>;
}
