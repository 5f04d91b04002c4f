/**
 * Changes that are committed with the message that tells of them. What kinds there are, the storages say.
 *
 * @module
 */
import type { Query } from '../sql/sql.ts';
import type { Append } from './log.ts';
import type { Effect } from './records.ts';

/** A conversation's row while a batch is written; goes back to the table at the batch's end. */
export interface OpenConversation {
  readonly id: number;
  title: string;
  head: number;
  version: number;
  member_count: number;
  changed: number;
}

/** How one kind of effect is carried out; see {@link Effect}. */
export interface EffectKind {
  /** Whether what was authorised before must be authorised anew; see Append.version. */
  readonly raisesVersion: boolean;
  /** Whose gateways have to learn of it: who joins or leaves. */
  readonly affects?: (effect: never) => readonly number[];
  /** Part of the append's transaction. False: it cannot be; then it has changed nothing, and the append is `refused`. */
  readonly apply: (context: EffectContext, effect: never) => Query<boolean>;
}

export interface EffectContext {
  /** The conversation's row, which is written back at the end of the batch: change it here, not in the database. */
  readonly conversation: OpenConversation;
  /** The message's place in the log. */
  readonly seq: number;
  readonly append: Append;
}

/** By the type of the effect. */
export type EffectKinds = ReadonlyMap<string, EffectKind>;

/** Applies an append's effect with the message at `seq`. False: it cannot be; then nothing was changed. */
export function* applyEffect(
  kinds: EffectKinds,
  conversation: OpenConversation,
  { append, seq }: { readonly append: Append & { readonly effect: Effect }; readonly seq: number },
): Query<boolean> {
  const kind = kindOf(kinds, append.effect);
  // The kind was registered under this effect's type.
  if (!(yield* kind.apply({ conversation, seq, append }, append.effect as never))) return false;
  if (kind.raisesVersion) conversation.version += 1;
  return true;
}

/** Users who join or leave by an effect. */
export function affectedUsers(kinds: EffectKinds, effect: Effect | undefined): readonly number[] {
  if (effect === undefined) return [];
  return kindOf(kinds, effect).affects?.(effect as never) ?? [];
}

function kindOf(kinds: EffectKinds, { type }: Effect): EffectKind {
  const kind = kinds.get(type);
  if (kind === undefined) throw new Error(`no storage has an effect ${type}`);
  return kind;
}
