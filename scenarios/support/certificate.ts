/**
 * Certificates for localhost that sign themselves.
 *
 * @module
 */
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';

export interface CertificateFiles {
  readonly cert: string;
  readonly key: string;
}

const REQUEST = 'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=localhost';
const NAMES = 'subjectAltName=DNS:localhost,IP:127.0.0.1';

/** The paths of a new one; the files go away with the test. Undefined: openssl is not installed, and the test is skipped. */
export async function makeCertificate(t: TestContext): Promise<CertificateFiles | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'posthorn-tls-'));
  t.after(() => rm(folder, { recursive: true }));
  const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  const args = [...REQUEST.split(' '), '-addext', NAMES, '-keyout', key, '-out', cert];
  try {
    execFileSync('openssl', args, { stdio: 'pipe' });
  } catch {
    t.skip('openssl is not installed');
    return undefined;
  }
  return { cert, key };
}
