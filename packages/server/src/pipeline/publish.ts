/**
 * Publishes on the bus what online clients should see. All of it is a hint: the log has the truth (promise 11).
 *
 * @module
 */
import { packServerFrame } from '@posthorn/protocol';
import type { ServerFrameInit, State } from '@posthorn/protocol';
import type { Bus } from '../bus/bus.ts';
import { groupSubject, presenceSubject, userSubject } from '../bus/subjects.ts';
import type { Clock } from '../clock.ts';
import { encodeEnvelope } from '../generated/bus.ts';
import type { EnvelopeBodyInit, WireTakenInit } from '../generated/bus.ts';
import type { Logger } from '../logger.ts';
import { affectedUsers } from '../store/log/effects.ts';
import type { EffectKinds } from '../store/log/effects.ts';
import type { ConversationRecord } from '../store/log/records.ts';
import type { Append, ChangedHead } from '../store/log/log.ts';
import type { LogEntry } from './followers/follower.ts';
import type { RecentMembershipChanges, MembershipChange } from './recent-membership-changes.ts';

/** Delays after which the end of a session is published again. */
const ENDED_AGAIN_MS = [1000, 3000];

/** Receivers to exclude from a note. */
export interface NoteOptions {
  readonly origin?: number;
  readonly exceptUser?: number;
}

export interface PublisherOptions {
  readonly bus: Bus;
  readonly logger: Logger;
  /** Collects changes of membership, to be repeated. */
  readonly membershipChanges: RecentMembershipChanges;
  /** Tells which users join or leave through an effect. */
  readonly effects: EffectKinds;
  /** Without a clock, the end of a session is published only once. */
  readonly clock?: Clock;
}

export class Publisher {
  readonly #options: PublisherOptions;
  #onCommitted: ((entry: LogEntry) => void) | undefined;

  constructor(options: PublisherOptions) {
    this.#options = options;
  }

  /** `heard` is called with each message that this router has committed and publishes. */
  onCommitted(heard: (entry: LogEntry) => void): void {
    this.#onCommitted = heard;
  }

  /** Publishes a committed message. It is encoded once, as the frame that native clients receive. */
  message(
    record: ConversationRecord,
    append: Append,
    committed: {
      readonly seq: number;
      readonly version: number;
      readonly origin: number;
      /** Of the message that it was folded into. */
      readonly state?: State | undefined;
      /** See Folded. */
      readonly veiled?: Uint8Array | undefined;
    },
  ): void {
    const { conversation, sender, time, effect } = append;
    const { seq, origin, state, veiled } = committed;
    const content = veiled ?? append.content;
    if (this.#options.logger.isLevelEnabled('debug')) {
      this.#options.logger.debug(
        { conversation, seq, sender, clientId: append.clientId },
        'message committed',
      );
    }
    const told = veiled === undefined ? sender : 0;
    const frame = packServerFrame({
      body: { case: 'message', value: { conversation, seq, sender: told, time, content, state } },
    });
    const version = record.kind === 'group' ? committed.version : 0;
    const affected = affectedUsers(this.#options.effects, effect);
    const since = version === 0 || version === append.version ? 0 : append.version;
    const value = { origin, conversation, seq, version, frame, since, affected };
    const push = this.#encode({ case: 'push', value });
    for (const subject of subjectsOf(record)) this.#options.bus.publish(subject, push);
    this.#onCommitted?.({ conversation, seq, sender, time, content });
    for (const user of affected) this.#options.bus.publish(userSubject(user), push);
    if (affected.length === 0) return;
    const change = { conversation, users: affected, version: committed.version, seq };
    this.#publishChange(change, 0);
    this.#options.membershipChanges.add(change);
  }

  /** Repeats a change of membership, for gateways that missed it and its message. */
  repeatMembershipChange(change: MembershipChange): void {
    this.#publishChange(change, change.seq);
  }

  /** Publishes that these users may have joined or left a group, because the outcome is unknown. */
  membershipInDoubt(users: readonly number[]): void {
    const change = { conversation: 0, users, version: 0, seq: 0 };
    this.#publishChange(change, 0);
    this.#options.membershipChanges.add(change);
  }

  /** Tells the gateways of these users to look up their membership. */
  #publishChange({ conversation, users, version }: MembershipChange, seq: number): void {
    const envelope = this.#encode({ case: 'membershipChanged', value: { conversation, version, seq } });
    for (const user of users) this.#options.bus.publish(userSubject(user), envelope);
  }

  /** Publishes a note, which is not stored, to everybody in a conversation. */
  note(record: ConversationRecord, frame: ServerFrameInit, options: NoteOptions = {}): void {
    const version = record.kind === 'group' ? record.version : 0;
    const envelope = this.#note(record.id, version, frame, options);
    for (const subject of subjectsOf(record)) this.#options.bus.publish(subject, envelope);
  }

  /** Publishes a note to the connections of one user. */
  noteToUser(user: number, frame: ServerFrameInit, options: NoteOptions = {}): void {
    this.#options.bus.publish(userSubject(user), this.#note(0, 0, frame, options));
  }

  /** Publishes a profile to the connections of its user, and of those who watch their presence. */
  profileChanged(user: number, frame: ServerFrameInit, options: NoteOptions = {}): void {
    const envelope = this.#note(0, 0, frame, options);
    for (const subject of [userSubject(user), presenceSubject(user)])
      this.#options.bus.publish(subject, envelope);
  }

  /**
   * Closes the connections of these sessions with an error code. Published three times within a few seconds, because a
   * gateway that missed it would keep the connection.
   */
  sessionsEnded(user: number, sessions: readonly number[], code: number): void {
    const tell = (): void => {
      for (const session of sessions)
        this.#send(userSubject(user), { case: 'sessionEnded', value: { session, except: 0, code } });
    };
    tell();
    for (const delayMs of ENDED_AGAIN_MS) this.#options.clock?.after(delayMs, tell);
  }

  /**
   * A client of another wire has connected at a node: its connections elsewhere end. Whoever misses it finds a kept session taken at
   * the next save.
   */
  wireTaken(user: number, { wire, client, node }: WireTakenInit): void {
    this.#send(userSubject(user), { case: 'wireTaken', value: { wire, client, node } });
  }

  /** One of these two blocks the other: neither is told of the other's presence any more. */
  blocked(a: number, b: number): void {
    this.#send(userSubject(a), { case: 'blocked', value: { other: b } });
    this.#send(userSubject(b), { case: 'blocked', value: { other: a } });
  }

  /** A user may want others than before to see whether they are online. */
  visibilityChanged(user: number): void {
    this.#send(presenceSubject(user), { case: 'visibilityChanged', value: {} });
  }

  /** Advertises recently changed heads, for clients that missed the push (promise 6). */
  advert(heads: readonly ChangedHead[]): void {
    for (const { conversation, seq, version, kind, users } of heads) {
      const isGroup = kind === 'group' || kind === 'room';
      const head = { conversation, seq, version: kind === 'group' ? version : 0 };
      const subjects = isGroup ? [groupSubject(conversation)] : users.map(userSubject);
      for (const subject of subjects) this.#send(subject, { case: 'advert', value: { heads: [head] } });
    }
  }

  #note(conversation: number, version: number, frame: ServerFrameInit, options: NoteOptions): Uint8Array {
    const { origin, exceptUser } = options;
    return this.#encode({
      case: 'note',
      value: { origin, conversation, version, exceptUser, frame: packServerFrame(frame) },
    });
  }

  #send(subject: string, body: EnvelopeBodyInit): void {
    this.#options.bus.publish(subject, this.#encode(body));
  }

  #encode(body: EnvelopeBodyInit): Uint8Array {
    return encodeEnvelope({ body });
  }
}

function subjectsOf(record: ConversationRecord): readonly string[] {
  const isGroup = record.kind === 'group' || record.kind === 'room';
  return isGroup ? [groupSubject(record.id)] : record.users.map(userSubject);
}
