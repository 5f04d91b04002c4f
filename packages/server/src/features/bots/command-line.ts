/**
 * What people write after the name of a command: values by their order, or as `name:value`, with quotes around values that have
 * spaces. The last field takes what is left, if it is a text.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type { Command, Field, FieldValue } from '@posthorn/protocol';

const CLOSING: Readonly<Record<string, string>> = { '"': '"', "'": "'", '“': '”', '„': '“', '«': '»' };
const NAMED = /^([a-z][a-z0-9_-]{0,31}):/;

/** How a command is written: `/remind <when> [text]`. */
export function usageOf({ name, fields }: Pick<Command, 'name' | 'fields'>): string {
  return [
    `/${name}`,
    ...fields.map((field) => (field.required ? `<${field.name}>` : `[${field.name}]`)),
  ].join(' ');
}

/** The values in a line, as they were written. Throws INVALID. */
export function splitLine(command: Pick<Command, 'name' | 'fields'>, line: string): readonly FieldValue[] {
  const values: FieldValue[] = [];
  let open: readonly Field[] = command.fields;
  let rest = line.trim();
  while (rest !== '') {
    const name = NAMED.exec(rest)?.[1];
    const named = open.find((field) => field.name === name);
    const field = named ?? open[0];
    if (field === undefined)
      throw new PosthornError('INVALID', `"${shortened(rest)}" is too much: ${usageOf(command)}`);
    if (named !== undefined) rest = rest.slice(named.name.length + 1).trimStart();
    const isRest = named === undefined && open.length === 1 && isText(field);
    const { value, after } = isRest ? wholeRest(rest) : nextValue(rest, command);
    values.push({ name: field.name, value });
    open = open.filter((each) => each !== field);
    rest = after;
  }
  return values;
}

function isText({ type }: Field): boolean {
  return type === 'text' || type === 'unspecified';
}

interface Taken {
  readonly value: string;
  readonly after: string;
}

function nextValue(rest: string, command: Pick<Command, 'name' | 'fields'>): Taken {
  if (CLOSING[rest.charAt(0)] !== undefined) {
    const quoted = quotedAt(rest);
    if (quoted === undefined)
      throw new PosthornError('INVALID', `the quote of ${shortened(rest)} does not end: ${usageOf(command)}`);
    return quoted;
  }
  const end = rest.search(/\s/u);
  return end < 0
    ? { value: rest, after: '' }
    : { value: rest.slice(0, end), after: rest.slice(end).trimStart() };
}

/** Quotes around all of it are no part of it. */
function wholeRest(rest: string): Taken {
  const quoted = quotedAt(rest);
  return { value: quoted?.after === '' ? quoted.value : rest, after: '' };
}

/** The quoted value that begins here; a backslash keeps what follows it. Undefined: there is none, or it does not end. */
function quotedAt(rest: string): Taken | undefined {
  const closing = CLOSING[rest.charAt(0)];
  if (closing === undefined) return undefined;
  let value = '';
  for (let at = 1; at < rest.length; at++) {
    const char = rest.charAt(at);
    if (char === closing) return { value, after: rest.slice(at + 1).trimStart() };
    const isKept = char === '\\' && (rest.charAt(at + 1) === closing || rest.charAt(at + 1) === '\\');
    value += isKept ? rest.charAt(++at) : char;
  }
  return undefined;
}

function shortened(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
