/**
 * The history of a run, in one order: which operations started, and how they ended. It contains only what a client
 * can know. A timeout or a lost connection is `unknown`: the operation may have been carried out, or may still be.
 *
 * @module
 */

/** The stage of an operation. */
export type Stage = 'invoke' | 'ok' | 'fail' | 'unknown';

/** The actor: the name of a device, and the id of its user. */
export interface Actor {
  readonly who: string;
  readonly user: number;
}

/** A message, as somebody saw it. */
export interface Sight {
  readonly conversation: number;
  readonly seq: number;
  readonly sender: number;
  /** See fingerprint.ts. */
  readonly text: string;
}

/** What changes another message. */
export type ChangeKind = 'edit' | 'recall' | 'reaction' | 'vote';

/** A message from its sender's view. `id` is unique; of a message that is no change it is the first word of the text. */
export interface SendFact extends Actor {
  readonly op: 'send';
  readonly stage: Stage;
  readonly id: string;
  readonly conversation: number;
  /** See fingerprint.ts; as `words`. */
  readonly text?: string;
  /** Undefined: it changes nothing. */
  readonly change?: ChangeKind;
  /** What an edit puts in place of the text. */
  readonly words?: string;
  /** The id of the file that it carries. */
  readonly file?: string;
  readonly seq?: number;
  readonly code?: string;
}

/** A file was uploaded, to be sent. */
export interface UploadFact extends Actor {
  readonly op: 'upload';
  readonly file: string;
  /** SHA-256 of its bytes. */
  readonly hash: string;
}

/** `handed`: the SDK passed it to the application. `pushed`: a raw client received it as a push. */
export interface SightFact extends Actor, Sight {
  readonly op: 'handed' | 'pushed';
  /** A client of MQTT got it with QoS 2. */
  readonly isOnce?: true;
}

/** A range of a log was requested. */
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
  /** The direct conversation of the two users. */
  readonly conversation: number;
  readonly subject: number;
  readonly code?: string;
}

/** `move-cursor` raises the read cursor; `see-cursor` reads it. */
export interface CursorFact extends Actor {
  readonly op: 'move-cursor' | 'see-cursor';
  readonly stage: Stage;
  readonly id: string;
  readonly conversation: number;
  readonly read?: number;
  readonly code?: string;
}

/** The state of a device. `ended`: refused for good by the server. `restored`: it reads these logs again. */
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
 * `heal`: all faults are over. `read`: the logs are read from here on, so they contain what was acked before.
 * `backup`: a backup starts. `restore`: the data is the backup's from here on.
 */
export interface PhaseFact {
  readonly op: 'phase';
  readonly phase: 'heal' | 'read' | 'backup' | 'restore' | 'end';
  readonly epoch?: string;
}

/** How long a recovery took, measured while nothing else was broken. */
export interface RecoveryFact {
  readonly op: 'recovery';
  /** `database`: from its return to the next ack. `last-push`: from an ack to the arrival at the last receiver. */
  readonly of: 'database' | 'last-push';
  readonly tookMs: number;
}

/**
 * Some readers stop reading while much is said in a conversation. `begin`: they stop. `said`: everything was said.
 * `end`: they read again. `cut-short`: they read again before the others could have everything. `others`: devices
 * that are online and keep reading.
 */
export interface StallFact {
  readonly op: 'stall';
  readonly stage: 'begin' | 'said' | 'end' | 'cut-short';
  readonly conversation: number;
  readonly others: readonly string[];
}

/** Something that no promise allows, such as a server that ended by itself. */
export interface MishapFact {
  readonly op: 'mishap';
  readonly sentence: string;
}

export type Fact =
  | SendFact
  | UploadFact
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

/** What somebody does, without who it is. */
export type OwnFact = Fact extends infer F ? (F extends Actor ? Omit<F, keyof Actor> : never) : never;

/** `n` counts from 0. `at`: ms since the start of the run, by a monotonic clock. */
export type Entry = Fact & { readonly n: number; readonly at: number };

export class History {
  readonly #entries: Entry[] = [];
  readonly #startedAt = performance.now();
  readonly #listeners: ((entry: Entry) => void)[] = [];

  /** Calls the listener for each new entry: for files, for progress. */
  listen(listener: (entry: Entry) => void): void {
    this.#listeners.push(listener);
  }

  record(fact: Fact): Entry {
    const entry: Entry = { n: this.#entries.length, at: this.elapsedMs, ...fact };
    this.#entries.push(entry);
    for (const listener of this.#listeners) listener(entry);
    return entry;
  }

  /** Since the start of the run. */
  get elapsedMs(): number {
    return Math.round((performance.now() - this.#startedAt) * 10) / 10;
  }

  get entries(): readonly Entry[] {
    return this.#entries;
  }
}
