/**
 * Codec by tables: messages that are rarely on the wire are described by a table of their fields, and read and written by
 * the two functions below. Slower than the straight-line code of the others, and a fraction of its size in browsers.
 *
 * @module
 */
import type { Reader, Writer } from './wire.ts';

/** What a field holds: a number, a flag, a text, bytes, a word of an enum, or a message. */
export const NUMBER = 0;
export const FLAG = 1;
export const TEXT = 2;
export const BYTES = 3;

/** An absent field has its default. */
export const PLAIN = 0;
/** An absent field is undefined. */
export const OPTIONAL = 1;
export const REPEATED = 2;

type Scalar = typeof NUMBER | typeof FLAG | typeof TEXT | typeof BYTES | readonly string[];
/** Reads a message that ends at `end`. */
type Read = (input: Reader, end: number) => unknown;
/** Writes a message: that of the field, as the generated types say. */
type Write = (out: Writer, message: never) => void;
type Nested<Code> = Code | readonly Row<Code>[];
type ReadKind = Scalar | Nested<Read>;
type WriteKind = Scalar | Nested<Write>;

/** `presence`: one of the three above, or the name of the oneof whose case the field is. */
type Row<Code> = readonly [
  number: number,
  name: string,
  kind: Scalar | Nested<Code>,
  presence?: 0 | 1 | 2 | string,
];

/**
 * Fields in the order in which they are written: cases of oneofs come last. A message that has others has a table for each
 * direction, so that a client has no code for what it never writes or never reads.
 */
export type ReadTable = readonly Row<Read>[];
export type WriteTable = readonly Row<Write>[];
/** Of a message without others: for both directions. */
export type Table = readonly Row<never>[];

/** Of a oneof. */
interface Case {
  readonly case: string;
  readonly value: unknown;
}

type Fields = Record<string, unknown>;

const LENGTH_DELIMITED = 2;

/** Writes the fields of a message. */
export function writeTable(out: Writer, message: object, table: WriteTable): void {
  const fields = message as Fields;
  for (const [number, name, kind, presence = PLAIN] of table) {
    if (typeof presence === 'string') {
      const chosen = fields[presence] as Case | undefined;
      if (chosen?.case === name) writeField(out, number, kind, chosen.value);
      continue;
    }
    const value = fields[name];
    if (value === undefined || (presence === PLAIN && isDefault(kind, value))) continue;
    if (presence !== REPEATED) {
      writeField(out, number, kind, value);
      continue;
    }
    const items = value as readonly unknown[];
    if (!isVarint(kind)) for (const item of items) writeField(out, number, kind, item);
    else if (items.length > 0) {
      out.tag(number * 8 + LENGTH_DELIMITED);
      const start = out.open();
      for (const item of items) writeValue(out, kind, item);
      out.close(start);
    }
  }
}

function writeField(out: Writer, number: number, kind: WriteKind, value: unknown): void {
  out.tag(number * 8 + (isVarint(kind) ? 0 : LENGTH_DELIMITED));
  writeValue(out, kind, value);
}

// The generated types say what a message has, so these casts hold for whoever passes one.
function writeValue(out: Writer, kind: WriteKind, value: unknown): void {
  if (kind === NUMBER) out.varint(value as number);
  else if (kind === FLAG) out.bool(value as boolean);
  else if (kind === TEXT) out.string(value as string);
  else if (kind === BYTES || value instanceof Uint8Array) out.bytes(value as Uint8Array);
  else if (isWords(kind)) out.varint(kind.indexOf(value as string));
  else {
    const start = out.open();
    if (typeof kind === 'function') kind(out, value as never);
    else writeTable(out, value as object, kind);
    out.close(start);
  }
}

/** Reads the fields of a message that ends at `end`. Throws WireError. */
export function readTable(input: Reader, end: number, table: ReadTable): unknown {
  const fields: Fields = {};
  for (const [, name, kind, presence = PLAIN] of table) {
    if (typeof presence === 'string') fields[presence] = undefined;
    else fields[name] = presence === REPEATED ? [] : presence === OPTIONAL ? undefined : defaultOf(kind);
  }
  while (input.position < end) {
    const tag = input.varint();
    const wire = tag & 7;
    const row = table.find(([number]) => number === Math.floor(tag / 8));
    if (row === undefined) {
      input.skip(tag);
      continue;
    }
    const [, name, kind, presence = PLAIN] = row;
    const isPacked = presence === REPEATED && kind === NUMBER && wire === LENGTH_DELIMITED;
    if (isPacked) input.packed(fields[name] as number[]);
    else if (wire !== (isVarint(kind) ? 0 : LENGTH_DELIMITED)) input.skip(tag);
    else {
      const value = readValue(input, kind);
      if (presence === REPEATED) (fields[name] as unknown[]).push(value);
      else if (typeof presence === 'string') fields[presence] = { case: name, value };
      else fields[name] = value;
    }
  }
  return fields;
}

function readValue(input: Reader, kind: ReadKind): unknown {
  if (kind === NUMBER) return input.varint();
  if (kind === FLAG) return input.bool();
  if (kind === TEXT) return input.string();
  if (kind === BYTES) return input.bytes();
  if (isWords(kind)) return kind[input.varint()] ?? 'unspecified';
  return input.message(typeof kind === 'function' ? kind : (_input, end) => readTable(input, end, kind));
}

/** Reads the case of a oneof that has this tag. Undefined: it is none of these, and is skipped. */
export function readCase(input: Reader, tag: number, table: ReadTable): Case | undefined {
  const row = table.find(([number]) => number * 8 + LENGTH_DELIMITED === tag);
  if (row !== undefined) return { case: row[1], value: readValue(input, row[2]) };
  input.skip(tag);
  return undefined;
}

function defaultOf(kind: ReadKind): unknown {
  if (kind === NUMBER) return 0;
  if (kind === FLAG) return false;
  if (kind === TEXT) return '';
  return kind === BYTES ? new Uint8Array(0) : 'unspecified';
}

function isDefault(kind: ReadKind | WriteKind, value: unknown): boolean {
  return (
    !value || (kind === BYTES ? (value as Uint8Array).length === 0 : isWords(kind) && value === 'unspecified')
  );
}

function isVarint(kind: ReadKind | WriteKind): boolean {
  return kind === NUMBER || kind === FLAG || isWords(kind);
}

function isWords(kind: ReadKind | WriteKind): kind is readonly string[] {
  return typeof kind === 'object' && typeof kind[0] === 'string';
}
