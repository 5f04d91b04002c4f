/**
 * Codec by tables: messages that are rarely on the wire are described by a table of their fields, and read and written by
 * the functions below. Slower than the straight-line code of the others, and a fraction of its size in browsers.
 *
 * @module
 */
import type { Reader, Writer } from './wire.ts';

/**
 * The fields of a message, in the order in which they are written, cases of oneofs last: `name$,count,31users@*,text$|kind`. Each
 * has its number, if that is not one more than the one before; its name; its type (nothing: a number, `?` a flag, `$` a text, `#` bytes,
 * `%` a word of an enum, `@` a message); `+` if it is undefined when it is absent, `*` if it is repeated; and the oneof whose case
 * it is. If all are messages and cases of the same oneof, that is said once: `kind:count,31users`. Behind that stand the words,
 * and the tables or functions of messages, in the order of their fields.
 */
type TableOf<Code> = readonly [fields: string, ...of: readonly (readonly unknown[] | Code)[]];

/** Reads a message that ends at `end`. */
type Read = (input: Reader, end: number) => unknown;
/** Writes a message: that of the field, as the generated types say. */
type Write = (out: Writer, message: never) => void;

/**
 * A message that has others has a table for each direction, so that a client has no code for what it never writes or never
 * reads.
 */
export type ReadTable = TableOf<Read>;
export type WriteTable = TableOf<Write>;
/** Of a message without others: for both directions. */
export type Table = readonly [fields: string, ...words: readonly (readonly string[])[]];

interface Row {
  readonly number: number;
  readonly name: string;
  /** See {@link TableOf}. */
  readonly type: string;
  readonly isOptional: boolean;
  readonly isRepeated: boolean;
  readonly union: string | undefined;
  /** Words, a function, or a table, by the type. */
  readonly of: unknown;
}

/** Of a oneof. */
interface Case {
  readonly case: string;
  readonly value: unknown;
}

type Fields = Record<string, unknown>;
type AnyTable = readonly [fields: string, ...of: readonly unknown[]];

const LENGTH_DELIMITED = 2;
const FIELD = /^(\d*)(\w+)([?$#%@]?)([+*]?)\|?(\w*)$/;

/** Tables are read when they are first used. */
const known = new Map<AnyTable, readonly Row[]>();

function rowsOf(table: AnyTable): readonly Row[] {
  const before = known.get(table);
  if (before !== undefined) return before;
  const [fields, ...of] = table;
  const [list = '', shared] = fields.split(':').toReversed();
  let last = 0;
  let next = 0;
  const rows =
    list === ''
      ? []
      : list.split(',').map((each): Row => {
          const field = shared === undefined ? each : `${each}@|${shared}`;
          const [, number = '', name = '', type = '', presence, union = ''] = FIELD.exec(field) ?? [];
          last = Number(number) || last + 1;
          return {
            number: last,
            name,
            type,
            isOptional: presence === '+',
            isRepeated: presence === '*',
            union: union || undefined,
            of: type === '%' || type === '@' ? of[next++] : undefined,
          };
        });
  known.set(table, rows);
  return rows;
}

/** Writes the fields of a message. */
export function writeTable(out: Writer, message: object, table: WriteTable): void {
  const fields = message as Fields;
  for (const row of rowsOf(table)) {
    const { name, type, union } = row;
    const chosen = union === undefined ? undefined : (fields[union] as Case | undefined);
    const value = union === undefined ? fields[name] : chosen?.case === name ? chosen.value : undefined;
    if (value === undefined) continue;
    if (row.isRepeated) writeAll(out, row, value as readonly unknown[]);
    else if (row.isOptional || union !== undefined || !isDefault(type, value)) writeField(out, row, value);
  }
}

/** Numbers and the like go into one packed field. */
function writeAll(out: Writer, row: Row, items: readonly unknown[]): void {
  if (!isVarint(row.type)) for (const item of items) writeField(out, row, item);
  else if (items.length > 0) {
    out.tag(row.number * 8 + LENGTH_DELIMITED);
    const start = out.open();
    for (const item of items) writeValue(out, row, item);
    out.close(start);
  }
}

function writeField(out: Writer, row: Row, value: unknown): void {
  out.tag(row.number * 8 + wireTypeOf(row.type));
  writeValue(out, row, value);
}

// The generated types say what a message has, so these casts hold for whoever passes one.
function writeValue(out: Writer, { type, of }: Row, value: unknown): void {
  if (type === '') out.varint(value as number);
  else if (type === '?') out.bool(value as boolean);
  else if (type === '$') out.string(value as string);
  else if (type === '%') out.varint((of as readonly string[]).indexOf(value as string));
  // A message may be given as its bytes.
  else if (value instanceof Uint8Array) out.bytes(value);
  else {
    const start = out.open();
    if (typeof of === 'function') (of as Write)(out, value as never);
    else writeTable(out, value as object, of as WriteTable);
    out.close(start);
  }
}

/** Reads the fields of a message that ends at `end`. Throws WireError. */
export function readTable(input: Reader, end: number, table: ReadTable): unknown {
  const rows = rowsOf(table);
  const fields: Fields = {};
  for (const { name, type, isOptional, isRepeated, union } of rows)
    if (union !== undefined) fields[union] = undefined;
    else fields[name] = isRepeated ? [] : isOptional || type === '@' ? undefined : defaultOf(type);
  while (input.position < end) {
    const tag = input.varint();
    const row = rows.find(({ number }) => number === Math.floor(tag / 8));
    const isPacked = row?.isRepeated === true && row.type === '' && (tag & 7) === LENGTH_DELIMITED;
    if (isPacked) input.packed(fields[row.name] as number[]);
    else if (row === undefined || (tag & 7) !== wireTypeOf(row.type)) input.skip(tag);
    else take(fields, row, readValue(input, row));
  }
  return fields;
}

function take(fields: Fields, { name, isRepeated, union }: Row, value: unknown): void {
  if (isRepeated) (fields[name] as unknown[]).push(value);
  else if (union !== undefined) fields[union] = { case: name, value };
  else fields[name] = value;
}

/** Reads the case of a oneof that has this tag. Undefined: it is none of these, and is skipped. */
export function readCase(input: Reader, tag: number, table: ReadTable): Case | undefined {
  const row = rowsOf(table).find(({ number }) => number * 8 + LENGTH_DELIMITED === tag);
  if (row !== undefined) return { case: row.name, value: readValue(input, row) };
  input.skip(tag);
  return undefined;
}

function readValue(input: Reader, { type, of }: Row): unknown {
  if (type === '') return input.varint();
  if (type === '?') return input.bool();
  if (type === '$') return input.string();
  if (type === '#') return input.bytes();
  if (type === '%') return (of as readonly string[])[input.varint()] ?? 'unspecified';
  return input.message(
    typeof of === 'function' ? (of as Read) : (_input, end) => readTable(input, end, of as ReadTable),
  );
}

function defaultOf(type: string): unknown {
  if (type === '') return 0;
  if (type === '?') return false;
  if (type === '$') return '';
  return type === '#' ? new Uint8Array(0) : 'unspecified';
}

function isDefault(type: string, value: unknown): boolean {
  return (
    !value ||
    (type === '%' && value === 'unspecified') ||
    (type === '#' && (value as Uint8Array).length === 0)
  );
}

function isVarint(type: string): boolean {
  return wireTypeOf(type) === 0;
}

function wireTypeOf(type: string): number {
  return '$#@'.includes(type || ' ') ? LENGTH_DELIMITED : 0;
}
