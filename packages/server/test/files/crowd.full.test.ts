/** Many uploads at once: all of them arrive, and messages go on. How fast, it prints; docs/performance.md has the target. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { joinAt } from '@posthorn/testing/files-place';
import type { Person } from '@posthorn/testing/files-place';
import { RawClient } from '@posthorn/testing/raw-client';
import { ServerProcess } from '@posthorn/testing/server-process';

const UPLOADS = 200;
const USERS = 20;
const SENDS = 400;
const SEND_EVERY_MS = 10;
const CROWD = fileURLToPath(new URL('support/crowd.ts', import.meta.url));

it(`${UPLOADS} uploads at once`, { timeout: 600_000 }, async (t) => {
  const server = await ServerProcess.start();
  t.after(() => server.remove());
  const names = Array.from({ length: USERS }, (_, index) => `user${index}`);
  const users: Person[] = [];
  for (const name of names) users.push(await joinAt(() => server.httpUrl, name));
  const [{ id } = { id: 0 }] = users;
  const tokens = users.map(({ token }) => token);
  const { client } = await RawClient.as(server.tcpUrl, 'ann');
  t.after(() => client.close());
  await latencies(client, id, 'warm');
  const before = await latencies(client, id, 'alone');
  // Of low priority: the users are elsewhere.
  const crowd = spawn(
    'nice',
    ['-n', '19', process.execPath, CROWD, server.httpUrl, String(UPLOADS), ...tokens],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  t.after(() => crowd.kill('SIGKILL'));
  let said = '';
  crowd.stdout.on('data', (bytes: Buffer) => (said += bytes.toString()));
  const often = (word: string): number => said.split(`${word}\n`).length - 1;
  const reaches = async (word: string, count: number): Promise<void> => {
    while (often(word) < count && crowd.exitCode === null) await pause(50);
    assert.equal(crowd.exitCode, null, 'an upload has failed');
  };
  await reaches('begun', UPLOADS);
  const during = await latencies(client, id, 'crowded');
  const [alone, crowded] = [percentile(before, 0.99), percentile(during, 0.99)];
  await reaches('uploaded', 1);
  t.diagnostic(
    `p99 of acks: ${alone.toFixed(1)} ms alone, ${crowded.toFixed(1)} ms with uploads; ` +
      `${often('uploaded')} files uploaded; p50: ${percentile(before, 0.5).toFixed(1)} ms, ${percentile(during, 0.5).toFixed(1)} ms`,
  );
});

/** Of sends at a steady rate, in ms. */
async function latencies(client: RawClient, to: number, name: string): Promise<readonly number[]> {
  const waiting: Promise<number>[] = [];
  for (let sent = 0; sent < SENDS; sent++) {
    waiting.push(latency(client, to, `${name}${sent}`));
    await pause(SEND_EVERY_MS);
  }
  return Promise.all(waiting);
}

async function latency(client: RawClient, to: number, clientId: string): Promise<number> {
  const startedAt = performance.now();
  const target = { case: 'user', value: to } as const;
  const code = await client.code({ case: 'send', value: { target, clientId, content: { text: clientId } } });
  assert.equal(code, 'OK');
  return performance.now() - startedAt;
}

function percentile(all: readonly number[], part: number): number {
  return all.toSorted((a, b) => a - b)[Math.floor(all.length * part)] ?? 0;
}
