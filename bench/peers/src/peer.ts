/**
 * What a peer is: another system that does the work of our scenarios, and says what it promises meanwhile.
 *
 * @module
 */
import type { Lab } from '../../src/lab.ts';

/** What holds when a sender has its ack. */
export interface Guarantee {
  /** What the ack is on this system's wire. */
  readonly ack: string;
  /** Where the message is by then; undefined when it is kept nowhere. */
  readonly stored: string | undefined;
  /** Whether it was synced to disk before the ack. */
  readonly isSynced: boolean;
  /** In words: what its users have, and have not, when the machine loses power just after the ack. */
  readonly means: string;
}

/** Shares are those of a core, 1 for all of it; undefined where the system does not say. */
export interface Measured {
  /** Messages acked and delivered a second, or frames delivered a second. */
  readonly perSecond: number;
  /** Of all processes of the system, its database among them. */
  readonly serverCpu: number | undefined;
  /** Where it is near 1 the figure is a lower bound. */
  readonly loadCpu: number;
  /** Of whatever else ran on the machine meanwhile. */
  readonly otherCpu: number | undefined;
}

export type ScenarioName = 'direct' | 'fanout';

export interface Peer {
  /** For the command line: `ejabberd-sqlite`. */
  readonly name: string;
  /** For people: `ejabberd, archive in SQLite`. */
  readonly title: string;
  readonly guarantee: Guarantee;
  /** What the ack is in a group, where that is another one. */
  readonly fanoutAck?: string;
  /** Its version, as it says itself. Rejects with a MissingProgramError when something of it is not installed. */
  version(): Promise<string>;
  /** Pairs write to each other. */
  direct?(lab: Lab, work: Work): Promise<Measured>;
  /** A few write to all. */
  fanout?(lab: Lab, work: Work): Promise<Measured>;
}

/** The size of the work: the same for everybody. */
export interface Work {
  /** Connections of `direct`, half of a pair each. */
  readonly talkers: number;
  /** Unanswered messages of each. */
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
