/**
 * The tables of the memory store. Everything in here belongs to the store: parts copy in and out.
 *
 * @module
 */
import type { Interval } from '../intervals.ts';
import type { UserRecord } from '../accounts.ts';
import type { ConversationKind, InviteRecord, MemberRole } from '../conversations.ts';
import type { SessionRecord } from '../sessions.ts';
import { StoreError } from '../store.ts';

export interface MessageRow {
  readonly conversation: number;
  readonly seq: number;
  readonly sender: number;
  readonly time: number;
  readonly content: Uint8Array;
  readonly clientId: string;
}

/** A user's standing; stays when they leave. */
export interface MemberRow {
  role: MemberRole;
  isSilenced: boolean;
  /** Closed intervals of earlier memberships. */
  readonly past: Interval[];
  joinedSeq: number;
  /** Undefined: is a member now. */
  left: { readonly seq: number; readonly title: string } | undefined;
}

/** What a reader keeps about a conversation. */
export interface ReaderRow {
  read: number;
  delivered: number;
  isMuted: boolean;
}

export interface ConversationRow {
  readonly id: number;
  readonly kind: ConversationKind;
  title: string;
  version: number;
  /** When the head rose last, Unix ms. */
  changedAt: number;
  readonly users: readonly number[];
  /** By seq; the message of seq 1 is at 0. */
  readonly messages: MessageRow[];
  readonly members: Map<number, MemberRow>;
  readonly readers: Map<number, ReaderRow>;
}

export interface UserRow {
  record: UserRecord;
  readonly nameKey: string;
  passwordHash: string | undefined;
}

export interface SessionRow {
  record: SessionRecord;
  readonly tokenKey: string;
}

export interface InviteRow {
  record: InviteRecord;
  readonly tokenKey: string;
}

export class MemoryState {
  readonly conversations = new Map<number, ConversationRow>();
  readonly directs = new Map<string, ConversationRow>();
  readonly rooms = new Map<string, ConversationRow>();
  /** Promise 2: by sender and client id. */
  readonly sent = new Map<string, MessageRow>();
  /** Promise 8: keys of what is never written. */
  readonly forbidden = new Set<string>();
  readonly users = new Map<number, UserRow>();
  readonly usersByName = new Map<string, UserRow>();
  readonly sessions = new Map<number, SessionRow>();
  readonly fences = new Map<string, number>();
  readonly invites = new Map<number, InviteRow>();
  /** Whom each user blocks. */
  readonly blocks = new Map<number, Set<number>>();
  isClosed = false;
  #lastId = 0;

  /** A number never given before. */
  nextId(): number {
    return (this.#lastId += 1);
  }

  /** Every call starts here. Throws `closed`. */
  assertOpen(): void {
    if (this.isClosed) throw new StoreError('closed', 'the store is closed');
  }

  addConversation(
    kind: ConversationKind,
    fields: { readonly title?: string; readonly users?: readonly number[] },
  ): ConversationRow {
    const row: ConversationRow = {
      id: this.nextId(),
      kind,
      title: fields.title ?? '',
      version: 1,
      changedAt: 0,
      users: fields.users ?? [],
      messages: [],
      members: new Map(),
      readers: new Map(),
    };
    this.conversations.set(row.id, row);
    for (const user of row.users) addMember(row, user, 'member', 1);
    return row;
  }
}

/** Opens an interval at `seq`; a member stays as they are. */
export function addMember(row: ConversationRow, user: number, role: MemberRole, seq: number): void {
  const known = row.members.get(user);
  if (known === undefined) {
    row.members.set(user, { role, isSilenced: false, past: [], joinedSeq: seq, left: undefined });
    return;
  }
  if (known.left === undefined) return;
  known.past.push({ from: known.joinedSeq, to: known.left.seq });
  known.role = role;
  known.isSilenced = false;
  known.joinedSeq = seq;
  known.left = undefined;
}

/** What `user` may see of a conversation now; undefined when they never were in it. */
export function intervalsOf(row: ConversationRow, user: number): readonly Interval[] | undefined {
  const head = row.messages.length;
  if (row.kind === 'room') return [{ from: 1, to: head }];
  const member = row.members.get(user);
  if (member === undefined) return undefined;
  return [...member.past, { from: member.joinedSeq, to: member.left?.seq ?? head }];
}

/** The key of a pair of users in either order. */
export function pairKey(a: number, b: number): string {
  return a < b ? `${a} ${b}` : `${b} ${a}`;
}

/** Bytes as a map key. */
export function bytesKey(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}

/** A page of values by rising key. */
export function page<T>(values: Iterable<T>, key: (value: T) => number, after: number, limit: number): T[] {
  return [...values]
    .filter((value) => key(value) > after)
    .sort((a, b) => key(a) - key(b))
    .slice(0, limit);
}
