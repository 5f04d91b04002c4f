/**
 * A large file while the server and its client are killed again and again: every byte arrives once, in its place, and the server
 * needs no more memory than for a small file. FILE_BYTES in the environment for another length; docs/performance.md has the figures for 2 GiB.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { it } from 'node:test';
import type { TestContext } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { begin, joinAt, stateOf } from '@posthorn/testing/files-place';
import type { Person } from '@posthorn/testing/files-place';
import { ServerProcess } from '@posthorn/testing/server-process';
import { startS3Server } from '../blobs/support/s3-server.ts';
import { keystream } from './support/keystream.ts';

const MIB = 1_048_576;
const BYTES = Number(process.env['FILE_BYTES'] ?? 128 * MIB);
const MAX_GROWTH_MIB = 64;
const KILLS = 8;
const CLIENT = fileURLToPath(new URL('support/large-client.ts', import.meta.url));
const LIMIT = { timeout: 900_000 };

it('a large file in a directory', LIMIT, async (t) => {
  const server = await ServerProcess.start(['--files-quota=8GiB']);
  t.after(() => server.remove());
  await arrives(t, server);
});

it('a large file in S3', LIMIT, async (t) => {
  const s3 = await startS3Server();
  t.after(() => s3.close());
  const { endpoint, bucket, prefix, accessKeyId, secretAccessKey } = s3.address;
  process.env['POSTHORN_FILES_SECRET_KEY'] = secretAccessKey;
  t.after(() => delete process.env['POSTHORN_FILES_SECRET_KEY']);
  const server = await ServerProcess.start([
    `--files=s3://${bucket}/${prefix}`,
    `--files-endpoint=${endpoint.origin}`,
    `--files-access-key=${accessKeyId}`,
    '--files-path-style=on',
  ]);
  t.after(() => server.remove());
  await arrives(t, server);
});

async function arrives(t: TestContext, server: ServerProcess): Promise<void> {
  const ann = await joinAt(() => server.httpUrl, 'ann');
  const idle = await residentMib(server, 'VmRSS');
  const small = await ann.ask('POST', '/v1/files?name=small', { body: Buffer.alloc(16 * MIB, 1) });
  assert.equal(small.status, 201, small.text);
  const usual = await residentMib(server, 'VmRSS');
  const path = await begin(ann, BYTES, { filename: 'large.bin' });
  const startedAt = performance.now();
  let [client, most, kills] = [startClient(server, ann, path), 0, 0];
  const isDone = async (): Promise<boolean> => (await offsetOf(ann, path)) === BYTES;
  while (kills < KILLS && !(await isDone().catch(() => false))) {
    await pause(500 + Math.random() * 2500);
    if (kills++ % 2 === 0) {
      most = Math.max(most, await residentMib(server, 'VmHWM'));
      await server.kill();
      await server.start();
    } else {
      client.kill('SIGKILL');
      await ended(client);
      client = startClient(server, ann, path);
    }
  }
  await ended(client);
  const sent = performance.now();
  let state = await stateOf(ann, path);
  while (state['state'] === 'processing') state = await stateOf(ann, path);
  assert.equal(state['state'], 'ready', JSON.stringify(state));
  const made = performance.now();
  assert.equal(await hashOf(ann, server, path.replace('uploads', 'files')), expected());
  most = Math.max(most, await residentMib(server, 'VmHWM'));
  const seconds = (from: number, to: number): string => ((to - from) / 1000).toFixed(1);
  t.diagnostic(
    `${kills} kills; sent in ${seconds(startedAt, sent)} s, made in ${seconds(sent, made)} s, ` +
      `read in ${seconds(made, performance.now())} s; ${idle} MiB idle, ${usual} MiB after a small file, at most ${most} MiB`,
  );
  assert.ok(most - usual <= MAX_GROWTH_MIB, `${most} MiB, ${usual} MiB before`);
}

function startClient(server: ServerProcess, { token }: Person, path: string): ChildProcess {
  return spawn(process.execPath, [CLIENT, `${server.httpUrl}${path}`, token, String(BYTES)], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
}

/** It may have ended before by itself. */
async function ended(client: ChildProcess): Promise<void> {
  if (client.exitCode === null && client.signalCode === null) await once(client, 'exit');
}

async function offsetOf(ann: Person, path: string): Promise<number> {
  const { headers } = await ann.ask('HEAD', path, { headers: { 'tus-resumable': '1.0.0' } });
  return Number(headers.get('upload-offset'));
}

/** Of a process now, or at its peak. */
async function residentMib({ pid }: ServerProcess, which: 'VmRSS' | 'VmHWM'): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Math.round(Number(new RegExp(`${which}:\\s+(\\d+)`).exec(status)?.[1]) / 1024);
}

async function hashOf({ token }: Person, server: ServerProcess, path: string): Promise<string> {
  const response = await fetch(`${server.httpUrl}${path}`, { headers: { authorization: `Bearer ${token}` } });
  assert.equal(response.status, 200);
  const hash = createHash('sha256');
  for await (const chunk of response.body ?? []) hash.update(chunk);
  return hash.digest('hex');
}

function expected(): string {
  const hash = createHash('sha256');
  for (const piece of keystream(0, BYTES)) hash.update(piece);
  return hash.digest('hex');
}
