/**
 * Messages between the store and its threads. Calls are batched, because a message between threads costs more than most
 * calls.
 *
 * @module
 */
import type { Effect, Refusal } from '../log/records.ts';
import type { Append, AppendOutcome } from '../log/log.ts';
import type { Failure } from './failures.ts';
import type { Synchronous } from './database.ts';

/** Data for starting a thread. */
export interface ThreadData {
  readonly path: string;
  readonly isReader: boolean;
  readonly synchronous: Synchronous;
  /** Modules of the storages besides the log; see Storage.module. */
  readonly modules: readonly string[];
}

/** Name of the call that appends. */
export const APPEND = 'append';
/** Name of the query whose result is packed. */
export const PULL = 'log.pull';

export interface CallMessage {
  readonly name: string;
  readonly args: readonly unknown[];
}

/**
 * Messages without a result. `checkpoint`: copies the rest of the log into the database, between two commits. `truncate`:
 * empties the log too, if nobody reads from it.
 */
export type ControlMessage = 'checkpoint' | 'truncate' | 'close';

/** Sent by a thread without being asked: words were erased that the log may still have. */
export const ERASED = 'erased';

export type ResultMessage = { readonly value: unknown } | { readonly failure: Failure };

/** First message of a thread. */
export type Opened = { readonly opened: true } | { readonly failure: Failure };

/**
 * Many appends packed into a few large values: cloning one object and one buffer per message would cost more than
 * writing its row.
 */
export interface PackedAppends {
  /** Per append: conversation, version, sender, time, bytes of content, whether it counts. */
  readonly numbers: Float64Array<ArrayBuffer>;
  readonly clientIds: readonly string[];
  readonly contents: Uint8Array<ArrayBuffer>;
  readonly effects: readonly PackedEffects[];
  readonly mentions: readonly (readonly [index: number, users: readonly number[]])[];
  /** See Append. */
  readonly said: readonly (readonly [index: number, digest: Uint8Array])[];
}

/** Effects with the same fields: cloning the names of the fields for each would cost more than their values. */
export interface PackedEffects {
  readonly fields: readonly string[];
  /** Per effect: the index of its append, and the values of its fields. */
  readonly values: unknown[];
}

const APPEND_FIELDS = 6;

export function packAppends(batch: readonly Append[]): PackedAppends {
  const numbers = new Float64Array(batch.length * APPEND_FIELDS);
  const effects = new Map<string, PackedEffects>();
  const mentions: [number, readonly number[]][] = [];
  const digests: [number, Uint8Array][] = [];
  const contents = new Uint8Array(batch.reduce((sum, { content }) => sum + content.length, 0));
  let end = 0;
  batch.forEach(
    ({ conversation, version, sender, time, content, counts, effect, mentions: users, said }, index) => {
      const isCounted = counts === false ? 0 : 1;
      numbers.set([conversation, version, sender, time, content.length, isCounted], index * APPEND_FIELDS);
      contents.set(content, end);
      end += content.length;
      if (effect !== undefined) packEffect(effects, index, effect);
      if (users !== undefined) mentions.push([index, users]);
      if (said !== undefined) digests.push([index, said]);
    },
  );
  const clientIds = batch.map(({ clientId }) => clientId);
  return { numbers, clientIds, contents, effects: [...effects.values()], mentions, said: digests };
}

function packEffect(packed: Map<string, PackedEffects>, index: number, effect: Effect): void {
  const fields = Object.keys(effect);
  const key = fields.join();
  const alike = packed.get(key) ?? { fields, values: [] };
  packed.set(key, alike);
  alike.values.push(index, ...Object.values(effect));
}

function unpackEffects(packed: readonly PackedEffects[]): ReadonlyMap<number, Effect> {
  const effects = new Map<number, Effect>();
  for (const { fields, values } of packed) {
    for (let at = 0; at < values.length; at += fields.length + 1) {
      const effect: Record<string, unknown> = {};
      fields.forEach((field, index) => (effect[field] = values[at + 1 + index]));
      // As it was packed.
      effects.set(values[at] as number, effect as unknown as Effect);
    }
  }
  return effects;
}

/** Unpacks appends. Contents are views of one buffer. */
export function unpackAppends(packed: PackedAppends): Append[] {
  const { numbers, clientIds, contents } = packed;
  const effects = unpackEffects(packed.effects);
  const mentions = new Map(packed.mentions);
  const digests = new Map(packed.said);
  let end = 0;
  return clientIds.map((clientId, index) => {
    const [conversation = 0, version = 0, sender = 0, time = 0, length = 0, isCounted] = numbers.subarray(
      index * APPEND_FIELDS,
      (index + 1) * APPEND_FIELDS,
    );
    const content = contents.subarray(end, (end += length));
    return {
      conversation,
      version,
      sender,
      clientId,
      time,
      content,
      counts: isCounted === 1,
      mentions: mentions.get(index),
      effect: effects.get(index),
      said: digests.get(index),
    };
  });
}

/** As numbers and bytes, with the rest of the few outcomes that have more to tell. */
export interface PackedOutcomes {
  readonly numbers: Float64Array<ArrayBuffer>;
  /** The states of those that were folded, one after the other. */
  readonly states: Uint8Array<ArrayBuffer>;
  readonly refused: readonly (readonly [index: number, refusal: Refusal])[];
  /** See Folded. */
  readonly veiled: readonly (readonly [index: number, content: Uint8Array])[];
  /** What was written of repeats, where that is not what was sent. */
  readonly written: readonly (readonly [index: number, content: Uint8Array])[];
}

const STATUSES = ['appended', 'repeated', 'conflict', 'stale', 'missing', 'refused', 'forbidden'] as const;

/** Per outcome: status, conversation, seq, time, version, bytes of the state. */
const OUTCOME_FIELDS = 6;

export function packOutcomes(outcomes: readonly AppendOutcome[]): PackedOutcomes {
  const numbers = new Float64Array(outcomes.length * OUTCOME_FIELDS);
  const states = new Uint8Array(outcomes.reduce((sum, outcome) => sum + stateOf(outcome).length, 0));
  const refused: [number, Refusal][] = [];
  const veiled: [number, Uint8Array][] = [];
  const written: [number, Uint8Array][] = [];
  let end = 0;
  outcomes.forEach((outcome, index) => {
    const { status } = outcome;
    const conversation = status === 'repeated' ? outcome.conversation : 0;
    const version = status === 'appended' ? outcome.version : 0;
    const [seq, time] = 'seq' in outcome ? [outcome.seq, outcome.time] : [0, 0];
    const state = stateOf(outcome);
    const fields = [STATUSES.indexOf(status), conversation, seq, time, version, state.length];
    numbers.set(fields, index * OUTCOME_FIELDS);
    states.set(state, end);
    end += state.length;
    if (status === 'refused') {
      const { status: _status, ...refusal } = outcome;
      refused.push([index, refusal]);
    }
    if (status === 'appended' && outcome.veiled !== undefined) veiled.push([index, outcome.veiled]);
    if (status === 'repeated' && outcome.content !== undefined) written.push([index, outcome.content]);
  });
  return { numbers, states, refused, veiled, written };
}

const NOTHING = new Uint8Array(0);

function stateOf(outcome: AppendOutcome): Uint8Array {
  return outcome.status === 'appended' ? (outcome.state ?? NOTHING) : NOTHING;
}

/** Unpacks outcomes. States are views of one buffer. */
export function unpackOutcomes(packed: PackedOutcomes): AppendOutcome[] {
  const { numbers, states, refused, veiled, written } = packed;
  const outcomes: AppendOutcome[] = [];
  const contents = new Map(veiled);
  let end = 0;
  for (let at = 0; at < numbers.length; at += OUTCOME_FIELDS) {
    const [which = 0, conversation = 0, seq = 0, time = 0, version = 0, bytes = 0] = numbers.subarray(
      at,
      at + OUTCOME_FIELDS,
    );
    const outcome = outcomeOf(STATUSES[which] ?? 'missing', { conversation, seq, time, version });
    const state = states.subarray(end, (end += bytes));
    const isFolded = outcome.status === 'appended' && bytes > 0;
    outcomes.push(isFolded ? { ...outcome, state, veiled: contents.get(outcomes.length) } : outcome);
  }
  for (const [index, content] of written) {
    const outcome = outcomes[index];
    if (outcome?.status === 'repeated') outcomes[index] = { ...outcome, content };
  }
  for (const [index, refusal] of refused) outcomes[index] = { status: 'refused', ...refusal };
  return outcomes;
}

function outcomeOf(
  status: (typeof STATUSES)[number],
  {
    conversation,
    seq,
    time,
    version,
  }: {
    readonly conversation: number;
    readonly seq: number;
    readonly time: number;
    readonly version: number;
  },
): AppendOutcome {
  switch (status) {
    case 'appended':
      return { status, seq, time, version };
    case 'repeated':
      return { status, conversation, seq, time };
    case 'refused':
      return { status, code: 'INTERNAL', message: 'the store did not say why' };
    default:
      return { status };
  }
}
