/**
 * Values of fields: from what people write to what bots get.
 *
 * @module
 */
import { LIMITS, PosthornError } from '@posthorn/protocol';
import type { Field, FieldValue } from '@posthorn/protocol';
import type { Services } from '../../router/services.ts';
import { offsetsOf } from '../../zones.ts';
import { foldName } from '../accounts/names.ts';
import * as userQueries from '../accounts/user-queries.ts';
import { placeOf } from './place.ts';
import { parseTime } from './times.ts';

const MAX_TEXT_CHARS = 4000;
const NUMBER = /^[+-]?\d{1,15}(?:[.,]\d{1,15})?$/;
const TRUE = new Set(['yes', 'true', 'on', '1', 'y']);
const FALSE = new Set(['no', 'false', 'off', '0', 'n']);

/** Who has written them, and where. */
export interface Writer {
  readonly user: number;
  readonly conversation: number;
  /** Empty: UTC. */
  readonly timeZone: string;
  /** When; Unix ms. */
  readonly now: number;
}

/** Throws INVALID, and says which value is wrong and why. `usage`: how all of them are written, if that is a line. */
export async function checkedValues(
  services: Services,
  writer: Writer,
  {
    fields,
    values,
    usage = '',
  }: { readonly fields: readonly Field[]; readonly values: readonly FieldValue[]; readonly usage?: string },
): Promise<readonly FieldValue[]> {
  const given = new Map(values.map(({ name, value }) => [name, value]));
  if (given.size !== values.length) throw wrong('a value is given twice', usage);
  const unknown = values.find(({ name }) => fields.every((field) => field.name !== name));
  if (unknown !== undefined) throw wrong(`there is no "${unknown.name.slice(0, 40)}"`, usage);
  const checked: FieldValue[] = [];
  for (const field of fields) {
    const written = (given.get(field.name) ?? '').trim();
    if (written !== '')
      checked.push({
        name: field.name,
        value: await checkedValue(services, writer, { field, written, usage }),
      });
    else if (field.required) throw wrong(`"${field.name}" is missing`, usage);
  }
  return checked;
}

function wrong(why: string, usage: string): PosthornError {
  return new PosthornError('INVALID', usage === '' ? why : `${why}: ${usage}`);
}

interface Written {
  readonly field: Field;
  readonly written: string;
  readonly usage: string;
}

async function checkedValue(services: Services, writer: Writer, given: Written): Promise<string> {
  const { field, written, usage } = given;
  if (written.length > MAX_TEXT_CHARS)
    throw wrong(`"${field.name}" has at most ${MAX_TEXT_CHARS} characters`, usage);
  const value = await valueOf(services, writer, given);
  if (value !== undefined) return value;
  throw wrong(`"${field.name}" is ${WANTED[field.type](field)}, not "${written.slice(0, 40)}"`, usage);
}

const WANTED: Readonly<Record<Field['type'], (field: Field) => string>> = {
  unspecified: () => 'a text',
  text: () => 'a text',
  number: () => 'a number',
  user: () => 'the name of a user',
  conversation: () => 'a conversation that you are in, as #id or "here"',
  choice: ({ choices }) => `one of ${choices.map(({ label, value }) => label || value).join(', ')}`,
  boolean: () => 'yes or no',
  time: () => 'a time such as 10m, 1h30m, 18:30 or 2027-01-31T18:30',
};

/** Undefined: it is none. */
function valueOf(
  services: Services,
  writer: Writer,
  { field, written }: Written,
): string | undefined | Promise<string | undefined> {
  switch (field.type) {
    case 'unspecified':
    case 'text':
      return written;
    case 'number':
      return NUMBER.test(written) ? String(Number(written.replace(',', '.'))) : undefined;
    case 'user':
      return userOf(services, written);
    case 'conversation':
      return conversationOf(services, writer, written);
    case 'choice': {
      const key = written.toLowerCase();
      const isMeant = (text: string): boolean => text.toLowerCase() === key;
      return (
        field.choices.find(({ value }) => isMeant(value)) ?? field.choices.find(({ label }) => isMeant(label))
      )?.value;
    }
    case 'boolean':
      return TRUE.has(written.toLowerCase())
        ? 'true'
        : FALSE.has(written.toLowerCase())
          ? 'false'
          : undefined;
    case 'time':
      return parseTime(written, writer.now, writer.timeZone)?.toString();
  }
}

async function userOf({ store }: Services, written: string): Promise<string | undefined> {
  const name = written.replace(/^@/, '');
  if (name.length > LIMITS.maxNameChars * 4) return undefined;
  const id = /^\d{1,16}$/.test(name) ? Number(name) : 0;
  const found =
    id > 0
      ? await store.run(userQueries.usersByIds, [id])
      : await store.run(userQueries.usersByNameKeys, [foldName(name)]);
  const user = found.find(({ erased }) => !erased);
  return user && String(user.id);
}

async function conversationOf(
  services: Services,
  { user, conversation: here }: Writer,
  written: string,
): Promise<string | undefined> {
  if (written.toLowerCase() === 'here') return String(here);
  const id = Number(/^#?(\d{1,16})$/.exec(written)?.[1]);
  if (!Number.isSafeInteger(id)) return undefined;
  try {
    await placeOf(services, id, user);
    return String(id);
  } catch (error) {
    if (error instanceof PosthornError && error.code === 'NOT_A_MEMBER') return undefined;
    throw error;
  }
}

/** Throws INVALID for a zone that there is not. */
export function checkZone(zone: string): void {
  try {
    offsetsOf(zone);
  } catch {
    throw new PosthornError('INVALID', 'this is no time zone of the IANA database, such as Europe/Berlin');
  }
}
