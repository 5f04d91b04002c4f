/**
 * What concerns the reader of a message alone: their own reactions, their vote. Features register where they keep it.
 *
 * @module
 */
import type { OwnStateInit, State } from '@posthorn/protocol';
import type { Store } from '../store/store.ts';

/** Which messages, for whom. */
export interface OwnStateAsked {
  readonly reader: number;
  readonly conversation: number;
  readonly seqs: readonly number[];
}

export interface OwnStatePart {
  /** Whether there can be anything of the reader's. */
  readonly isIn: (state: State) => boolean;
  /** By seq. Those that are missing have nothing. */
  readonly read: (store: Store, asked: OwnStateAsked) => Promise<ReadonlyMap<number, OwnStateInit>>;
}

/** By seq, put together from all parts. */
export async function ownStates(
  store: Store,
  parts: readonly OwnStatePart[],
  { reader, conversation, states }: Omit<OwnStateAsked, 'seqs'> & { readonly states: readonly State[] },
): Promise<ReadonlyMap<number, OwnStateInit>> {
  const own = new Map<number, OwnStateInit>();
  for (const { isIn, read } of parts) {
    const seqs = states.filter(isIn).map(({ seq }) => seq);
    if (seqs.length === 0) continue;
    for (const [seq, part] of await read(store, { reader, conversation, seqs }))
      own.set(seq, { ...own.get(seq), ...part });
  }
  return own;
}
