/**
 * Keeps blocks as their documents are. What is added sets bits; after an erasure the block is made anew of what is left, so that
 * nobody can test it for words that are gone.
 *
 * @module
 */
import { erasing, insertAll, rows } from '../../../../store/sql/sql.ts';
import type { Query, Value } from '../../../../store/sql/sql.ts';
import type { DocumentKey, IndexDocument } from '../search-index.ts';
import { codesIn } from '../texts.ts';
import { addTo, BLOCK_SEQS, blockOf, SIGNATURE_BYTES } from './signature.ts';
import { BLOCKS } from './tables.ts';

/** Documents by block. */
export interface TouchedBlocks {
  readonly added: Map<string, IndexDocument[]>;
  readonly erased: Map<string, DocumentKey[]>;
}

interface BlockRow {
  readonly conversation: number;
  readonly block: number;
  readonly oldest: number;
  readonly newest: number;
  readonly signature: Uint8Array;
}

type Member = Pick<IndexDocument, 'codes' | 'sender' | 'labels' | 'time'>;

interface MemberRow {
  readonly sender: number;
  readonly time: number;
  readonly codes: Uint8Array;
  readonly labels: string;
}

const MAX_KEYS = 500;

/** When documents have been erased and added. */
export function* changeBlocks({ added, erased }: TouchedBlocks): Query<void> {
  for (const [first] of erased.values()) if (first !== undefined) yield* makeAnew(first);
  const grown = [...added].filter(([name]) => !erased.has(name)).map(([, documents]) => documents);
  for (let at = 0; at < grown.length; at += MAX_KEYS) yield* grow(grown.slice(at, at + MAX_KEYS));
}

/** By name: of the block of a document. */
export function nameOf({ conversation, seq }: DocumentKey): string {
  return `${conversation} ${blockOf(seq)}`;
}

function* grow(blocks: readonly (readonly IndexDocument[])[]): Query<void> {
  const keys = blocks.flatMap(([first]): readonly (readonly [number, number])[] =>
    first === undefined ? [] : [[first.conversation, blockOf(first.seq)]],
  );
  if (keys.length === 0) return;
  const known = yield* rows<BlockRow>(
    'SELECT conversation, block, oldest, newest, signature FROM search_blocks WHERE (conversation, block) IN (?)',
    keys,
  );
  const byName = new Map(known.map((block) => [`${block.conversation} ${block.block}`, block]));
  yield* insertAll(
    BLOCKS,
    blocks.flatMap((documents) => {
      const [first] = documents;
      return first === undefined ? [] : [rowOf(first, documents, byName.get(nameOf(first)))];
    }),
  );
}

function* makeAnew(key: DocumentKey): Query<void> {
  const { conversation, seq } = key;
  const block = blockOf(seq);
  const left = yield* rows<MemberRow>(
    'SELECT sender, time, codes, labels FROM search_documents WHERE conversation = ? AND seq BETWEEN ? AND ?',
    conversation,
    block * BLOCK_SEQS + 1,
    (block + 1) * BLOCK_SEQS,
  );
  if (left.length === 0) {
    yield* erasing('DELETE FROM search_blocks WHERE conversation = ? AND block = ?', conversation, block);
    return;
  }
  const members = left.map(({ sender, time, codes, labels }) => ({
    sender,
    time,
    codes: codesIn(Buffer.from(codes).toString('latin1')),
    labels: labels.split(' ').filter((label) => label !== ''),
  }));
  yield* insertAll(BLOCKS, [rowOf(key, members)]);
}

function rowOf(
  { conversation, seq }: DocumentKey,
  members: readonly Member[],
  before?: BlockRow,
): readonly Value[] {
  const signature = new Uint8Array(SIGNATURE_BYTES);
  if (before !== undefined) signature.set(before.signature);
  for (const member of members) addTo(signature, member);
  const times = members.map(({ time }) => time);
  return [
    conversation,
    blockOf(seq),
    Math.min(before?.oldest ?? Infinity, ...times),
    Math.max(before?.newest ?? 0, ...times),
    signature,
  ];
}
