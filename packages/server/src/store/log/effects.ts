/**
 * Effects: changes that are committed together with the message that reports them. Storages register the kinds.
 *
 * @module
 */
import type { Query } from '../sql/sql.ts';
import type { Append } from './log.ts';
import type { Effect } from './records.ts';

/** The row of a conversation while a batch is written. Written back at the end of the batch. */
export interface OpenConversation {
  readonly id: number;
  title: string;
  head: number;
  version: number;
  member_count: number;
  changed: number;
}

/** A kind of effect; see {@link Effect}. */
export interface EffectKind {
  /** Whether it invalidates earlier authorisations; see Append.version. */
  readonly raisesVersion: boolean;
  /** Users who join or leave: their gateways are notified. */
  readonly affects?: (effect: never) => readonly number[];
  /**
   * Applies the effect in the append's transaction. Returns false if it is impossible; then it must have changed
   * nothing, and the append is `refused`.
   */
  readonly apply: (context: EffectContext, effect: never) => Query<boolean>;
}

export interface EffectContext {
  /** Change the conversation here, not in the database: it is written back at the end of the batch. */
  readonly conversation: OpenConversation;
  /** The seq of the message. */
  readonly seq: number;
  readonly append: Append;
}

/** Kinds by the type of the effect. */
export type EffectKinds = ReadonlyMap<string, EffectKind>;

/**
 * Applies the effect of an append with the message at `seq`. Returns false if it is impossible; then nothing was
 * changed.
 */
export function* applyEffect(
  kinds: EffectKinds,
  conversation: OpenConversation,
  { append, seq }: { readonly append: Append & { readonly effect: Effect }; readonly seq: number },
): Query<boolean> {
  const kind = kindOf(kinds, append.effect);
  // The kind was registered for this type of effect.
  if (!(yield* kind.apply({ conversation, seq, append }, append.effect as never))) return false;
  if (kind.raisesVersion) conversation.version += 1;
  return true;
}

/** Users who join or leave through an effect. */
export function affectedUsers(kinds: EffectKinds, effect: Effect | undefined): readonly number[] {
  if (effect === undefined) return [];
  return kindOf(kinds, effect).affects?.(effect as never) ?? [];
}

function kindOf(kinds: EffectKinds, { type }: Effect): EffectKind {
  const kind = kinds.get(type);
  if (kind === undefined) throw new Error(`no storage has an effect ${type}`);
  return kind;
}
