/**
 * What is looked at once everything is quiet: what each user is given, what each device shows, and what lies in files.
 *
 * @module
 */
import type { Shown } from './shown.ts';

/** A conversation as the server gives it to one user. */
export interface Account {
  readonly user: number;
  readonly name: string;
  readonly conversation: number;
  /** By seq, without entries. */
  readonly lines: readonly Shown[];
  /** Undefined: it does not count anything for them. */
  readonly counts: Counts | undefined;
}

export interface Counts {
  readonly read: number;
  readonly unread: number;
  readonly mentions: number;
}

/** A conversation as a device shows it. */
export interface DevicePicture {
  readonly who: string;
  readonly user: number;
  readonly conversation: number;
  /** What the device was handed. */
  readonly seqs: ReadonlySet<number>;
  readonly lines: readonly Shown[];
  /** Whose words are in each message, by seq; see idsIn(). */
  readonly words: ReadonlyMap<number, readonly string[]>;
}

/** Whose words are where. */
export interface Trace {
  /** "romeo can read", "the file posthorn.db has". */
  readonly where: string;
  /** Under which they were sent; see idsIn(). */
  readonly ids: ReadonlySet<string>;
}

/** What somebody got who wanted the file of a message. */
export interface Download {
  readonly user: number;
  readonly name: string;
  readonly file: string;
  readonly conversation: number;
  readonly seq: number;
  /** `got`: bytes with this SHA-256. `failed`: with this status, or without an answer. */
  readonly outcome:
    | { readonly kind: 'got'; readonly hash: string }
    | { readonly kind: 'refused' }
    | { readonly kind: 'failed'; readonly how: string };
}

/** What somebody found who searched for the words of a message; see wordsOf(). */
export interface Find {
  readonly user: number;
  readonly name: string;
  readonly conversation: number;
  readonly seq: number;
  /** Under which the words were sent. */
  readonly id: string;
  readonly hits: readonly { readonly conversation: number; readonly seq: number }[];
}

/** A message of which a receiver of webhooks was told. */
export interface HookPlace {
  readonly conversation: number;
  readonly seq: number;
}

/** What a receiver of webhooks was told. */
export interface Hooks {
  /** In the order of their coming. */
  readonly came: readonly HookPlace[];
  /** The last seq before the first of which it has to be told. */
  readonly since: (conversation: number) => number | undefined;
}

/** A press, and what was said to whoever pressed. */
export interface Pressed {
  readonly id: string;
  readonly by: string;
  /** Undefined: it is not known. */
  readonly outcome?: string;
  readonly answer?: string | undefined;
}

/** What somebody was shown alone. */
export interface Whispered {
  readonly to: string;
  readonly text: string;
}

/** A text that a bot let grow. */
export interface Grown {
  /** The press because of which it grew. */
  readonly stream: string;
  readonly whole: string;
  /** The message was acked. */
  readonly isSaid: boolean;
}

/** What a bot, those who pressed, and somebody who watched have seen. */
export interface BotsSeen {
  readonly presses: readonly Pressed[];
  /** Which process has taken which press. */
  readonly takes: readonly { readonly press: string; readonly by: string }[];
  readonly whispers: readonly Whispered[];
  /** Who got no answer although all was mended. */
  readonly unanswered: readonly string[];
  /** `messages`: what came of it; `isGrowing`: it is still shown as growing. */
  readonly grown: readonly (Grown & { readonly messages: readonly string[]; readonly isGrowing: boolean })[];
}

/** What became of the will of a client of MQTT. */
export interface Will {
  readonly id: string;
  /** How often. */
  readonly sent: number;
  /** Its client was lost, and the server knows. */
  readonly isDue: boolean;
  /** Its client has said goodbye, and the server knows. */
  readonly isForbidden: boolean;
}

/** Everything that is looked at at the end of an era. */
export interface Quiet {
  readonly accounts: readonly Account[];
  readonly pictures: readonly DevicePicture[];
  readonly traces: readonly Trace[];
  readonly downloads: readonly Download[];
  readonly finds: readonly Find[];
  /** Absent: there was no receiver. */
  readonly hooks?: Hooks | undefined;
  /** Absent: there was no bot. */
  readonly bots?: BotsSeen | undefined;
  /** Absent: nobody had a will. */
  readonly wills?: readonly Will[] | undefined;
}

export const NOTHING_QUIET: Quiet = { accounts: [], pictures: [], traces: [], downloads: [], finds: [] };
