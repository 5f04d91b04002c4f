/**
 * What happened, in one order: who began what, and how it ended. Checks read it afterwards, so it says no more
 * than a client of the system can know. What timed out or lost its connection is `unknown`: it may have been
 * carried out, and it may still be.
 *
 * @module
 */

/** How an operation stands. */
export type Stage = 'invoke' | 'ok' | 'fail' | 'unknown';

/** Whose doing it is: the name of a device, and the id of its user. */
export interface Actor {
  readonly who: string;
  readonly user: number;
}

/** A message as somebody saw it. */
export interface Sight {
  readonly conversation: number;
  readonly seq: number;
  readonly sender: number;
  /** See fingerprint.ts. */
  readonly text: string;
}

/** One message, from its sender's side. `id` is unique and is the first word of its text. */
export interface SendFact extends Actor {
  readonly op: 'send';
  readonly stage: Stage;
  readonly id: string;
  readonly conversation: number;
  readonly text?: string;
  readonly seq?: number;
  readonly code?: string;
}

/** `handed`: by the SDK to the application. `pushed`: a frame that a raw client received unasked. */
export interface SightFact extends Actor, Sight {
  readonly op: 'handed' | 'pushed';
}

/** A range of a log was asked for. */
export interface ReadFact extends Actor {
  readonly op: 'read';
  readonly stage: Stage;
  readonly id: string;
  readonly conversation: number;
  readonly after: number;
  readonly limit: number;
  readonly messages?: readonly Sight[];
  readonly code?: string;
}

export interface MemberFact extends Actor {
  readonly op: 'add' | 'remove';
  readonly stage: Stage;
  readonly id: string;
  readonly conversation: number;
  readonly subject: number;
  readonly code?: string;
}

export interface BlockFact extends Actor {
  readonly op: 'block' | 'unblock';
  readonly stage: Stage;
  readonly id: string;
  /** The direct conversation of the two. */
  readonly conversation: number;
  readonly subject: number;
  readonly code?: string;
}

/** `move-cursor` raises the read cursor, `see-cursor` asks how it stands. */
export interface CursorFact extends Actor {
  readonly op: 'move-cursor' | 'see-cursor';
  readonly stage: Stage;
  readonly id: string;
  readonly conversation: number;
  readonly read?: number;
  readonly code?: string;
}

/** A device's own life. `ended`: sent away for good by the server. `restored`: it reads these logs again. */
export interface DeviceFact extends Actor {
  readonly op: 'device';
  readonly state: 'opened' | 'closed' | 'online' | 'offline' | 'ended' | 'restored';
  readonly code?: string;
  readonly conversations?: readonly number[];
}

export interface FaultFact {
  readonly op: 'fault';
  readonly stage: 'begin' | 'end';
  readonly fault: string;
  readonly detail: string;
}

/**
 * `heal`: all faults are over. `read`: the logs are read from here on, so what was acked before is in them. `backup`: a
 * backup begins. `restore`: the data is the backup's from here on.
 */
export interface PhaseFact {
  readonly op: 'phase';
  readonly phase: 'heal' | 'read' | 'backup' | 'restore' | 'end';
  readonly epoch?: string;
}

/** How long something took to come right after a fault, measured where nothing else was broken. */
export interface RecoveryFact {
  readonly op: 'recovery';
  /** `database`: from its return to the next ack. `last-push`: from an ack to its last receiver. */
  readonly of: 'database' | 'last-push';
  readonly tookMs: number;
}

/**
 * Readers stop reading while much is said in a conversation: `begin`, `said` when all of it was, `end` when they read
 * again, `cut-short` when that was before the others could have it all. `others`: devices that are online and read on.
 */
export interface StallFact {
  readonly op: 'stall';
  readonly stage: 'begin' | 'said' | 'end' | 'cut-short';
  readonly conversation: number;
  readonly others: readonly string[];
}

/** Something about the system that no promise allows, such as a server that ended by itself. */
export interface MishapFact {
  readonly op: 'mishap';
  readonly sentence: string;
}

export type Fact =
  | SendFact
  | SightFact
  | ReadFact
  | MemberFact
  | BlockFact
  | CursorFact
  | DeviceFact
  | FaultFact
  | PhaseFact
  | RecoveryFact
  | StallFact
  | MishapFact;

/** `n` counts from 0; `at` is in ms since the run began, by a clock that never jumps. */
export type Entry = Fact & { readonly n: number; readonly at: number };

export class History {
  readonly #entries: Entry[] = [];
  readonly #startedAt = performance.now();
  readonly #listeners: ((entry: Entry) => void)[] = [];

  /** Hears of each entry at once: for files, for progress. */
  listen(listener: (entry: Entry) => void): void {
    this.#listeners.push(listener);
  }

  record(fact: Fact): Entry {
    const entry: Entry = { n: this.#entries.length, at: this.elapsedMs, ...fact };
    this.#entries.push(entry);
    for (const listener of this.#listeners) listener(entry);
    return entry;
  }

  /** Since the run began. */
  get elapsedMs(): number {
    return Math.round((performance.now() - this.#startedAt) * 10) / 10;
  }

  get entries(): readonly Entry[] {
    return this.#entries;
  }
}
