/** Over TLS the certificate must be of the name in the URL, wherever that name leads. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { OutgoingError } from '../../src/outgoing/error.ts';
import { Names, outgoing, textOf, wanted } from './world.ts';

/** The certificate and key of verona.example. Undefined: openssl is not installed. */
function certificateIn(folder: string): { readonly cert: string; readonly key: string } | undefined {
  const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  const algorithm = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  const subject = ['-subj', '/CN=Verona', '-addext', 'subjectAltName=DNS:verona.example'];
  try {
    execFileSync('openssl', ['req', '-x509', ...algorithm, '-keyout', key, '-out', cert, ...subject], {
      stdio: 'pipe',
    });
  } catch {
    return undefined;
  }
  return { cert: readFileSync(cert, 'utf8'), key: readFileSync(key, 'utf8') };
}

it('a call over TLS is made to nobody else', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'posthorn-tls-'));
  t.after(() => rm(folder, { recursive: true }));
  const files = certificateIn(folder);
  if (files === undefined) return t.skip('openssl is not installed');
  const hosts: string[] = [];
  const server = https.createServer(files, (request, response) => {
    hosts.push(request.headers.host ?? '');
    response.writeHead(200, { 'content-type': 'text/html' }).end('hello');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  const { port } = server.address() as AddressInfo;
  const names = new Names({ 'verona.example': [['127.0.0.1']], 'mantua.example': [['127.0.0.1']] });
  const get = (host: string): Promise<string> =>
    outgoing(names).get(wanted(`https://${host}:${port}/`), textOf);
  const isUnreachable = (error: unknown): boolean =>
    error instanceof OutgoingError && error.problem === 'unreachable';
  await assert.rejects(get('verona.example'), isUnreachable, 'nobody vouches for the certificate');
  const usual = getCACertificates();
  t.after(() => setDefaultCACertificates(usual));
  setDefaultCACertificates([...usual, files.cert]);
  assert.equal(await get('verona.example'), 'hello');
  for (const host of ['mantua.example', '127.0.0.1']) await assert.rejects(get(host), isUnreachable);
  assert.deepEqual(hosts, [`verona.example:${port}`]);
});
