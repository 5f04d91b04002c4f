/**
 * Reads text files that people write.
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import { ConfigError } from './config-error.ts';

/**
 * The text of the file; undefined if there is none. A byte order mark, which some editors put first, is no part of it.
 * `what` names the file in sentences: "The configuration file". Throws a ConfigError if the file cannot be read.
 */
export function readTextFile(path: string, what: string): string | undefined {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new ConfigError(`${what} ${path} cannot be read (${code}).`, { cause });
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new ConfigError(`${what} ${path} is not in UTF-8: save it in that encoding.`, { cause });
  }
}
