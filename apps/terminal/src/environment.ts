/**
 * Environment variables.
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { UsageError } from './exit-codes.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** The value of a variable. An empty one counts as none. */
export function variable(env: Environment, name: string): string | undefined {
  const value = env[name];
  return value === '' ? undefined : value;
}

/** A secret in a variable, or in the file that the variable with `_FILE` names. Throws a UsageError. */
export function secret(env: Environment, name: string): string | undefined {
  const value = variable(env, name);
  const path = variable(env, `${name}_FILE`);
  if (path === undefined) return value;
  if (value !== undefined)
    throw new UsageError(`${name} and ${name}_FILE are both there; leave one of them out.`);
  let text: string;
  try {
    text = new TextDecoder().decode(readFileSync(path));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UsageError(`${name}_FILE: ${path} cannot be read (${code}).`);
  }
  const found = text.replace(/[\r\n]+$/, '');
  if (found === '') throw new UsageError(`${name}_FILE: ${path} is empty.`);
  return found;
}

/** The home directory. Undefined for a user without one, as in some containers. */
export function home(env: Environment): string | undefined {
  const named = variable(env, 'HOME');
  if (named !== undefined) return named;
  try {
    return homedir();
  } catch {
    // No HOME, and the user is unknown to the system.
    return undefined;
  }
}
