/**
 * The truth: every write of the store, in the order in which it was carried out, judged by independent rules. The
 * ledger does not know how the store works, so that it can tell when the store is wrong.
 *
 * @module
 */
import { decodeContent, encodeContent } from '@posthorn/protocol';
import type { Content, Edit } from '@posthorn/protocol';
import { NaiveFold, targetOf } from './naive-fold.ts';
import { Violation } from './violation.ts';

/** A message of a log. */
export interface Entry {
  readonly conversation: number;
  readonly seq: number;
  readonly sender: number;
  readonly clientId: string;
  readonly time: number;
  readonly content: Uint8Array;
  /** Time of the commit (virtual ms). */
  readonly at: number;
}

export type Author = Pick<Entry, 'conversation' | 'sender' | 'clientId'>;

export type Kind = 'direct' | 'group' | 'room' | 'inbox';

interface Membership {
  /** The seq since which they are a member; undefined: not a member now. */
  since: number | undefined;
  readonly past: { readonly from: number; readonly to: number }[];
  isSilenced: boolean;
  role: string;
}

export class Log {
  readonly kind: Kind;
  readonly users: readonly number[];
  readonly entries: Entry[] = [];
  readonly members = new Map<number, Membership>();
  /** What has become of its messages. */
  readonly fold = new NaiveFold();
  /** What edits have made of each message, encoded. */
  readonly #edited = new Map<number, Uint8Array[]>();
  readonly #read = new Map<number, number>();

  constructor(kind: Kind, users: readonly number[]) {
    this.kind = kind;
    this.users = users;
  }

  join(user: number, seq: number, role: string): void {
    const known = this.members.get(user);
    if (known === undefined) {
      this.members.set(user, { since: seq, past: [], isSilenced: false, role });
    } else if (known.since === undefined) {
      known.since = seq;
      known.role = role;
    }
  }

  part(user: number, seq: number): void {
    const known = this.members.get(user);
    if (known?.since === undefined) return;
    known.past.push({ from: known.since, to: seq });
    known.since = undefined;
  }

  /** A current member. */
  member(user: number): Membership | undefined {
    const known = this.members.get(user);
    return known?.since === undefined ? undefined : known;
  }

  /** Whether `user` may ever see the message at `seq`. */
  isVisible(user: number, seq: number): boolean {
    if (this.kind === 'room') return true;
    if (this.kind !== 'group') return this.users.includes(user);
    const known = this.members.get(user);
    if (known === undefined) return false;
    const isInPast = known.past.some(({ from, to }) => from <= seq && seq <= to);
    return isInPast || (known.since !== undefined && known.since <= seq);
  }

  /** Whether `user` may see all of it. */
  isWhollyVisible(user: number): boolean {
    return this.entries.length > 0 && this.entries.every(({ seq }) => this.isVisible(user, seq));
  }

  /** Adds the next message. */
  add(entry: Entry): void {
    this.entries.push(entry);
    this.fold.add(entry);
    const { kind } = decodeContent(entry.content);
    if (kind?.case === 'edit') this.#edit(kind.value);
    // Whoever says something has read what came before it.
    if (this.fold.line(entry.seq) !== undefined && this.kind !== 'inbox') this.read(entry.sender, entry.seq);
  }

  /** Whether the message at `seq` has at some time been what a reader was given. */
  hasBeen(seq: number, content: Content): boolean {
    const entry = this.entries[seq - 1];
    if (entry === undefined) return false;
    const { kind } = content;
    if (kind?.case === 'recalled') return (this.fold.line(seq)?.recalled ?? 0) > 0;
    const given = encodeContent(content);
    const forms = [entry.content, ...(this.#edited.get(seq) ?? [])];
    if (forms.some((form) => Buffer.compare(form, given) === 0)) return true;
    // An edit loses its words with the message that it changes.
    const isEmptied = kind?.case === 'edit' && kind.value.text === '';
    return isEmptied && targetOf(decodeContent(entry.content).kind) === kind.value.target;
  }

  /** `user` has read up to `seq`. */
  read(user: number, seq: number): void {
    const head = this.entries.findLast((entry) => this.isVisible(user, entry.seq))?.seq ?? 0;
    this.#read.set(user, Math.max(this.#read.get(user) ?? 0, Math.min(seq, head)));
  }

  /** How many messages `user` has not read. */
  unread(user: number): number {
    const read = this.#read.get(user) ?? 0;
    const isUnread = (seq: number): boolean => seq > read && this.isVisible(user, seq);
    return [...this.fold.lines()].filter(({ seq, recalled }) => recalled === 0 && isUnread(seq)).length;
  }

  #edit({ target, text, mentions, mentionAll }: Edit): void {
    const entry = this.entries[target - 1];
    if (entry === undefined) return;
    const edited = encodeContent({ ...decodeContent(entry.content), text, mentions, mentionAll });
    this.#edited.set(target, [...(this.#edited.get(target) ?? []), edited]);
  }

  /** The lowest seq above `after` that `user` may see. */
  nextVisible(user: number, after: number): number | undefined {
    for (let seq = after + 1; seq <= this.entries.length; seq++) if (this.isVisible(user, seq)) return seq;
    return undefined;
  }
}

export class Ledger {
  /** Administrators of the server. */
  readonly admins = new Set<number>();
  readonly logs = new Map<number, Log>();
  /** By sender and client id. */
  readonly #sent = new Map<string, Entry>();
  /** Pairs "blocker blocked". */
  readonly #blocks = new Set<string>();

  log(conversation: number): Log | undefined {
    return this.logs.get(conversation);
  }

  at(conversation: number, seq: number): Entry | undefined {
    return this.logs.get(conversation)?.entries[seq - 1];
  }

  sent(sender: number, clientId: string): Entry | undefined {
    return this.#sent.get(`${sender} ${clientId}`);
  }

  open(conversation: number, kind: Kind, users: readonly number[]): void {
    if (!this.logs.has(conversation)) this.logs.set(conversation, new Log(kind, users));
  }

  block(user: number, other: number, isBlocked: boolean): void {
    if (isBlocked) this.#blocks.add(`${user} ${other}`);
    else this.#blocks.delete(`${user} ${other}`);
  }

  /** A message was written. Throws a Violation if it should not have been, or not at this place. */
  write(entry: Entry): void {
    const { conversation, seq, sender, clientId } = entry;
    const log = this.logs.get(conversation);
    const about = [clientId, `c${conversation}`];
    if (log === undefined) throw new Violation('3 order', `c${conversation} does not exist`, about);
    if (seq !== log.entries.length + 1) {
      const last = log.entries.length;
      throw new Violation('3 order', `seq ${seq} of c${conversation} follows ${last}`, about);
    }
    const key = `${sender} ${clientId}`;
    if (this.#sent.has(key)) throw new Violation('2 idempotent', `${clientId} was written twice`, about);
    this.#sent.set(key, entry);
    log.add(entry);
  }

  /** Throws a Violation if `sender` may not write this (a text or a change of the group) there now. */
  assertMayWrite({ conversation, sender, clientId }: Author, isText: boolean): void {
    const log = this.logs.get(conversation);
    if (log === undefined || log.kind === 'room') return;
    const refuse = (why: string): never => {
      throw new Violation('9 only to whom', `${clientId} in c${conversation} by u${sender}, who ${why}`, [
        clientId,
        `c${conversation}`,
      ]);
    };
    if (log.kind === 'group') {
      const member = log.member(sender);
      if (member === undefined) refuse('is no member');
      else if (isText && member.isSilenced) refuse('is silenced');
      return;
    }
    if (!log.users.includes(sender)) refuse('is not in it');
    const [a = 0, b = 0] = log.users;
    if (this.#blocks.has(`${a} ${b}`) || this.#blocks.has(`${b} ${a}`)) refuse('is past a block');
  }

  /** Throws a Violation if `sender` may not change this message now. */
  assertMayChange({ conversation, sender, clientId }: Author, kind: Content['kind']): void {
    const log = this.logs.get(conversation);
    const target = targetOf(kind);
    if (log === undefined || target === 0) return;
    const refuse = (what: string): never => {
      throw new Violation('9 only to whom', `${clientId} changes c${conversation}/${target}, ${what}`, [
        clientId,
        `c${conversation}`,
      ]);
    };
    const line = log.fold.line(target);
    if (line === undefined) return refuse('which is no message');
    if (!log.isVisible(sender, target)) refuse(`which u${sender} may not see`);
    if (kind?.case !== 'recall' && line.recalled > 0) refuse('which was recalled');
    if (line.sender === sender || line.recalled > 0) return undefined;
    if (kind?.case === 'edit') refuse(`which u${sender} did not say`);
    if (kind?.case === 'recall' && !this.#isManager(log, sender))
      refuse(`which u${sender} may not take back`);
    return undefined;
  }

  #isManager(log: Log, user: number): boolean {
    if (log.kind === 'room') return this.admins.has(user);
    return log.member(user)?.role === 'admin' || log.member(user)?.role === 'owner';
  }
}
