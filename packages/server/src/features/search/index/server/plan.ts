/**
 * What of a question the database can answer: which blocks cannot have a hit, which documents cannot be one. The texts of
 * statements have few shapes, whatever is asked, because connections keep them prepared.
 *
 * @module
 */
import { encode, encodePrefix } from '../../analyser/encode.ts';
import type { Piece, Term, Way } from '../../analyser/terms.ts';
import type { IndexQuestion } from '../search-index.ts';
import { wordsOf } from '../texts.ts';
import { joined } from './dialect.ts';
import type { IndexDialect, SqlPart } from './dialect.ts';
import { bitsOfCode, bitsOfLabel, bitsOfPrefix, bitsOfSender } from './signature.ts';
import type { Bits } from './signature.ts';

export interface Plan {
  /** A condition on search_blocks: the block may have a hit. Undefined: each may. */
  readonly block: SqlPart | undefined;
  /** A condition on search_documents: the document may be a hit. */
  readonly document: SqlPart;
}

/** So many bits are looked at, or the next number of these. More do not tell more. */
const SIZES = [3, 6, 12, 24, 48];
/** So many substrings of a document are looked for. */
const NEEDLES = 4;

export function planOf(question: IndexQuestion, dialect: IndexDialect): Plan {
  const { all, senders = [], labels = [] } = question;
  const plain = all.filter(({ ways }) => ways.length === 1);
  const twofold = all.find(({ ways }) => ways.length > 1);
  const required = [
    ...plain.flatMap(({ ways }) => ways.flatMap(bitsOfWay)),
    ...(senders.length === 1 ? senders.flatMap(bitsOfSender) : []),
    ...labels.filter(({ length }) => length === 1).flatMap((group) => group.flatMap(bitsOfLabel)),
  ];
  const conditions = [required, ...eitherOf(twofold)];
  return {
    block: blockCondition(conditions, dialect),
    document: documentCondition(plain, dialect),
  };
}

/** Of a term with several ways: the bits of each. None, if one way has no bits. */
function eitherOf(term: Term | undefined): readonly Bits[] {
  const ways = (term?.ways ?? []).map(bitsOfWay);
  return ways.every(({ length }) => length > 0) ? ways : [];
}

function blockCondition(
  [required = [], ...either]: readonly Bits[],
  dialect: IndexDialect,
): SqlPart | undefined {
  const parts = [
    ...(required.length > 0 ? [allSet(required, dialect)] : []),
    ...(either.length > 0
      ? [
          joined(
            either.map((bits) => allSet(bits, dialect)),
            ' OR ',
          ),
        ]
      : []),
  ];
  return parts.length === 0 ? undefined : joined(parts, ' AND ');
}

function allSet(bits: Bits, dialect: IndexDialect): SqlPart {
  const distinct = [...new Set(bits)];
  const size = SIZES.find((each) => each >= distinct.length) ?? SIZES.at(-1) ?? 0;
  const padded = Array.from({ length: size }, (_, index) => distinct[index % distinct.length] ?? 0);
  return joined(
    padded.map((bit) => dialect.bitIsSet('signature', bit)),
    ' AND ',
  );
}

function documentCondition(terms: readonly Term[], dialect: IndexDialect): SqlPart {
  // The longest ones are the rarest.
  const needles = terms
    .flatMap(({ ways }) => ways.map(needleOf))
    .sort((a, b) => b.length - a.length)
    .slice(0, NEEDLES);
  const padded = Array.from({ length: NEEDLES }, (_, index) => needles[index] ?? '');
  return joined(
    padded.map((needle) => dialect.contains('documents.codes', Buffer.from(needle, 'latin1'))),
    ' AND ',
  );
}

/** What the text of a document with this way has in it; see texts.ts. */
function needleOf(way: Way): string {
  const isOpen = way.at(-1)?.isPrefix === true;
  return ` ${wordsOf(way.map(codeOf))}${isOpen ? '' : ' '}`;
}

function codeOf({ text, isPrefix }: Piece): string {
  return isPrefix ? encodePrefix(text).code : encode(text);
}

function bitsOfWay(way: Way): Bits {
  return way.flatMap((piece) => (piece.isPrefix ? bitsOfPrefix(codeOf(piece)) : bitsOfCode(codeOf(piece))));
}
