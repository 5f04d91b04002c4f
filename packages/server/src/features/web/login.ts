/**
 * The body of a login by a page.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type { Login, Register } from '@posthorn/protocol';

export interface WebLogin extends Login, Pick<Register, 'displayName' | 'bootstrapSecret' | 'invite'> {
  /** The account is to be made. */
  readonly isNew: boolean;
}

const TEXTS = [
  'name',
  'password',
  'displayName',
  'bootstrapSecret',
  'invite',
  'jwt',
  'secondFactor',
  'passkey',
] as const;

/** Throws INVALID, naming the property. */
export function parseLogin(body: unknown): WebLogin {
  const {
    name,
    password,
    register = false,
    displayName,
    bootstrapSecret,
    invite,
    jwt,
    secondFactor,
    passkey,
    device,
    ...others
  } = objectIn(body, 'the body');
  refuseOthers(others, 'the body');
  if (typeof register !== 'boolean') throw invalid('"register" in the body must be true or false');
  const texts = { name, password, displayName, bootstrapSecret, invite, jwt, secondFactor, passkey };
  for (const key of TEXTS) {
    const isNeeded = jwt === undefined && (key === 'name' || key === 'password');
    if (typeof texts[key] !== 'string' && (isNeeded || texts[key] !== undefined))
      throw invalid(`"${key}" in the body must be a text`);
  }
  return {
    name: textOf(name),
    password: textOf(password),
    displayName: textOf(displayName),
    bootstrapSecret: textOf(bootstrapSecret),
    invite: textOf(invite),
    jwt: textOf(jwt),
    secondFactor: textOf(secondFactor),
    passkey: textOf(passkey),
    device: deviceIn(device),
    isNew: register,
  };
}

/** A browser that keeps its id takes the place of its earlier login; one without an id is a new device each time. */
function deviceIn(given: unknown): NonNullable<Login['device']> {
  const { id, label, ...others } = objectIn(given ?? {}, '"device"');
  refuseOthers(others, '"device"');
  for (const value of [id, label])
    if (value !== undefined && typeof value !== 'string') throw invalid('"device" has texts only');
  return { id: textOf(id), label: textOf(label), class: 'web' };
}

function objectIn(value: unknown, what: string): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as Readonly<Record<string, unknown>>; // Its values are unknown still.
  throw invalid(`${what} must be an object`);
}

function refuseOthers(others: object, what: string): void {
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) throw invalid(`${what} has the unknown property "${unknown}"`);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function invalid(message: string): PosthornError {
  return new PosthornError('INVALID', message);
}
