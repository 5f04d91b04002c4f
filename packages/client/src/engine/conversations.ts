/**
 * The user's conversations: as the server lists them at each connection, and kept up to date by what arrives. Where that does
 * not say how much is unread, the server is asked.
 *
 * @module
 */
import { decodeConversation, encodeConversation, LIMITS } from '@posthorn/protocol';
import type { Conversation, ReceiptNote } from '@posthorn/protocol';
import type { Incoming } from '../api.ts';
import { toIncoming } from '../delivery.ts';
import { entryTarget } from '../entries.ts';
import type { ConversationInfo } from './api.ts';
import type { Core } from './core.ts';
import { counts, isNaming, wireOf } from './fold.ts';
import type { Pins } from './pins.ts';

/** Later than a move of the read cursor is sent, so that the answer counts it. */
const DOUBT_MS = 700;
const MAX_ASKED = 4;
/** Begins the names of when something happened in conversations where nothing was said. */
const ACTIVE = 'active/';
/** Then the server is believed: a log may have become shorter. */
const MAX_BEHIND = 4;

export class Conversations {
  readonly #core: Core;
  readonly #pins: Pick<Pins, 'left'>;
  /** Conversations to be asked about. */
  readonly #doubts = new Set<number>();
  readonly #unlisted = new Set<number>();
  /** New ones that are being asked for. */
  readonly #met = new Map<number, Promise<void>>();
  #cancel: (() => void) | undefined;
  #asking = 0;
  /** How often the server has told of less than has arrived, of each conversation. */
  readonly #behind = new Map<number, number>();
  #listing = 0;

  constructor(core: Core, pins: Pick<Pins, 'left'>) {
    this.#core = core;
    this.#pins = pins;
  }

  /** Shows what is stored. */
  restore(stored: Iterable<readonly [unknown, unknown]>, meta: ReadonlyMap<unknown, unknown>): void {
    for (const [id, bytes] of stored) {
      const info = this.#infoOf(decodeConversation(bytes as Uint8Array));
      const activeAt = info.activeAt || Number(meta.get(`${ACTIVE}${String(id)}`) ?? 0);
      this.#core.board.put('conversations', Number(id), { ...info, activeAt });
    }
  }

  get(id: number): ConversationInfo | undefined {
    return this.#core.board.table('conversations').get(id);
  }

  /** Reads the whole list from the server. */
  async list(): Promise<void> {
    const { client, board } = this.#core;
    const turn = (this.#listing += 1);
    const before = new Set(board.table('conversations').keys());
    for (let cursor = ''; ;) {
      const page = await client.call('listConversations', {
        cursor,
        limit: LIMITS.maxPageItems,
        byActivity: true,
      });
      if (turn !== this.#listing) return;
      for (const conversation of page.conversations) {
        before.delete(conversation.id);
        this.heard(conversation);
      }
      if (page.next === '') break;
      cursor = page.next;
    }
    for (const id of before) this.#keep(id, undefined);
    board.set('hasConversations', true);
    for (const id of this.#unlisted) if (this.get(id) === undefined) this.#meet(id);
    this.#unlisted.clear();
  }

  /** Conversations in which nothing was said yet are as old as the last thing that happened there. */
  async findBeginnings(): Promise<void> {
    const { client, board } = this.#core;
    const unknown = [...board.table('conversations').values()]
      .filter(({ activeAt, head }) => activeAt === 0 && head > 0)
      .map(({ id }) => id);
    for (let at = 0; at < unknown.length; at += LIMITS.maxRangesPerPull) {
      const ranges = unknown
        .slice(at, at + LIMITS.maxRangesPerPull)
        .map((conversation) => ({ conversation, before: Number.MAX_SAFE_INTEGER, limit: 1 }));
      const { batches } = await client.call('pull', { ranges });
      for (const { conversation, messages } of batches) {
        const [info, time] = [this.get(conversation), messages[0]?.time];
        if (info?.activeAt === 0 && time !== undefined) this.#keep(conversation, { ...info, activeAt: time });
      }
    }
  }

  /** The server has told what it knows. Messages that have come meanwhile count on top of it. */
  heard(conversation: Conversation): void {
    const { id, head, read } = conversation;
    const known = this.get(id);
    const info = this.#infoOf(conversation);
    if (known !== undefined && this.#isBehind(known, conversation)) {
      this.doubt(id);
      // It does not know yet what was read here.
      if (known.head <= head && known.read > read)
        this.#keep(id, { ...info, read: known.read, unread: known.unread, mentions: known.mentions });
      return;
    }
    this.#behind.delete(id);
    // Where nothing was said it is as old as what is known of it.
    const next = { ...info, activeAt: info.activeAt || (known?.activeAt ?? 0) };
    if (known === undefined || !isSame(known, next)) this.#keep(id, next);
  }

  /** The server has told of less than is known here: it is asked again, but not for ever. */
  #isBehind(known: ConversationInfo, { id, head, read }: Conversation): boolean {
    if (known.head <= head && known.read <= read) return false;
    const times = (this.#behind.get(id) ?? 0) + 1;
    this.#behind.set(id, times);
    return times < MAX_BEHIND;
  }

  /** A message of the log has come; `shown` is what it, or the message that it changes, is now. */
  arrived(message: Incoming, shown: Incoming | undefined): void {
    const { conversation: id, seq, content } = message;
    const known = this.get(id);
    if (known === undefined) {
      this.#meet(id);
      return;
    }
    const isNew = seq > known.head;
    const target = entryTarget(content);
    let next = { ...known, head: Math.max(known.head, seq) };
    if (target > 0) next = this.#changed(next, message, target, shown);
    else if (isNew && counts(message)) next = this.#counted(next, message);
    else if (isNew && content.thread > 0 && !message.isMine && isNaming(message, this.#core.self()))
      next = { ...next, mentions: next.mentions + 1 };
    if (content.kind?.case === 'event') {
      if (known.lastMessage === undefined)
        next = { ...next, activeAt: Math.max(next.activeAt, message.time) };
      this.doubt(id);
    }
    this.#keep(id, next);
  }

  /** The log was restored from a backup: it may be shorter than what was here. */
  restored(): void {
    for (const [id, info] of this.#core.board.table('conversations'))
      this.#keep(id, { ...info, head: 0, read: 0, lastMessage: undefined });
  }

  /** The user has read up to a seq, here or elsewhere. */
  read(id: number, seq: number): void {
    const known = this.get(id);
    if (known === undefined || seq <= known.read) return;
    const last = known.lastMessage?.seq ?? 0;
    if (seq >= last) this.#keep(id, { ...known, read: seq, unread: 0, mentions: 0 });
    else this.#keep(id, { ...known, read: seq });
    this.doubt(id);
  }

  receipt({ conversation, user, read, delivered }: ReceiptNote): void {
    if (user !== this.#core.self()) return;
    this.read(conversation, read);
    const known = this.get(conversation);
    if (known !== undefined && delivered > known.delivered) this.#keep(conversation, { ...known, delivered });
  }

  /** Asks the server for a conversation soon. */
  doubt(id: number): void {
    this.#doubts.add(id);
    this.#cancel?.();
    this.#cancel = this.#core.platform.after(DOUBT_MS, () => this.#ask());
  }

  forget(id: number): void {
    this.#keep(id, undefined);
  }

  #ask(): void {
    this.#cancel = undefined;
    // The next connection lists them all.
    if (!this.#core.isOnline()) this.#doubts.clear();
    for (const id of [...this.#doubts].slice(0, MAX_ASKED - this.#asking)) {
      this.#doubts.delete(id);
      this.#asking += 1;
      void this.#askFor(id).finally(() => {
        this.#asking -= 1;
        if (this.#cancel === undefined) this.#ask();
      });
    }
  }

  /** Resolves when a conversation is known, or cannot be. */
  async known(id: number): Promise<void> {
    await this.#met.get(id);
  }

  /** A conversation that nobody has heard of. While all are being listed for the first time it may be among them. */
  #meet(id: number): void {
    if (this.#met.has(id)) return;
    if (!this.#core.board.value('hasConversations')) {
      this.#unlisted.add(id);
      return;
    }
    this.#met.set(
      id,
      this.#askFor(id).finally(() => this.#met.delete(id)),
    );
  }

  async #askFor(id: number): Promise<void> {
    try {
      this.heard(await this.#core.client.call('getConversation', { conversation: id }));
    } catch (error) {
      this.#core.onError(error);
    }
  }

  #counted(known: ConversationInfo, message: Incoming): ConversationInfo {
    const { isMine, seq, time } = message;
    const next = { ...known, lastMessage: message, activeAt: Math.max(known.activeAt, time) };
    // Whoever says something has read what came before it.
    if (isMine) return { ...next, read: Math.max(known.read, seq), unread: 0, mentions: 0 };
    const mentions = known.mentions + (isNaming(message, this.#core.self()) ? 1 : 0);
    return { ...next, unread: known.unread + 1, mentions };
  }

  /** An entry has changed a message: perhaps the last one, or one that was counted. */
  #changed(
    known: ConversationInfo,
    { content: { kind } }: Incoming,
    target: number,
    shown: Incoming | undefined,
  ): ConversationInfo {
    const changesCounts = kind?.case === 'recall' || kind?.case === 'edit';
    if (changesCounts && target > known.read) this.doubt(known.id);
    if (known.lastMessage?.seq !== target) return known;
    if (kind?.case === 'recall') this.doubt(known.id);
    return shown === undefined ? known : { ...known, lastMessage: shown };
  }

  #infoOf(conversation: Conversation): ConversationInfo {
    const { lastMessage: last, ...rest } = conversation;
    const lastMessage = last === undefined ? undefined : toIncoming(last, this.#core.self());
    return { ...rest, lastMessage, activeAt: lastMessage?.time ?? 0 };
  }

  #keep(id: number, info: ConversationInfo | undefined): void {
    const { board, seen } = this.#core;
    board.put('conversations', id, info);
    if (info === undefined) {
      seen.drop(id);
      seen.put('conversations', id, undefined);
      this.#pins.left(id);
      return;
    }
    const { lastMessage, activeAt } = info;
    if (lastMessage === undefined && activeAt > 0) seen.put('meta', `${ACTIVE}${id}`, activeAt);
    seen.put('conversations', id, () => bytesOf(info));
  }
}

function bytesOf({ lastMessage, activeAt: _, ...rest }: ConversationInfo): Uint8Array {
  const message = lastMessage === undefined ? undefined : wireOf(lastMessage);
  return encodeConversation({ ...rest, lastMessage: message }).slice();
}

function isSame(one: ConversationInfo, other: ConversationInfo): boolean {
  if (one.activeAt !== other.activeAt) return false;
  const [a, b] = [bytesOf(one), bytesOf(other)];
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
