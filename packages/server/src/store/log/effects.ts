/**
 * Effects: changes that are committed together with the message that reports them. Storages register the kinds.
 *
 * @module
 */
import { decodeState, encodeState } from '@posthorn/protocol';
import type { Query } from '../sql/sql.ts';
import type { Counts } from './counting.ts';
import type { Folds } from './folds.ts';
import type { Append } from './log.ts';
import type { Effect, Refusal } from './records.ts';

/** The row of a conversation while a batch is written. Written back at the end of the batch. */
export interface OpenConversation extends Counts {
  readonly id: number;
  title: string;
  head: number;
  version: number;
  member_count: number;
  changed: number;
  folded: number;
}

/** A kind of effect; see {@link Effect}. */
export interface EffectKind {
  /** Whether it invalidates earlier authorisations; see Append.version. */
  readonly raisesVersion: boolean;
  /** Users who join or leave: their gateways are notified. */
  readonly affects?: (effect: never) => readonly number[];
  /** It changes rows of messages besides what it folds, so those must have been written. */
  readonly erases?: true;
  /**
   * Why it is impossible, if it is. Asked before any effect of the message is applied. For effects that others may come
   * before; the first one may refuse while it is applied.
   */
  readonly refusal?: (context: EffectContext, effect: never) => Query<Refusal | undefined>;
  /**
   * Applies the effect in the append's transaction. Returns why it is impossible, if it is; then it must have changed
   * nothing, and the append is `refused`.
   */
  readonly apply: (context: EffectContext, effect: never) => Query<Applied>;
}

/** What came of an effect. `true`: it was applied, and there is nothing to tell about it. */
export type Applied = true | Folded | Refusal;

/** The effect was folded into another message. */
export interface Folded {
  /** The encoded State of that message. */
  readonly state: Uint8Array;
  /**
   * Content to keep and to publish in place of what was sent, so that nobody learns from it what its sender did. Nor does
   * the push say who sent it.
   */
  readonly veiled?: Uint8Array | undefined;
}

export function isRefusal(applied: Applied): applied is Refusal {
  return applied !== true && 'code' in applied;
}

export interface EffectContext {
  /** Change the conversation here, not in the database: it is written back at the end of the batch. */
  readonly conversation: OpenConversation;
  /** The seq of the message. */
  readonly seq: number;
  readonly append: Append;
  /** The messages that the batch changes. */
  readonly folds: Folds;
}

/** Kinds by the type of the effect. */
export type EffectKinds = ReadonlyMap<string, EffectKind>;

const ALL = 'all';

type AllEffect = { readonly type: typeof ALL; readonly effects: readonly Effect[] };

/**
 * One effect for all of these, in their order. Only the first one may be impossible when it is applied; see
 * EffectKind.refusal. Undefined: there are none.
 */
export function allOf(effects: readonly (Effect | undefined)[]): Effect | undefined {
  const given = effects.filter((effect) => effect !== undefined);
  return given.length > 1 ? ({ type: ALL, effects: given } satisfies AllEffect) : given[0];
}

/** The effects that an effect consists of. */
export function partsOf(effect: Effect | undefined): readonly Effect[] {
  if (effect === undefined) return [];
  return effect.type === ALL ? (effect as AllEffect).effects : [effect];
}

/**
 * Applies the effect of an append with the message at `seq`. Returns why it is impossible, if it is; then nothing was
 * changed.
 */
export function* applyEffect(
  kinds: EffectKinds,
  conversation: OpenConversation,
  {
    append,
    seq,
    folds,
  }: {
    readonly append: Append & { readonly effect: Effect };
    readonly seq: number;
    readonly folds: Folds;
  },
): Query<Applied> {
  const context = { conversation, seq, append, folds };
  const parts = partsOf(append.effect);
  for (const effect of parts) {
    // The kind was registered for this type of effect.
    const { refusal } = kindOf(kinds, effect);
    const refused = refusal === undefined ? undefined : yield* refusal(context, effect as never);
    if (refused !== undefined) return refused;
  }
  let result: Exclude<Applied, Refusal> = true;
  for (const effect of parts) {
    const kind = kindOf(kinds, effect);
    const applied = yield* kind.apply(context, effect as never);
    if (isRefusal(applied)) return applied;
    if (applied !== true) result = result === true ? applied : both(result, applied);
    if (kind.raisesVersion) conversation.version += 1;
  }
  return result;
}

/** The first message that an entry was folded into, and the other one with it. */
function both(first: Folded, other: Folded): Folded {
  return { ...first, state: encodeState({ ...decodeState(first.state), also: decodeState(other.state) }) };
}

/** The message that an effect folds into; 0: none. */
export function aimOf({ target }: Effect): number {
  return typeof target === 'number' ? target : 0;
}

export function erases(kinds: EffectKinds, effect: Effect): boolean {
  return kindOf(kinds, effect).erases === true;
}

/** Users who join or leave through an effect. */
export function affectedUsers(kinds: EffectKinds, effect: Effect | undefined): readonly number[] {
  return partsOf(effect).flatMap((part) => kindOf(kinds, part).affects?.(part as never) ?? []);
}

function kindOf(kinds: EffectKinds, { type }: Effect): EffectKind {
  const kind = kinds.get(type);
  if (kind === undefined) throw new Error(`no storage has an effect ${type}`);
  return kind;
}
