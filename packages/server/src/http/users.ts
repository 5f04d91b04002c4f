/**
 * Users as inputs of routes. Everywhere in REST a user is given by id, as a number, or by name. In a path, a query or a
 * header, where everything is text, digits are an id.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type { Caller, Router } from '../router/router.ts';
import type { Json } from './route.ts';

/** What is called so in the path, query or body of a route is a user, or a list of users. */
const NAMES: ReadonlySet<string> = new Set(['to', 'user', 'users', 'members']);

const HOW = 'By id (a number) or by name (a string).';
const NAME: Json = { type: 'string', minLength: 1 };

/** A user by id or name, in a body. */
export const USER_SCHEMA: Json = { description: HOW, oneOf: [{ type: 'integer', minimum: 0 }, NAME] };

const MAX_SHOWN = 5;
const MAX_SHOWN_CHARS = 64;

/** The schema of an input, which for users takes names too. */
export function withNames(input: string, schema: Json): Json {
  if (!NAMES.has(input)) return schema;
  if (schema['type'] === 'array') return { ...schema, items: idOrName(schema['items'] as Json) };
  return idOrName(schema);
}

/** A user in a path, a query or a header: digits are an id, anything else is a name. */
export function userInText(text: string): number | string {
  return /^\d{1,16}$/.test(text) ? Number(text) : text;
}

function idOrName({ description, ...id }: Json): Json {
  return {
    description: typeof description === 'string' ? `${description} ${HOW}` : HOW,
    anyOf: [id, NAME],
  };
}

/** Whether this is the schema of a user by id or name. */
export function isUser(schema: Json): boolean {
  return Array.isArray(schema['anyOf']) && schema['anyOf'].includes(NAME);
}

/** The schema of a user in a path or a query, as clients write it. */
export function userText({ description }: Json): Json {
  return { ...NAME, description };
}

/** The same inputs with ids in the place of names. Rejects with NOT_FOUND and says which names nobody has. */
export async function resolveUsers(router: Router, caller: Caller, input: Json): Promise<Json> {
  const resolved: Record<string, unknown> = { ...input };
  for (const [name, value] of Object.entries(input)) {
    if (!NAMES.has(name)) continue;
    if (typeof value === 'string') [resolved[name]] = await idsOf(router, caller, [value]);
    else if (Array.isArray(value)) resolved[name] = await idsOf(router, caller, value);
  }
  return resolved;
}

async function idsOf(
  router: Router,
  caller: Caller,
  given: readonly (number | string)[],
): Promise<readonly number[]> {
  const names = given.filter((each) => typeof each === 'string');
  const ids = given.filter((each) => typeof each === 'number');
  if (names.length === 0) return ids;
  const reply = await router.call(caller, { case: 'getUsers', value: { ids: [], names } });
  const users = reply.case === 'users' ? (reply.value.users ?? []) : [];
  const asked = new Set(names.map((name) => name.toLowerCase()));
  if (users.length < asked.size) {
    for (const { name = '' } of users) asked.delete(name.toLowerCase());
    const shown = [...asked].slice(0, MAX_SHOWN).map((name) => name.slice(0, MAX_SHOWN_CHARS));
    throw new PosthornError('NOT_FOUND', `nobody is called ${shown.join(', ')}`);
  }
  return [...ids, ...users.flatMap(({ id }) => (id === undefined ? [] : [id]))];
}
