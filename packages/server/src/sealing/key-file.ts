/**
 * The file of --secrets-key-file: keys with which secrets in the database are sealed.
 *
 * One key a line, as `ID:BASE64`. The first one seals, all of them open. The word `plain` in the place of the first one:
 * nothing is sealed any more, and what is gets opened.
 *
 * @module
 */
import { statSync } from 'node:fs';
import { ConfigError } from '../config/config-error.ts';
import { readTextFile } from '../config/text-file.ts';

export interface SealingKey {
  readonly id: string;
  readonly bytes: Uint8Array;
}

export interface SealingKeys {
  /** The file, for errors. */
  readonly path: string;
  /** Undefined: values are kept plain from now on. */
  readonly current: SealingKey | undefined;
  readonly all: readonly SealingKey[];
}

export const KEY_BYTES = 32;
export const KEY_ID = /^[A-Za-z0-9][A-Za-z0-9_-]{0,31}$/;
const BASE64 = /^[A-Za-z0-9+/_-]{43}=?$/;
/** What stands in the place of the first key where nothing is sealed. */
export const PLAIN = 'plain';
const MAX_KEYS = 100;
const READABLE_BY_OTHERS = 0o004;

export const OPTION = '--secrets-key-file';

/** Throws a ConfigError, which never has a part of a key. */
export function readSealingKeys(path: string): SealingKeys {
  const text = readTextFile(path, `${OPTION}: the file`);
  if (text === undefined)
    throw new ConfigError(
      `${OPTION}: there is no file ${path}; make it with: posthorn secrets-key > ${path}`,
    );
  const lines = text
    .split(/\r?\n/)
    .map((line, at) => ({ line: line.trim(), where: `${OPTION}: line ${at + 1} of ${path}` }))
    .filter(({ line }) => line !== '' && !line.startsWith('#'));
  const isPlain = lines[0]?.line === PLAIN;
  const all = lines.slice(isPlain ? 1 : 0).map(({ line, where }) => readKey(line, where));
  if (all.length === 0 || all.length > MAX_KEYS)
    throw new ConfigError(
      `${OPTION}: ${path} has ${all.length} keys; it needs 1 to ${MAX_KEYS}, one a line, as posthorn secrets-key makes them.`,
    );
  const twice = all.find(({ id }, at) => all.findIndex((each) => each.id === id) !== at);
  if (twice !== undefined)
    throw new ConfigError(
      `${OPTION}: ${path} has two keys called "${twice.id}"; each needs a name of its own.`,
    );
  return { path, current: isPlain ? undefined : all[0], all };
}

function readKey(line: string, where: string): SealingKey {
  if (line === PLAIN)
    throw new ConfigError(`${where} is "plain", which counts in the first line alone; move or remove it.`);
  const [id = '', base64 = '', ...rest] = line.split(':');
  if (!KEY_ID.test(id) || id === PLAIN || !BASE64.test(base64) || rest.length > 0)
    throw new ConfigError(
      `${where} is no key; one looks like NAME:BASE64, with ${KEY_BYTES} bytes in Base64, as posthorn secrets-key makes it.`,
    );
  return { id, bytes: Buffer.from(base64, 'base64') };
}

export function isReadableByOthers(path: string): boolean {
  return (statSync(path).mode & READABLE_BY_OTHERS) !== 0;
}
