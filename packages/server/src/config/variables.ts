/**
 * Options in environment variables, and secrets in files that environment variables name.
 *
 * @module
 */
import { ConfigError } from './config-error.ts';
import { nearest } from './nearest.ts';
import { fileVariableOf, variableOf } from './option.ts';
import type { Option } from './option.ts';
import { readTextFile } from './text-file.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** What a variable says, and which one it is. */
export interface Given {
  readonly value: string;
  readonly where: string;
}

const PREFIX = 'POSTHORN_';

/** Those of the other commands. */
const OTHER_VARIABLES = [
  'POSTHORN_SERVER',
  'POSTHORN_USER',
  'POSTHORN_PASSWORD',
  'POSTHORN_PASSWORD_FILE',
  'POSTHORN_NEW_PASSWORD',
  'POSTHORN_NEW_PASSWORD_FILE',
  'POSTHORN_BOOTSTRAP_SECRET',
  'POSTHORN_BOOTSTRAP_SECRET_FILE',
  'POSTHORN_AI_URL',
  'POSTHORN_AI_MODEL',
  'POSTHORN_AI_KEY',
  'POSTHORN_AI_KEY_FILE',
  'POSTHORN_RELAUNCHED',
  'POSTHORN_VERIFY_CLOCK',
] as const;

/**
 * Kubernetes gives every container variables that are named after the services around it, so a service called posthorn
 * makes these. `POSTHORN_PORT` is one of them only with a URL as its value.
 */
const OF_A_SERVICE = /_(SERVICE_(HOST|PORT(_\w+)?)|PORT_\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)$/;
const URL_OF_A_SERVICE = /^(tcp|udp|sctp):\/\//;

/** Values by the names of the options. An empty variable counts as none. Throws a ConfigError. */
export function readVariables(
  options: ReadonlyMap<string, Option>,
  env: Environment,
): ReadonlyMap<string, Given> {
  const found = new Map<string, Given>();
  for (const [name, { flagOnly, secret }] of options) {
    if (flagOnly === true) continue;
    const where = variableOf(name);
    const given = secret === true ? readSecret(env, where) : plain(env, where);
    if (given !== undefined) found.set(name, given);
  }
  return found;
}

/** A secret in a variable, or in the file that the variable with `_FILE` names. Throws a ConfigError. */
export function readSecret(env: Environment, variable: string): Given | undefined {
  const given = plain(env, variable);
  const file = plain(env, fileVariableOf(variable));
  if (file === undefined) return given;
  const { value: path, where } = file;
  if (given !== undefined)
    throw new ConfigError(`${variable} and ${where} are both there; leave one of them out.`);
  const text = readTextFile(path, `${where}: the file`);
  if (text === undefined)
    throw new ConfigError(`${where}: there is no file ${path}; make it or leave the variable out.`);
  const value = text.replace(/[\r\n]+$/, '');
  if (value === '') throw new ConfigError(`${where}: the file ${path} is empty.`);
  return { value, where };
}

/** A sentence for each variable that begins like ours and means nothing: likely a slip. */
export function strangeVariables(options: ReadonlyMap<string, Option>, env: Environment): readonly string[] {
  const known = new Set(OTHER_VARIABLES.map(withoutPrefix));
  for (const [name, { secret }] of options) {
    const variable = variableOf(name);
    known.add(withoutPrefix(variable));
    if (secret === true) known.add(withoutPrefix(fileVariableOf(variable)));
  }
  return Object.entries(env).flatMap(([variable, value = '']) => {
    const key = withoutPrefix(variable);
    if (!variable.startsWith(PREFIX) || known.has(key) || isOfAService(variable, value)) return [];
    // A file is taken for secrets alone.
    const withoutFile = key.replace(/_FILE$/, '');
    const meant = known.has(withoutFile) ? withoutFile : nearest(key, known);
    const advice = meant === undefined ? 'see posthorn start --help.' : `did you mean ${PREFIX}${meant}?`;
    return [`The variable ${variable} means nothing here; ${advice}`];
  });
}

function plain(env: Environment, where: string): Given | undefined {
  const value = env[where];
  return value === undefined || value === '' ? undefined : { value, where };
}

function isOfAService(variable: string, value: string): boolean {
  return OF_A_SERVICE.test(variable) || URL_OF_A_SERVICE.test(value);
}

function withoutPrefix(variable: string): string {
  return variable.slice(PREFIX.length);
}
