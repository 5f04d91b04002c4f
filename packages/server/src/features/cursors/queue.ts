/**
 * Writes cursor moves in batches, and sends receipts.
 *
 * @module
 */
import type { PosthornError, ServerFrameInit } from '@posthorn/protocol';
import { failureFields } from '../../logger.ts';
import type { Logger } from '../../logger.ts';
import type { ConversationCache } from '../../pipeline/conversation-cache.ts';
import type { Publisher } from '../../pipeline/publish.ts';
import { fromStoreError } from '../../pipeline/store-errors.ts';
import { MOVED_CURSORS } from '../../router/moved-cursors.ts';
import type { MovedCursors } from '../../router/moved-cursors.ts';
import type { RouterState } from '../../router/services.ts';
import type { Store } from '../../store/store.ts';
import * as cursorQueries from './queries.ts';
import type { CursorMove, CursorRecord } from './records.ts';

interface Waiting {
  readonly moves: readonly CursorMove[];
  readonly connection: number;
  readonly resolve: () => void;
  readonly reject: (error: PosthornError) => void;
}

export interface CursorQueueOptions {
  readonly store: Store;
  readonly conversations: ConversationCache;
  readonly publish: Publisher;
  readonly logger: Logger;
  readonly maxReceiptMembers: number;
  readonly moved: MovedCursors;
}

/** Collects moves while the previous batch is written, like the append queue does for messages. */
export class CursorQueue {
  readonly #options: CursorQueueOptions;
  #queue: Waiting[] = [];
  #isRunning = false;
  #idle: Promise<void> = Promise.resolve();

  constructor(options: CursorQueueOptions) {
    this.#options = options;
  }

  /** Resolves when the moves are written. `connection` gets no receipts for its own moves. */
  move(moves: readonly CursorMove[], connection: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ moves, connection, resolve, reject });
      if (this.#isRunning) return;
      this.#isRunning = true;
      this.#idle = this.#run();
    });
  }

  /** Resolves when all earlier moves are written and published. */
  async drain(): Promise<void> {
    await this.#idle;
  }

  async #run(): Promise<void> {
    await Promise.resolve();
    while (this.#queue.length > 0) {
      const batch = this.#queue;
      this.#queue = [];
      await this.#write(batch);
    }
    this.#isRunning = false;
  }

  async #write(batch: readonly Waiting[]): Promise<void> {
    try {
      const changed = await this.#options.store.run(
        cursorQueries.moveCursors,
        batch.flatMap(({ moves }) => moves),
      );
      for (const { resolve } of batch) resolve();
      const origins = originsOf(batch);
      const news = [...latest(changed)];
      for (const record of news) await this.#tell(record, origins.get(key(record)) ?? 0);
      await this.#options.moved.tell(news);
    } catch (error) {
      const coded = fromStoreError(error);
      this.#options.logger.warn(failureFields(coded), 'cursors could not be moved');
      for (const { reject } of batch) reject(coded);
    }
  }

  async #tell(record: CursorRecord, origin: number): Promise<void> {
    const { conversations, publish, maxReceiptMembers } = this.#options;
    const frame: ServerFrameInit = { body: { case: 'receiptNote', value: record } };
    const cached = await conversations.current(record.conversation, [record.user]);
    if (cached === undefined) return;
    const { kind, blockedBy, memberCount } = cached.record;
    const isShared =
      kind === 'direct' ? blockedBy.length === 0 : kind === 'group' && memberCount <= maxReceiptMembers;
    if (isShared) publish.note(cached.record, frame, { origin });
    else publish.noteToUser(record.user, frame, { origin });
  }
}

function key(record: { readonly user: number; readonly conversation: number }): string {
  return `${record.user} ${record.conversation}`;
}

/** The connection with the latest move of each cursor. */
function originsOf(batch: readonly Waiting[]): ReadonlyMap<string, number> {
  return new Map(
    batch.flatMap(({ moves, connection }) => moves.map((move) => [key(move), connection] as const)),
  );
}

/** Keeps only the latest move of each cursor. */
function latest(records: readonly CursorRecord[]): Iterable<CursorRecord> {
  return new Map(records.map((record) => [key(record), record])).values();
}

/** In larger groups nobody else gets receipts: they would cause more traffic than the messages. */
const MAX_RECEIPT_MEMBERS = 100;

export const CURSOR_QUEUE: RouterState<CursorQueue> = {
  name: 'cursor queue',
  open: (services) =>
    new CursorQueue({
      store: services.store,
      conversations: services.conversations,
      publish: services.publish,
      logger: services.logger,
      maxReceiptMembers: MAX_RECEIPT_MEMBERS,
      moved: services.state(MOVED_CURSORS),
    }),
  close: (queue) => queue.drain(),
};
