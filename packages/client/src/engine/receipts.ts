/**
 * How far members have received and read, of the conversations that somebody looks at.
 *
 * @module
 */
import { LIMITS } from '@posthorn/protocol';
import type { ReceiptNote } from '@posthorn/protocol';
import type { Cursor } from './api.ts';
import type { Core } from './core.ts';

export class Receipts {
  readonly #core: Core;
  #watched: ReadonlySet<number> = new Set();

  constructor(core: Core) {
    this.#core = core;
  }

  watch(conversations: Iterable<number>): void {
    const before = this.#watched;
    this.#watched = new Set(conversations);
    for (const each of before) if (!this.#watched.has(each)) this.#core.board.put('cursors', each, undefined);
    for (const each of this.#watched) if (!before.has(each)) void this.#read(each);
  }

  /** What was missed meanwhile is asked for. */
  online(): void {
    for (const each of this.#watched) void this.#read(each);
  }

  receipt({ conversation, user, read, delivered }: ReceiptNote): void {
    this.#take(conversation, [{ user, read, delivered }]);
  }

  /** Cursors only move forward; what says nothing new changes nothing. */
  #take(conversation: number, notes: readonly Pick<ReceiptNote, 'user' | 'read' | 'delivered'>[]): void {
    if (!this.#watched.has(conversation)) return;
    const known = this.#core.board.table('cursors').get(conversation) ?? new Map<number, Cursor>();
    const news = new Map<number, Cursor>();
    for (const { user, read, delivered } of notes) {
      const before = known.get(user);
      const cursor = {
        read: Math.max(read, before?.read ?? 0),
        delivered: Math.max(read, delivered, before?.delivered ?? 0),
      };
      if (before?.read !== cursor.read || before.delivered !== cursor.delivered) news.set(user, cursor);
    }
    if (news.size > 0) this.#core.board.put('cursors', conversation, new Map([...known, ...news]));
  }

  /** Whoever says something has read what came before it: no receipt tells of that. */
  said(conversation: number, user: number, seq: number): void {
    this.receipt({ conversation, user, read: seq, delivered: seq });
  }

  async #read(conversation: number): Promise<void> {
    if (!this.#core.isOnline()) return;
    // A room has too many readers for receipts.
    if (this.#core.board.table('conversations').get(conversation)?.kind === 'room') return;
    try {
      for (let cursor = ''; this.#watched.has(conversation);) {
        const page = await this.#core.client.call('listReceipts', {
          conversation,
          cursor,
          limit: LIMITS.maxPageItems,
        });
        this.#take(conversation, page.receipts);
        if (page.next === '') return;
        cursor = page.next;
      }
    } catch (error) {
      this.#core.onError(error);
    }
  }
}
