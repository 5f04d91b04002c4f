/**
 * Keeps blocks as their documents are.
 *
 * A signature is long, so it is not written with each document: a block is *signed* up to a seq, and whoever searches looks into
 * the few documents behind it. After an erasure the block is made anew of what is left, so that nobody can test it for words that
 * are gone.
 *
 * @module
 */
import { erasing, insertAll, rows } from '../../../../store/sql/sql.ts';
import type { Query, Value } from '../../../../store/sql/sql.ts';
import type { DocumentKey, IndexDocument, SeqRange } from '../search-index.ts';
import { codesIn } from '../texts.ts';
import type { IndexDialect } from './dialect.ts';
import { addTo, BLOCK_SEQS, blockOf, SIGNATURE_BYTES } from './signature.ts';
import { GROWN_BLOCKS, SIGNED_BLOCKS } from './tables.ts';

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
  readonly last: number;
  readonly signed: number;
}

type Member = Pick<IndexDocument, 'conversation' | 'seq' | 'codes' | 'sender' | 'labels' | 'time'>;

interface MemberRow {
  readonly conversation: number;
  readonly seq: number;
  readonly sender: number;
  readonly time: number;
  readonly codes: Uint8Array;
  readonly labels: string;
}

/** A block is signed when so many seqs are not, and at its end. */
const SIGNED_EVERY = 16;
const MAX_KEYS = 500;
const NO_SIGNATURE = new Uint8Array();

/** When documents have been erased and added. */
export function* changeBlocks(dialect: IndexDialect, { added, erased }: TouchedBlocks): Query<void> {
  const anew = new Map(
    [...erased].flatMap(([name, [first]]) => (first === undefined ? [] : [[name, first]])),
  );
  const grown = [...added].filter(([name]) => !anew.has(name)).map(([, documents]) => documents);
  for (let at = 0; at < grown.length; at += MAX_KEYS) {
    for (const key of yield* grow(dialect, grown.slice(at, at + MAX_KEYS))) anew.set(nameOf(key), key);
  }
  for (const { conversation, seq } of anew.values()) yield* makeAnew(dialect, conversation, blockOf(seq));
}

/** By name: of the block of a document. */
export function nameOf({ conversation, seq }: DocumentKey): string {
  return `${conversation} ${blockOf(seq)}`;
}

/** Returns keys in blocks to be made anew, because something was added to what is signed. */
function* grow(
  dialect: IndexDialect,
  blocks: readonly (readonly IndexDocument[])[],
): Query<readonly DocumentKey[]> {
  const keys = blocks.flatMap(([first]) => (first === undefined ? [] : [first]));
  if (keys.length === 0) return [];
  const known = yield* rows<BlockRow>(
    'SELECT conversation, block, oldest, newest, last, signed FROM search_blocks WHERE (conversation, block) IN (?)',
    keys.map(pairOf),
  );
  const byName = new Map(known.map((block) => [`${block.conversation} ${block.block}`, block]));
  const growths = blocks.map(
    (documents) => new Growth(documents, byName.get(nameOf(documents[0] as DocumentKey))),
  );
  const fitting = growths.filter(({ isBehindSigned }) => isBehindSigned);
  const signing = fitting.filter(({ isToBeSigned }) => isToBeSigned);
  const unsigned = yield* membersIn(
    dialect,
    signing.flatMap((growth) => growth.unsigned),
  );
  const signatures = yield* signaturesOf(signing.filter(({ hasSignature }) => hasSignature));
  yield* insertAll(
    SIGNED_BLOCKS,
    signing.map((growth) => {
      const before = signatures.get(growth.name);
      return growth.signedRow(unsigned.get(growth.name) ?? [], before);
    }),
  );
  yield* insertAll(
    GROWN_BLOCKS,
    fitting.filter(({ isToBeSigned }) => !isToBeSigned).map((growth) => growth.row),
  );
  return growths.filter(({ isBehindSigned }) => !isBehindSigned).map(({ first }) => first);
}

/** A block and what is added to it. */
class Growth {
  readonly #added: readonly IndexDocument[];
  readonly #before: BlockRow | undefined;
  readonly #last: number;

  /** `added`: not empty. */
  constructor(added: readonly IndexDocument[], before: BlockRow | undefined) {
    this.#added = added;
    this.#before = before;
    this.#last = Math.max(before?.last ?? 0, ...added.map(({ seq }) => seq));
  }

  get first(): IndexDocument {
    return this.#added[0] as IndexDocument;
  }

  get name(): string {
    return nameOf(this.first);
  }

  get isBehindSigned(): boolean {
    return this.#added.every(({ seq }) => seq > this.#signed);
  }

  get isToBeSigned(): boolean {
    return this.#last - this.#signed >= SIGNED_EVERY || this.#last % BLOCK_SEQS === 0;
  }

  get hasSignature(): boolean {
    return (this.#before?.signed ?? 0) > 0;
  }

  /** What was there before, and is not signed. */
  get unsigned(): readonly SeqRange[] {
    const [from, to] = [this.#signed + 1, this.#before?.last ?? 0];
    return to < from ? [] : [{ conversation: this.first.conversation, from, to }];
  }

  get row(): readonly Value[] {
    return rowOf(this.first, this.#added, {
      before: this.#before,
      last: this.#last,
      signed: 0,
      signature: NO_SIGNATURE,
    });
  }

  /** `unsigned`: the documents in the ranges of the same name. `before`: the signature so far, if there is one. */
  signedRow(unsigned: readonly Member[], before: Uint8Array | undefined): readonly Value[] {
    const signature = signatureOf([...unsigned, ...this.#added], before);
    return rowOf(this.first, this.#added, {
      before: this.#before,
      last: this.#last,
      signed: this.#last,
      signature,
    });
  }

  get #signed(): number {
    const signed = this.#before?.signed ?? 0;
    return signed > 0 ? signed : blockOf(this.first.seq) * BLOCK_SEQS;
  }
}

function* makeAnew(dialect: IndexDialect, conversation: number, block: number): Query<void> {
  const range = { conversation, from: block * BLOCK_SEQS + 1, to: (block + 1) * BLOCK_SEQS };
  const [left = []] = (yield* membersIn(dialect, [range])).values();
  const [first] = left;
  if (first === undefined) {
    yield* erasing('DELETE FROM search_blocks WHERE conversation = ? AND block = ?', conversation, block);
    return;
  }
  const last = Math.max(...left.map(({ seq }) => seq));
  yield* insertAll(SIGNED_BLOCKS, [
    rowOf(first, left, { before: undefined, last, signed: last, signature: signatureOf(left) }),
  ]);
}

/** By block. */
function* membersIn(
  dialect: IndexDialect,
  ranges: readonly SeqRange[],
): Query<ReadonlyMap<string, readonly Member[]>> {
  const members = new Map<string, Member[]>();
  if (ranges.length === 0) return members;
  const { text, values } = dialect.documentsIn(ranges);
  const found = yield* rows<MemberRow>(
    `SELECT documents.conversation, documents.seq, sender, time, codes, labels ${text}`,
    ...values,
  );
  for (const { codes, labels, ...rest } of found) {
    const member = {
      ...rest,
      codes: codesIn(Buffer.from(codes).toString('latin1')),
      labels: labels.split(' ').filter((label) => label !== ''),
    };
    const name = nameOf(member);
    const others = members.get(name);
    if (others === undefined) members.set(name, [member]);
    else others.push(member);
  }
  return members;
}

function* signaturesOf(growths: readonly Growth[]): Query<ReadonlyMap<string, Uint8Array>> {
  if (growths.length === 0) return new Map();
  const found = yield* rows<{
    readonly conversation: number;
    readonly block: number;
    readonly signature: Uint8Array;
  }>(
    'SELECT conversation, block, signature FROM search_blocks WHERE (conversation, block) IN (?)',
    growths.map(({ first }) => pairOf(first)),
  );
  return new Map(found.map(({ conversation, block, signature }) => [`${conversation} ${block}`, signature]));
}

function pairOf({ conversation, seq }: DocumentKey): readonly [number, number] {
  return [conversation, blockOf(seq)];
}

function signatureOf(members: readonly Member[], before?: Uint8Array): Uint8Array {
  const signature = new Uint8Array(SIGNATURE_BYTES);
  if (before !== undefined) signature.set(before);
  for (const member of members) addTo(signature, member);
  return signature;
}

interface Ends {
  readonly before: BlockRow | undefined;
  readonly last: number;
  readonly signed: number;
  readonly signature: Uint8Array;
}

function rowOf(
  { conversation, seq }: DocumentKey,
  members: readonly Member[],
  { before, last, signed, signature }: Ends,
): readonly Value[] {
  const times = members.map(({ time }) => time);
  const oldest = Math.min(before?.oldest ?? Infinity, ...times);
  const newest = Math.max(before?.newest ?? 0, ...times);
  return [conversation, blockOf(seq), oldest, newest, last, signed, signature];
}
