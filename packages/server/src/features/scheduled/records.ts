/**
 * Messages that are to be sent later, in the store.
 *
 * @module
 */
import type { AttachedFile } from '../../store/files/attach.ts';

export interface NewScheduled {
  readonly user: number;
  readonly conversation: number;
  readonly clientId: string;
  /** Canonical encoded Content. */
  readonly content: Uint8Array;
  /** Unix ms. */
  readonly due: number;
}

/** With its files. */
export type MadeScheduled = NewScheduled & { readonly files?: readonly AttachedFile[] };

export interface ScheduledRecord extends NewScheduled {
  readonly id: number;
  /** The error code with which it was refused; 0: it was not. */
  readonly failed: number;
  /** When it was to be sent, if it waits longer than that (Unix ms). 0: it does not. */
  readonly wanted: number;
  /** The error code for which it waits. 0: it does not. */
  readonly waiting: number;
}

/** A message that somebody has begun to send. */
export interface TakenRecord extends ScheduledRecord {
  /** Another number each time. */
  readonly turn: number;
  /** Nobody else sends it. */
  readonly isAlone: boolean;
}

export interface ScheduledChange {
  readonly due?: number;
  /** Canonical encoded Content. */
  readonly content?: Uint8Array;
  /** Of that content. */
  readonly files?: readonly AttachedFile[];
}

export interface FailedScheduled {
  readonly id: number;
  readonly code: number;
}

/** It was not written, and may be later. */
export interface WaitingScheduled extends FailedScheduled, Pick<TakenRecord, 'turn' | 'isAlone'> {
  /** When it is tried again (Unix ms). */
  readonly due: number;
}

export interface Settled {
  readonly sent: readonly number[];
  readonly failed: readonly FailedScheduled[];
  readonly waiting: readonly WaitingScheduled[];
}
