/**
 * The message log in memory.
 *
 * @module
 */
import type {
  Append,
  AppendOutcome,
  ChangedHead,
  CursorMove,
  CursorRecord,
  Forbidden,
  ForbidOutcome,
  HeadRecord,
  LogBatch,
  LogRange,
  LogStore,
  StoredMessage,
} from '../log.ts';
import { visibleHead } from '../intervals.ts';
import {
  divergedBatch,
  forbiddenBatch,
  hasDiverged,
  PullBudget,
  toLogBatch,
  wantedSpans,
} from '../paging.ts';
import { applyEffect } from './effects.ts';
import type { ConversationRow, MemoryState, MessageRow } from './state.ts';
import { intervalsOf, page } from './state.ts';

/** The coarseness that the contract allows for changedHeads. */
const CHANGED_STEP_MS = 10_000;

export class MemoryLog implements LogStore {
  readonly #state: MemoryState;

  constructor(state: MemoryState) {
    this.#state = state;
  }

  async append(batch: readonly Append[]): Promise<readonly AppendOutcome[]> {
    this.#state.assertOpen();
    return batch.map((append) => appendOne(this.#state, append));
  }

  async forbid(batch: readonly Forbidden[]): Promise<readonly ForbidOutcome[]> {
    this.#state.assertOpen();
    return batch.map((message) => forbidOne(this.#state, message));
  }

  async pull(reader: number, ranges: readonly LogRange[], maxBytes: number): Promise<readonly LogBatch[]> {
    this.#state.assertOpen();
    const budget = new PullBudget(maxBytes);
    return ranges.map((range) => this.#pullOne(reader, range, budget));
  }

  async heads(user: number, after: number, limit: number): Promise<readonly HeadRecord[]> {
    this.#state.assertOpen();
    const heads = [...this.#state.conversations.values()].flatMap((row) => {
      const intervals = intervalsOf(row, user);
      return intervals === undefined ? [] : [{ conversation: row.id, seq: visibleHead(intervals) }];
    });
    return page(heads, (head) => head.conversation, after, limit);
  }

  async changedHeads(sinceMs: number, after: number, limit: number): Promise<readonly ChangedHead[]> {
    this.#state.assertOpen();
    const changed = [...this.#state.conversations.values()].filter(
      (row) => row.messages.length > 0 && row.changedAt >= sinceMs - (sinceMs % CHANGED_STEP_MS),
    );
    return page(changed, (row) => row.id, after, limit).map((row) => ({
      conversation: row.id,
      seq: row.messages.length,
      kind: row.kind,
      version: row.version,
      users: [...row.users],
    }));
  }

  async moveCursors(moves: readonly CursorMove[]): Promise<readonly CursorRecord[]> {
    this.#state.assertOpen();
    return moves.flatMap((move) => this.#moveOne(move) ?? []);
  }

  async cursors(conversation: number, afterUser: number, limit: number): Promise<readonly CursorRecord[]> {
    this.#state.assertOpen();
    const readers = this.#state.conversations.get(conversation)?.readers ?? new Map<number, never>();
    const cursors = [...readers].map(([user, { read, delivered }]) => ({
      user,
      conversation,
      read,
      delivered,
    }));
    const moved = cursors.filter(({ read, delivered }) => read > 0 || delivered > 0);
    return page(moved, (cursor) => cursor.user, afterUser, limit);
  }

  #pullOne(reader: number, range: LogRange, budget: PullBudget): LogBatch {
    const row = this.#state.conversations.get(range.conversation);
    const intervals = row === undefined ? undefined : intervalsOf(row, reader);
    if (row === undefined || intervals === undefined) return forbiddenBatch(range);
    if (hasDiverged(range, intervals, row.messages[range.after - 1]?.time))
      return divergedBatch(range, intervals);
    const messages: StoredMessage[] = [];
    for (const message of wantedMessages(row, range, intervals)) {
      if (!budget.take(message.content.length)) break;
      messages.push(toStoredMessage(message, reader));
    }
    return toLogBatch(range, intervals, range.before > 0 ? messages.reverse() : messages);
  }

  #moveOne(move: CursorMove): CursorRecord | undefined {
    const { user, conversation } = move;
    const row = this.#state.conversations.get(conversation);
    const intervals = row === undefined ? undefined : intervalsOf(row, user);
    if (row === undefined || intervals === undefined) return undefined;
    const head = visibleHead(intervals);
    const now = row.readers.get(user) ?? { read: 0, delivered: 0, isMuted: false };
    const read = Math.max(now.read, Math.min(move.read, head));
    const delivered = Math.max(now.delivered, Math.min(move.delivered, head));
    if (read === now.read && delivered === now.delivered) return undefined;
    row.readers.set(user, { ...now, read, delivered });
    return { user, conversation, read, delivered };
  }
}

function forbidOne(state: MemoryState, message: Forbidden): ForbidOutcome {
  const key = sentKey(message);
  const earlier = state.sent.get(key);
  if (earlier !== undefined) return repeatOutcome(earlier, message);
  state.forbidden.add(key);
  return { status: 'forbidden' };
}

function appendOne(state: MemoryState, append: Append): AppendOutcome {
  const key = sentKey(append);
  const earlier = state.sent.get(key);
  if (earlier !== undefined) return repeatOutcome(earlier, append);
  if (state.forbidden.has(key)) return { status: 'forbidden' };
  const row = state.conversations.get(append.conversation);
  if (row === undefined) return { status: 'missing' };
  if (row.version !== append.version) return { status: 'stale' };
  const seq = row.messages.length + 1;
  if (append.effect !== undefined && !applyEffect(state, row, append.effect, seq))
    return { status: 'refused' };
  addMessage(state, row, append);
  return { status: 'appended', seq, time: append.time, version: row.version };
}

/** Writes a message that was checked; its seq is the next one. */
export function addMessage(
  state: MemoryState,
  row: ConversationRow,
  message: Pick<Append, 'sender' | 'clientId' | 'time' | 'content'>,
): void {
  const { sender, clientId, time } = message;
  const seq = row.messages.length + 1;
  const stored = { conversation: row.id, seq, sender, time, clientId, content: message.content.slice() };
  row.messages.push(stored);
  row.changedAt = time;
  state.sent.set(sentKey(message), stored);
}

/** Promise 2: the key under which a message is unique for ever. */
export function sentKey({
  sender,
  clientId,
}: {
  readonly sender: number;
  readonly clientId: string;
}): string {
  return `${sender} ${clientId}`;
}

function repeatOutcome(earlier: MessageRow, append: Forbidden): ForbidOutcome {
  const isSame =
    earlier.conversation === append.conversation && Buffer.compare(earlier.content, append.content) === 0;
  if (!isSame) return { status: 'conflict' };
  const { conversation, seq, time } = earlier;
  return { status: 'repeated', conversation, seq, time };
}

/** A message as `reader` gets it: a copy, with the client id when it is their own. */
export function toStoredMessage(message: MessageRow, reader: number): StoredMessage {
  const { conversation, seq, sender, time } = message;
  const clientId = sender === reader ? message.clientId : undefined;
  return { conversation, seq, sender, time, content: message.content.slice(), clientId };
}

function* wantedMessages(
  row: ConversationRow,
  range: LogRange,
  intervals: Parameters<typeof wantedSpans>[1],
): Iterable<MessageRow> {
  for (const { from, to } of wantedSpans(range, intervals)) {
    const messages = row.messages.slice(from - 1, to);
    yield* range.before > 0 ? messages.reverse() : messages;
  }
}
