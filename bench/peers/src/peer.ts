/**
 * The interface of a peer: another system that does the work of our scenarios, with the guarantees that it gives.
 *
 * @module
 */
import type { Lab } from '../../src/lab.ts';
import type { Measured } from '../../src/load/closed-loop.ts';

/** What is guaranteed when a sender has its ack. */
export interface Guarantee {
  /** The form of the ack in this system's protocol. */
  readonly ack: string;
  /** Where the message is stored by then; undefined: nowhere. */
  readonly stored: string | undefined;
  /** Whether it was synced to disk before the ack. */
  readonly isSynced: boolean;
  /** The consequence for users if the machine loses power just after the ack. */
  readonly means: string;
}

export type ScenarioName = 'direct' | 'fanout';

export interface Peer {
  /** For the command line: `ejabberd-sqlite`. */
  readonly name: string;
  /** For display: `ejabberd, archive in SQLite`. */
  readonly title: string;
  readonly guarantee: Guarantee;
  /** The ack in a group, if it differs. */
  readonly fanoutAck?: string;
  /** Its version, as it reports it. Rejects with a MissingProgramError if a part is not installed. */
  version(): Promise<string>;
  /** Pairs write to each other. */
  direct?(lab: Lab, work: Work): Promise<Measured>;
  /** A few users write to a group. */
  fanout?(lab: Lab, work: Work): Promise<Measured>;
}

/** The size of the work, the same for every peer. */
export interface Work {
  /** Connections of `direct`; two form a pair. */
  readonly talkers: number;
  /** Unanswered messages of each connection. */
  readonly inFlight: number;
  /** Members of the group of `fanout`, all online. */
  readonly members: number;
  readonly speakers: number;
  readonly inFlightPerSpeaker: number;
}

export const FULL_WORK: Work = {
  talkers: 500,
  inFlight: 8,
  members: 1000,
  speakers: 4,
  inFlightPerSpeaker: 16,
};
