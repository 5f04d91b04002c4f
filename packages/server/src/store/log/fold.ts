/**
 * Folds entries into the messages that they change, in the append's transaction. What a message has become is its state,
 * one row per changed message (table `states`). See docs/adr/0019-send-what-became-of-a-message.md.
 *
 * @module
 */
import { decodeContent, decodeState, encodeState } from '@posthorn/protocol';
import type { Content, State, StateInit } from '@posthorn/protocol';
import type { Applied, EffectContext, Folded } from './effects.ts';
import { isVisible } from './intervals.ts';
import { visibleTo } from './reading.ts';
import type { Refusal } from './records.ts';
import { insertAll, row } from '../sql/sql.ts';
import type { Insert, Query } from '../sql/sql.ts';

/** What an effect that folds needs to know of its entry. */
export type Aim = {
  /** The message to change. */
  readonly target: number;
  /** The sender sees everything from this seq on. What is below is looked up. */
  readonly seesFrom: number;
};

/** A message to change, as it is now. */
export interface Target {
  readonly conversation: number;
  readonly seq: number;
  readonly sender: number;
  readonly time: number;
  /** As it was sent, encoded. Empty in what was recalled. */
  readonly original: Uint8Array;
  /** As last edited, encoded. */
  readonly content: Uint8Array;
  readonly state: State;
  /** Seqs of entries that have words of it: edits, and previews of its links. */
  readonly wordsIn: readonly number[];
}

/** What is new about a message. */
export interface Change {
  readonly state: StateInit;
  /** Without it the content stays. */
  readonly content?: Uint8Array;
  readonly wordsIn?: readonly number[];
}

interface TargetRow {
  readonly sender: number;
  readonly time: number;
  readonly content: Uint8Array;
  readonly state: Uint8Array | null;
  readonly edited: Uint8Array | null;
  readonly words_in: string | null;
}

const NOTHING = new Uint8Array(0);
const NO_SUCH: Refusal = { code: 'NOT_FOUND', message: 'there is no such message' };

/** The message that an entry changes. Refuses what its sender may not see, entries, events, and messages that are gone. */
export function* openTarget(context: EffectContext, { target, seesFrom }: Aim): Query<Target | Refusal> {
  const { conversation, append, seq } = context;
  if (target <= 0 || target >= seq) return NO_SUCH;
  if (target < seesFrom && !(yield* sees(conversation.id, append.sender, target))) return NO_SUCH;
  const found = yield* messageWithState(conversation.id, target);
  if (found === undefined || found.original.length === 0) return NO_SUCH;
  return isChangeable(found) ? found : { code: 'INVALID', message: 'this message cannot be changed' };
}

function* sees(conversation: number, user: number, seq: number): Query<boolean> {
  const visible = yield* visibleTo(conversation, user);
  return visible !== undefined && isVisible(visible.intervals, seq);
}

/** A message and what has become of it. Undefined if there is none. */
export function* messageWithState(conversation: number, seq: number): Query<Target | undefined> {
  const found = yield* row<TargetRow>(
    `SELECT m.sender, m.time, m.content, s.state, s.content AS edited, s.words_in
     FROM messages m LEFT JOIN states s ON s.conversation = m.conversation AND s.seq = m.seq
     WHERE m.conversation = ? AND m.seq = ?`,
    conversation,
    seq,
  );
  if (found === undefined) return undefined;
  const { sender, time, content: original, state, edited, words_in: wordsIn } = found;
  return {
    conversation,
    seq,
    sender,
    time,
    original,
    content: edited === null || edited.length === 0 ? original : edited,
    state: decodeState(state ?? NOTHING),
    wordsIn: wordsIn === null || wordsIn === '' ? [] : wordsIn.split(',').map(Number),
  };
}

function isChangeable({ content }: Target): boolean {
  const { kind } = decodeContent(content);
  return kind?.case !== 'event' && kind?.case !== 'erased' && !isEntry(kind);
}

/** Whether content of this kind changes another message. */
export function isEntry(kind: Content['kind']): boolean {
  return kind !== undefined && 'target' in kind.value;
}

const STATE: Insert = {
  table: 'states',
  columns: {
    conversation: 'int',
    seq: 'int',
    through: 'int',
    state: 'bytes',
    content: 'bytes',
    words_in: 'text',
  },
  onConflict: {
    key: ['conversation', 'seq'],
    set: { through: 'new', state: 'new', content: 'new', words_in: 'new' },
  },
};

/** Stores what the entry has made of a message. */
export function* closeTarget(context: EffectContext, target: Target, change: Change): Query<Folded> {
  const { seq, original, content, wordsIn } = target;
  const { conversation, seq: through } = context;
  const state = encodeState({ ...change.state, seq, through, own: undefined });
  const now = change.content ?? content;
  const edited = now === original ? NOTHING : now;
  const words = (change.wordsIn ?? wordsIn).join(',');
  yield* insertAll(STATE, [[conversation.id, seq, through, state, edited, words]]);
  conversation.folded = Math.max(conversation.folded, seq);
  return { state };
}

/** What is to be told of a message from the beginning: stores it as its state. Runs in its own append. */
export function* tellOfOwn(context: EffectContext, told: StateInit): Query<Folded> {
  const { conversation, seq } = context;
  const found = yield* row<{ readonly state: Uint8Array }>(
    'SELECT state FROM states WHERE conversation = ? AND seq = ?',
    conversation.id,
    seq,
  );
  const known = decodeState(found?.state ?? NOTHING);
  const state = encodeState({ ...known, ...told, seq, through: seq });
  yield* insertAll(STATE, [[conversation.id, seq, seq, state, NOTHING, '']]);
  conversation.folded = Math.max(conversation.folded, seq);
  return { state };
}

/** Opens a target, and closes it with what `fold` makes of it. */
export function* fold(
  context: EffectContext,
  aim: Aim,
  change: (target: Target) => Query<Change | Refusal>,
): Query<Applied> {
  const target = yield* openTarget(context, aim);
  if ('code' in target) return target;
  if (target.state.recalled > 0) return { code: 'NOT_FOUND', message: 'the message was recalled' };
  const changed = yield* change(target);
  return 'code' in changed ? changed : yield* closeTarget(context, target, changed);
}
