/**
 * A client that speaks a protocol by hand, as far as the load and the faults see it.
 *
 * @module
 */
import type { ContentInit } from '@posthorn/protocol';

export interface Speaker {
  /** Its name in the history. */
  readonly who: string;
  readonly userId: number;
  /** Ids of sends without an outcome. */
  readonly unsettled: readonly string[];
  /** The URL of the current connection; undefined: not connected. */
  readonly endpoint: string | undefined;
  /** Connects, to get what is pushed. */
  open(): Promise<void>;
  /** Sends a message under this id. */
  send(id: string, conversation: number, content: ContentInit): void;
  /** Sends an acked message again. Resolves with the answer. */
  sendAgain(): Promise<void>;
  /** Stops or continues reading on the current connection. */
  setReading(isReading: boolean): void;
  close(): void;
}
