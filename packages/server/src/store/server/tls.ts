/**
 * TLS options for a database server.
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import type { ConnectionOptions } from 'node:tls';
import { StoreError } from '../store.ts';
import type { TlsWish } from './address.ts';

/** Returns undefined for no TLS. Throws `unavailable` if a file cannot be read. */
export function tlsOptions({ mode, ca, cert, key }: TlsWish): ConnectionOptions | undefined {
  if (mode === 'disable') return undefined;
  return {
    // The modes of libpq: `require` encrypts without verifying the server.
    rejectUnauthorized: mode !== 'require',
    ...(mode === 'verify-ca' && { checkServerIdentity: () => undefined }),
    ...(ca !== undefined && { ca: readPem(ca) }),
    ...(cert !== undefined && { cert: readPem(cert) }),
    ...(key !== undefined && { key: readPem(key) }),
  };
}

function readPem(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new StoreError('unavailable', `The TLS file ${path} of --store cannot be read.`, { cause });
  }
}
