/** A certificate is replaced while the server runs. */
import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { copyFile, readFile, rm, writeFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import { connect } from 'node:tls';
import { silentLogger } from '@posthorn/server';
import type { ServerParts } from '@posthorn/server';
import { startInProcess } from '@posthorn/testing/in-process';
import type { InProcess } from '@posthorn/testing/in-process';
import { ServerProcess } from '@posthorn/testing/server-process';
import { makeCertificate } from './support/certificate.ts';
import type { CertificateFiles } from './support/certificate.ts';
import { SteppedClock } from './support/stepped-clock.ts';

/** The fingerprint of the certificate that a port shows. */
function shownAt(port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false }, () => {
      resolve(socket.getPeerX509Certificate()?.fingerprint256 ?? '');
      socket.destroy();
    });
    socket.on('error', reject);
  });
}

async function fingerprintOf({ cert }: CertificateFiles): Promise<string> {
  return new X509Certificate(await readFile(cert)).fingerprint256;
}

async function replace(old: CertificateFiles, by: CertificateFiles): Promise<void> {
  await copyFile(by.cert, old.cert);
  await copyFile(by.key, old.key);
}

interface World {
  readonly place: InProcess;
  /** Those that the server reads. */
  readonly files: CertificateFiles;
  readonly other: CertificateFiles;
  readonly ports: readonly number[];
  readonly clock: SteppedClock;
  readonly errors: readonly string[];
}

/** Undefined: the test is skipped. */
async function start(t: TestContext): Promise<World | undefined> {
  const [files, other] = [await makeCertificate(t), await makeCertificate(t)];
  if (files === undefined || other === undefined) return undefined;
  const errors: string[] = [];
  const error: ServerParts['logger']['error'] = ({ reason }, line) =>
    void errors.push(`${line}: ${String(reason)}`);
  const clock = new SteppedClock();
  const config = {
    tlsCert: files.cert,
    tlsKey: files.key,
    metricsListen: { host: '127.0.0.1', port: 0 },
    cim: true,
    cimPort: 0,
  };
  const place = await startInProcess(config, { clock, logger: { ...silentLogger, error } });
  t.after(() => place.server.close());
  const { httpPort, metricsPort = 0, ports } = place.server;
  return { place, files, other, ports: [httpPort, metricsPort, ...Object.values(ports)], clock, errors };
}

describe('when asked to, every listener', () => {
  it('shows a new certificate, and open connections stay', async (t) => {
    const world = await start(t);
    if (world === undefined) return;
    const { place, files, other, ports } = world;
    assert.equal(ports.length, 4);
    const socket = connect({ host: '127.0.0.1', port: place.server.httpPort, rejectUnauthorized: false });
    await new Promise((resolve) => socket.once('secureConnect', resolve));
    await replace(files, other);
    await place.server.reloadCertificates();
    const expected = await fingerprintOf(other);
    assert.deepEqual(
      await Promise.all(ports.map(shownAt)),
      ports.map(() => expected),
    );
    socket.write('GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
    const [answer] = await new Promise<[Buffer]>((resolve) =>
      socket.once('data', (data: Buffer) => resolve([data])),
    );
    assert.match(answer.toString(), /^HTTP\/1\.1 200 /);
    socket.destroy();
  });

  it('keeps the old one when a file is broken, and says so', async (t) => {
    const world = await start(t);
    if (world === undefined) return;
    const { place, files, other, ports, errors } = world;
    const expected = await fingerprintOf(files);
    const breakages = [
      () => copyFile(other.cert, files.cert), // Of another key.
      () => writeFile(files.cert, 'not PEM'),
      () => rm(files.key),
    ];
    for (const spoil of breakages) {
      await spoil();
      await place.server.reloadCertificates();
      assert.deepEqual(
        await Promise.all(ports.map(shownAt)),
        ports.map(() => expected),
      );
    }
    assert.equal(errors.length, breakages.length);
    assert.match(errors[0] ?? '', /the old one stays in use: --tls-cert .* cannot be used/);
    assert.match(errors.at(-1) ?? '', /cannot be read/);
  });
});

it('changed files are read without being asked', async (t) => {
  const world = await start(t);
  if (world === undefined) return;
  const { place, files, other, clock } = world;
  await replace(files, other);
  const expected = await fingerprintOf(other);
  while ((await shownAt(place.server.httpPort)) !== expected) await clock.pass(5000);
});

it('SIGHUP reads the files, and ends nothing', async (t) => {
  const [files, other] = [await makeCertificate(t), await makeCertificate(t)];
  if (files === undefined || other === undefined) return;
  const server = await ServerProcess.start(['--tls-cert', files.cert, '--tls-key', files.key]);
  t.after(() => server.remove());
  await replace(files, other);
  const expected = await fingerprintOf(other);
  process.kill(server.pid, 'SIGHUP');
  while ((await shownAt(server.ready.http)) !== expected || !server.stderr.includes('was read again'));
});
