/**
 * What database servers write differently.
 *
 * @module
 */
import type { Bind } from '../../../../store/sql/sql.ts';
import type { SeqRange } from '../search-index.ts';

export interface SqlPart {
  readonly text: string;
  readonly values: readonly Bind[];
}

export interface IndexDialect {
  /** A condition: this bit of the bytes in a column is set. */
  bitIsSet(column: string, bit: number): SqlPart;
  /** A condition: bytes in a column have these ones somewhere. Empty ones they always have. */
  contains(column: string, bytes: Uint8Array): SqlPart;
  /** FROM and WHERE: search_documents of these ranges, which are not empty. */
  documentsIn(ranges: readonly SeqRange[]): SqlPart;
  /** Behind a name of search_documents: read it by its key, or by conversation and time. */
  readonly byKey: string;
  readonly byTime: string;
  /** Ranges that one statement takes well. */
  readonly maxRanges: number;
  /** One row with the bytes that the tables take, as `bytes`. */
  readonly size: string;
}

export const postgresIndexDialect: IndexDialect = {
  bitIsSet: (column, bit) => ({
    text: `get_byte(${column}, ?) & ? <> 0`,
    values: [bit >> 3, 1 << (bit & 7)],
  }),
  contains: (column, bytes) => ({ text: `position(?::bytea in ${column}) > 0`, values: [bytes] }),
  documentsIn: (ranges) => ({
    text: `FROM unnest(?::bigint[], ?::bigint[], ?::bigint[]) AS ranges(conversation, low, high)
      JOIN search_documents AS documents ON documents.conversation = ranges.conversation
        AND documents.seq BETWEEN low AND high WHERE true`,
    values: [
      ranges.map(({ conversation }) => conversation),
      ranges.map(({ from }) => from),
      ranges.map(({ to }) => to),
    ],
  }),
  byKey: '',
  byTime: '',
  maxRanges: 10_000,
  size: `SELECT sum(pg_total_relation_size(oid))::bigint AS bytes FROM pg_class
    WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r'
      AND relname IN ('search_documents', 'search_blocks', 'search_positions', 'search_notes')`,
};

/** Otherwise MariaDB looks up each of a thousand keys in both indexes, to choose one: 200 ms instead of 5. */
const BY_KEY = ' FORCE INDEX (PRIMARY)';

export const mysqlIndexDialect: IndexDialect = {
  bitIsSet: (column, bit) => ({
    text: `ASCII(SUBSTRING(${column}, ?, 1)) & ? <> 0`,
    values: [(bit >> 3) + 1, 1 << (bit & 7)],
  }),
  contains: (column, bytes) => ({ text: `LOCATE(?, ${column}) > 0`, values: [bytes] }),
  documentsIn: (ranges) => ({
    // A join with a list of ranges would read whole conversations.
    text: `FROM search_documents AS documents${BY_KEY} WHERE (${ranges.map(inRange).join(' OR ')})`,
    values: [],
  }),
  byKey: BY_KEY,
  byTime: ' FORCE INDEX (search_documents_time)',
  maxRanges: 500,
  size: `SELECT CAST(sum(data_length + index_length) AS SIGNED) AS bytes FROM information_schema.tables
    WHERE table_schema = DATABASE()
      AND table_name IN ('search_documents', 'search_blocks', 'search_positions', 'search_notes')`,
};

function inRange({ conversation, from, to }: SeqRange): string {
  return `documents.conversation = ${conversation} AND documents.seq BETWEEN ${from} AND ${to}`;
}

export function joined(parts: readonly SqlPart[], word: ' AND ' | ' OR '): SqlPart {
  return {
    text: parts.map(({ text }) => `(${text})`).join(word),
    values: parts.flatMap(({ values }) => values),
  };
}
