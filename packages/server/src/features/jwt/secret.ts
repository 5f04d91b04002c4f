/**
 * The secret that signs JWTs.
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import { ConfigError } from '../../config/config-error.ts';

const MIN_BYTES = 16;
const MAX_BYTES = 65_536;
const CR = 13;
const LF = 10;

/** The bytes of the file, without the newline that editors put at the end. Throws a ConfigError. */
export function readSecret(path: string): Uint8Array {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new ConfigError(
      `--jwt-secret-file ${path} cannot be read (${code}); make one with: openssl rand -hex 32 > ${path}`,
      { cause },
    );
  }
  let end = bytes.length;
  while (end > 0 && (bytes[end - 1] === LF || bytes[end - 1] === CR)) end--;
  if (end >= MIN_BYTES && end <= MAX_BYTES) return bytes.subarray(0, end);
  throw new ConfigError(
    `--jwt-secret-file ${path} has ${end} bytes; ${MIN_BYTES} to ${MAX_BYTES} are taken. ` +
      `Make one with: openssl rand -hex 32 > ${path}`,
  );
}
