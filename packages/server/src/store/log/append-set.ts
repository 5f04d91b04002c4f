/**
 * Appends a whole batch in a few statements, for engines across a network. Applies the same rules in the same order as
 * append.ts: idempotency, version, seq, effect.
 *
 * Several processes append concurrently. Each locks the conversations of its batch by rising id, which avoids
 * deadlocks; the holder of a lock sees everything written before.
 *
 * @module
 */
import type { Append, AppendOutcome } from './log.ts';
import {
  advance,
  earlierOutcome,
  keepSaid,
  OPEN_COLUMNS,
  outdated,
  SENT_COLUMNS,
  SENT_FROM,
} from './append.ts';
import type { SentRow, Tools } from './append.ts';
import { Counting } from './counting.ts';
import { digestOf } from './digest.ts';
import { aimOf, applyEffect, isRefusal, partsOf } from './effects.ts';
import { keepDigest } from './erase.ts';
import { Folds } from './folds.ts';
import { Written } from './written.ts';
import type { EffectKinds, OpenConversation } from './effects.ts';
import { lockedRows, rows, updateAll } from '../sql/sql.ts';
import type { Query, ServerQuery, Update } from '../sql/sql.ts';

/**
 * LogStore.append. The first attempt assumes that no message is a repeat: looking up each client id would visit the
 * index that the insert visits again. If an insert finds the client id used, the transaction is rolled back, and the
 * next attempt looks first.
 */
export function* appendSet(
  batch: readonly Append[],
  { looksFirst, kinds }: { readonly looksFirst: boolean; readonly kinds: EffectKinds },
): ServerQuery<readonly AppendOutcome[]> {
  if (batch.length === 0) return [];
  const open = yield* lockConversations(batch);
  const sent = yield* sentBefore(looksFirst ? batch : doubtful(batch, open));
  const advanced = new Set<OpenConversation>();
  const altered = new Set<OpenConversation>();
  const written = new Written();
  const tools = { sent, kinds, counting: new Counting(), folds: new Folds() };
  yield* tools.folds.prepare(aimsOf(batch));
  const outcomes: AppendOutcome[] = [];
  for (const append of batch) {
    const conversation = open.get(append.conversation);
    if (written.areNeededBy(append, kinds)) yield* written.flush();
    const outcome = yield* appendOne(append, conversation, tools);
    outcomes.push(outcome);
    if (outcome.status !== 'appended' || conversation === undefined) continue;
    advanced.add(conversation);
    if (append.effect !== undefined) altered.add(conversation);
    const { sender, clientId, time } = append;
    const { veiled, seq } = outcome;
    const content = veiled ?? append.content;
    if (veiled !== undefined) yield* keepDigest(append, seq);
    yield* keepSaid(append, seq);
    written.add([append.conversation, seq, sender, clientId, time, content]);
    sent.set(keyOf(sender, clientId), {
      conversation: conversation.id,
      seq,
      time,
      content,
      digest: veiled === undefined ? null : digestOf(append.content),
      said: append.said ?? null,
    });
  }
  yield* written.flush();
  const byId = [...open.values()];
  yield* writeBack(
    byId.filter((each) => advanced.has(each)),
    byId.filter((each) => altered.has(each)),
  );
  yield* tools.counting.write();
  yield* tools.folds.write();
  return outcomes;
}

function* appendOne(
  append: Append,
  conversation: OpenConversation | undefined,
  { sent, kinds, counting, folds }: Tools & { readonly sent: ReadonlyMap<string, SentRow> },
): Query<AppendOutcome> {
  const earlier = earlierOutcome(append, sent.get(keyOf(append.sender, append.clientId)));
  if (earlier !== undefined) return earlier;
  if (conversation?.version !== append.version) return outdated(conversation);
  const { effect } = append;
  if (effect === undefined) return advance(conversation, append, { counting });
  const seq = conversation.head + 1;
  // An effect may change the mentions of what was written before it.
  yield* counting.writeMentions();
  const applied = yield* applyEffect(kinds, conversation, { append: { ...append, effect }, seq, folds });
  return isRefusal(applied)
    ? { status: 'refused', ...applied }
    : advance(conversation, append, { counting, applied });
}

/** The messages that the effects of a batch fold into. */
function aimsOf(batch: readonly Append[]): readonly (readonly [conversation: number, seq: number])[] {
  const aims = new Map<string, readonly [number, number]>();
  for (const { conversation, effect } of batch) {
    for (const part of partsOf(effect)) {
      const seq = aimOf(part);
      if (seq > 0) aims.set(`${conversation} ${seq}`, [conversation, seq]);
    }
  }
  return [...aims.values()];
}

/** By rising id. */
function* lockConversations(batch: readonly Append[]): Query<ReadonlyMap<number, OpenConversation>> {
  const ids = [...new Set(batch.map(({ conversation }) => conversation))].sort((a, b) => a - b);
  const found = yield* lockedRows<OpenConversation>(
    `SELECT ${OPEN_COLUMNS} FROM conversations WHERE id IN (?) ORDER BY id`,
    ids,
  );
  return new Map(found.map((each) => [each.id, { ...each }]));
}

/**
 * Appends that may fail for another reason. Their client ids are looked up, because a repeat takes precedence (promise
 * 2).
 */
function doubtful(batch: readonly Append[], open: ReadonlyMap<number, OpenConversation>): readonly Append[] {
  const changing = new Set(
    batch.filter(({ effect }) => effect !== undefined).map((each) => each.conversation),
  );
  return batch.filter(
    ({ conversation, version }) => changing.has(conversation) || open.get(conversation)?.version !== version,
  );
}

type SentBefore = SentRow & { readonly sender: number; readonly client_id: string };

/** Earlier messages with the same sender and client id, by {@link keyOf}. */
export function* sentBefore(
  batch: readonly Pick<Append, 'sender' | 'clientId'>[],
): Query<Map<string, SentRow>> {
  if (batch.length === 0) return new Map();
  const found = yield* rows<SentBefore>(
    `SELECT m.sender, m.client_id, ${SENT_COLUMNS} FROM ${SENT_FROM} WHERE (m.sender, m.client_id) IN (?)`,
    batch.map(({ sender, clientId }) => [sender, clientId] as const),
  );
  return new Map(found.map((each) => [keyOf(each.sender, each.client_id), each]));
}

/** Databases store lone surrogates as U+FFFD, so the lookup must use the same text. */
export function keyOf(sender: number, clientId: string): string {
  return `${sender} ${clientId.toWellFormed()}`;
}

/** Cheaper than an INSERT that updates existing rows, which would build complete rows first. */
const HEADS: Update = {
  table: 'conversations',
  key: 'id',
  columns: {
    head: 'int',
    changed: 'int',
    counted_through: 'int',
    uncounted: 'int',
    active_seq: 'int',
    active_at: 'int',
    sent_a: 'int',
    sent_b: 'int',
  },
};
const EFFECTS: Update = {
  table: 'conversations',
  key: 'id',
  columns: { title: 'text', version: 'int', member_count: 'int', folded: 'int' },
};

/**
 * Writes back `advanced` conversations, and `altered`, those of them that effects have changed. Both sorted by rising
 * id.
 */
function* writeBack(
  advanced: readonly OpenConversation[],
  altered: readonly OpenConversation[],
): ServerQuery<void> {
  yield* updateAll(
    HEADS,
    advanced.map((each) => [
      each.id,
      each.head,
      each.changed,
      each.counted_through,
      each.uncounted,
      each.active_seq,
      each.active_at,
      each.sent_a,
      each.sent_b,
    ]),
  );
  yield* updateAll(
    EFFECTS,
    altered.map((each) => [each.id, each.title, each.version, each.member_count, each.folded]),
  );
}
