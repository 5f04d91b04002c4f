/**
 * The messages that a batch of appends changes, with what has become of them (table `states`). Each is read once, and
 * written once, at the end of the batch.
 *
 * @module
 */
import { decodeState, encodeState } from '@posthorn/protocol';
import type { State, StateInit } from '@posthorn/protocol';
import { insertAll, row, rows } from '../sql/sql.ts';
import type { Insert, Query } from '../sql/sql.ts';

/** A message to change, as it is now. */
export interface Target {
  readonly conversation: number;
  readonly seq: number;
  readonly sender: number;
  readonly time: number;
  /** As it was sent, encoded. Empty if it has expired. */
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

type Place = readonly [conversation: number, seq: number];

interface StateRow {
  readonly conversation: number;
  readonly seq: number;
  readonly through: number;
  readonly state: Uint8Array;
  /** Empty: as it was sent. */
  readonly content: Uint8Array;
  readonly wordsIn: readonly number[];
}

const NOTHING = new Uint8Array(0);

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

export class Folds {
  readonly #targets = new Map<string, Target>();
  readonly #changed = new Map<string, StateRow>();

  /** Reads many at once, for engines across a network. */
  *prepare(places: readonly Place[]): Query<void> {
    if (places.length === 0) return;
    for (const target of yield* targets(places))
      this.#targets.set(keyOf(target.conversation, target.seq), target);
  }

  /** A message as this batch has left it. Undefined if there is none. */
  *open(conversation: number, seq: number): Query<Target | undefined> {
    const key = keyOf(conversation, seq);
    const known = this.#targets.get(key);
    if (known !== undefined) return known;
    const found = yield* messageWithState(conversation, seq);
    if (found === undefined) return undefined;
    // It may have been told of in this batch.
    const told = this.#changed.get(key);
    const target = told === undefined ? found : { ...found, state: decodeState(told.state) };
    this.#targets.set(key, target);
    return target;
  }

  /** Changes a message, by the entry with the seq `through`. Returns its encoded state. */
  close(target: Target, change: Change, through: number): Uint8Array {
    const { conversation, seq, original } = target;
    const { content = target.content, wordsIn = target.wordsIn } = change;
    const state = encodeState({ ...change.state, seq, through, own: undefined });
    const key = keyOf(conversation, seq);
    this.#targets.set(key, { ...target, content, wordsIn, state: decodeState(state) });
    const edited = content === original ? NOTHING : content;
    this.#changed.set(key, { conversation, seq, through, state, content: edited, wordsIn });
    return state;
  }

  /** Adds something to the state of a message that is being appended. Returns its encoded state. */
  tell(conversation: number, seq: number, told: StateInit): Uint8Array {
    const key = keyOf(conversation, seq);
    const known = decodeState(this.#changed.get(key)?.state ?? NOTHING);
    const state = encodeState({ ...known, ...told, seq, through: seq });
    this.#changed.set(key, { conversation, seq, through: seq, state, content: NOTHING, wordsIn: [] });
    return state;
  }

  *write(): Query<void> {
    // Sorted by key, so that two processes cannot deadlock.
    const changed = [...this.#changed.values()].sort(
      (a, b) => a.conversation - b.conversation || a.seq - b.seq,
    );
    yield* insertAll(
      STATE,
      changed.map(({ conversation, seq, through, state, content, wordsIn }) => [
        conversation,
        seq,
        through,
        state,
        content,
        wordsIn.join(','),
      ]),
    );
  }
}

function keyOf(conversation: number, seq: number): string {
  return `${conversation} ${seq}`;
}

interface TargetRow {
  readonly conversation: number;
  readonly seq: number;
  readonly sender: number;
  readonly time: number;
  readonly content: Uint8Array;
  readonly state: Uint8Array | null;
  readonly edited: Uint8Array | null;
  readonly words_in: string | null;
}

const SELECT = `SELECT m.conversation, m.seq, m.sender, m.time, m.content, s.state, s.content AS edited, s.words_in
  FROM messages m LEFT JOIN states s ON s.conversation = m.conversation AND s.seq = m.seq`;

/** A message and what has become of it. Undefined if there is none. */
export function* messageWithState(conversation: number, seq: number): Query<Target | undefined> {
  const found = yield* row<TargetRow>(`${SELECT} WHERE m.conversation = ? AND m.seq = ?`, conversation, seq);
  return found === undefined ? undefined : toTarget(found);
}

function* targets(places: readonly Place[]): Query<readonly Target[]> {
  const found = yield* rows<TargetRow>(`${SELECT} WHERE (m.conversation, m.seq) IN (?)`, places);
  return found.map(toTarget);
}

function toTarget(found: TargetRow): Target {
  const { conversation, seq, sender, time, content: original, state, edited, words_in: wordsIn } = found;
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
