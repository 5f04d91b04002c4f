/**
 * The signature of a block: a Bloom filter (https://doi.org/10.1145/362686.362692) of what can be asked for. If a document
 * of the block has something, its bits are set; of what none has, they all are by chance in a few of a hundred blocks.
 *
 * @module
 */
import type { IndexDocument } from '../search-index.ts';

export const BLOCK_SEQS = 64;
/** Small enough that PostgreSQL keeps it in the row: beyond 2 KB it moves a value out. */
export const SIGNATURE_BYTES = 1536;
const BITS = SIGNATURE_BYTES * 8;
const BITS_OF_ONE = 3;

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** Numbers of bits, from 0: all are set if a document has it. */
export type Bits = readonly number[];

export function blockOf(seq: number): number {
  return Math.floor((seq - 1) / BLOCK_SEQS);
}

export function addTo(
  signature: Uint8Array,
  document: Pick<IndexDocument, 'codes' | 'sender' | 'labels'>,
): void {
  const seen = new Set<string>();
  const add = (item: string): void => {
    if (seen.has(item)) return;
    seen.add(item);
    for (const bit of bitsOf(item)) signature[bit >> 3] = (signature[bit >> 3] ?? 0) | (1 << (bit & 7));
  };
  for (const code of [...document.codes.sequence, ...document.codes.beside]) {
    add(code);
    for (const prefix of prefixesOf(code)) add(`${prefix}*`);
  }
  add(senderItem(document.sender));
  for (const label of document.labels) add(labelItem(label));
}

export function bitsOfCode(code: string): Bits {
  return bitsOf(code);
}

/** Empty if the signature says nothing about the beginning of codes of this length. */
export function bitsOfPrefix(code: string): Bits {
  const longest = prefixesOf(code).at(-1);
  return longest === undefined ? [] : bitsOf(`${longest}*`);
}

export function bitsOfSender(sender: number): Bits {
  return bitsOf(senderItem(sender));
}

export function bitsOfLabel(label: string): Bits {
  return bitsOf(labelItem(label));
}

function senderItem(sender: number): string {
  return `.${sender}`;
}

function labelItem(label: string): string {
  return `:${label}`;
}

/** Units of a token with which a prefix is noted: a character of a script of pairs, and the least that somebody types. */
const NOTED_UNITS = [1, 3];
const LEAD_LETTERS = 2;
/** By the first letter of a unit, how many it has; see encode.ts. */
const LETTERS: Readonly<Record<string, number>> = { j: 4, q: 4, x: 4, z: 4, v: 2 };

/** The beginnings of a code, or of the code of a prefix, that are noted, the shorter ones first. */
function prefixesOf(code: string): readonly string[] {
  const prefixes: string[] = [];
  let at = LEAD_LETTERS;
  for (let units = 1; at < code.length && units <= 3; units += 1) {
    at += LETTERS[code.charAt(at)] ?? 1;
    if (NOTED_UNITS.includes(units) && at <= code.length) prefixes.push(code.slice(0, at));
  }
  return prefixes;
}

/** Two halves of one hash make all of them (Kirsch and Mitzenmacher, https://doi.org/10.1002/rsa.20208). */
function bitsOf(item: string): Bits {
  let hash = FNV_OFFSET;
  for (let at = 0; at < item.length; at += 1) hash = Math.imul(hash ^ item.charCodeAt(at), FNV_PRIME);
  const first = mixed(hash);
  const second = mixed(first ^ 0x9e3779b9) | 1;
  return Array.from({ length: BITS_OF_ONE }, (_, index) => ((first + Math.imul(index, second)) >>> 0) % BITS);
}

/** The end of MurmurHash3, which spreads what FNV leaves in the low bits. */
function mixed(hash: number): number {
  let value = hash;
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}
