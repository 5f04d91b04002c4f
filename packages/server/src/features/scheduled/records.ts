/**
 * Messages that are to be sent later, in the store.
 *
 * @module
 */
export interface NewScheduled {
  readonly user: number;
  readonly conversation: number;
  readonly clientId: string;
  /** Canonical encoded Content. */
  readonly content: Uint8Array;
  /** Unix ms. */
  readonly due: number;
}

export interface ScheduledRecord extends NewScheduled {
  readonly id: number;
  /** The error code with which it was refused; 0: it was not. */
  readonly failed: number;
}

export interface ScheduledChange {
  readonly due?: number;
  /** Canonical encoded Content. */
  readonly content?: Uint8Array;
}

export interface FailedScheduled {
  readonly id: number;
  readonly code: number;
}
