/** What somebody sees who runs a server: its log, its numbers, whether it is ready, and a disk that is full. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { codeOf, People } from './support/people.ts';
import { RawClient } from '@posthorn/testing/raw-client';
import { ServerProcess } from '@posthorn/testing/server-process';

const LOBBY = 1;

/** One that takes the short passwords of tests. */
function start(options: readonly string[] = [], directory?: string): Promise<ServerProcess> {
  return ServerProcess.start(['--password-min-length', '1', ...options], { directory });
}

describe('the log', () => {
  it('follows a message by its numbers, and never has a text, a password or a token', async (t) => {
    const server = await start(['--log-level', 'debug']);
    t.after(() => server.remove());
    const { client, token } = await RawClient.as(server.tcpUrl, 'ann');
    const target = { case: 'conversation', value: LOBBY } as const;
    const sent = await client.ask({
      case: 'send',
      value: { target, clientId: 'follow-me', content: { text: 'between us' } },
    });
    assert.equal(sent.case, 'ack');
    const login = await client.ask({ case: 'login', value: { name: 'ann', password: 'not this one' } });
    assert.equal(login.case, 'error');
    client.close();
    assert.equal(await server.stop(), 0);
    const lines = server.stderr
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    const [{ node } = {}] = lines;
    assert.match(String(node), /^[0-9a-f]{12}$/);
    assert.ok(lines.every((line) => line['node'] === node));
    const committed = lines.find(({ msg }) => msg === 'message committed');
    const { conversation, seq, sender, clientId } = committed ?? {};
    assert.deepEqual([conversation, seq, sender, clientId], [LOBBY, sent.value.seq, 1, 'follow-me']);
    for (const secret of ['between us', 'not this one', token, '"pw"']) {
      assert.ok(!server.stderr.includes(secret), secret);
    }
  });
});

describe('the numbers', () => {
  it('count what was sent and what was refused', async (t) => {
    const server = await start();
    t.after(() => server.remove());
    const people = new People(server);
    t.after(() => people.close());
    const ann = await people.join('ann');
    for (let count = 0; count < 3; count++) await ann.client.send({ conversation: LOBBY }, 'x').done;
    assert.equal(await codeOf(ann.client.send({ conversation: 999 }, 'x').done), 'NOT_A_MEMBER');
    const metrics = await (await fetch(`${server.httpUrl}/metrics`)).text();
    assert.match(metrics, /^posthorn_sends_total\{outcome="appended"\} 3$/m);
    assert.match(metrics, /^posthorn_sends_total\{outcome="NOT_A_MEMBER"\} 1$/m);
    assert.match(metrics, /^posthorn_connections 1$/m);
    const [, node] = /^posthorn_node_info\{node="(\w+)",role="all",version="[^"]+"\} 1$/m.exec(metrics) ?? [];
    assert.match(server.stderr, new RegExp(`"node":"${node}"`), 'the log has the same name');
  });
});

it('after a restart, users were seen last when the server went down', async (t) => {
  const first = await start();
  const later: ServerProcess[] = [];
  t.after(async () => {
    // They use its directory.
    for (const server of later) await server.kill();
    await first.remove();
  });
  const before = Date.now();
  const { client: ann } = await RawClient.as(first.tcpUrl, 'ann');
  await first.stop();
  ann.close();
  const second = await start([], first.directory);
  later.push(second);
  const { client: bob } = await RawClient.as(second.tcpUrl, 'bob');
  t.after(() => bob.close());
  const answer = await bob.ask({ case: 'watchPresence', value: { users: [1] } });
  assert.ok(answer.case === 'presences');
  const [seen] = answer.value.presences;
  assert.equal(seen?.online, false);
  assert.ok(seen.lastSeen >= before, `${seen.lastSeen} is before ${before}`);
});

describe('readiness', () => {
  it('ends while the server drains; life does not', async (t) => {
    const server = await start(['--drain-window', '1s']);
    t.after(() => server.remove());
    // Somebody has to be sent away, or there is nothing to wait for.
    const clients = await Promise.all(
      ['ann', 'bob', 'cat'].map(async (name) => (await RawClient.as(server.tcpUrl, name)).client),
    );
    const stopped = server.stop();
    let status = 200;
    while (status === 200) ({ status } = await fetch(`${server.httpUrl}/readyz`));
    assert.equal(status, 503);
    assert.equal((await fetch(`${server.httpUrl}/healthz`)).status, 200);
    for (const client of clients) assert.equal(await client.goodbye(), 'DRAINING');
    assert.equal(await stopped, 0);
  });
});

describe('a full disk', { skip: process.getuid?.() === 0 ? false : 'mounting needs root' }, () => {
  it('sends wait, reading goes on, and with space all of it goes out without a restart', async (t) => {
    const folder = await mkdtemp(join(tmpdir(), 'posthorn-full-'));
    const disk = join(folder, 'disk');
    await mkdir(disk);
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', disk], { stdio: 'pipe' });
    } catch (error) {
      await rm(folder, { recursive: true });
      t.skip(`a tmpfs cannot be mounted here: ${(error as Error).message}`);
      return;
    }
    const ballast = join(disk, 'ballast');
    await writeFile(ballast, new Uint8Array(2_000_000));
    const server = await start([], join(disk, 'data'));
    const people = new People(server);
    t.after(async () => {
      await people.close();
      await server.kill();
      execFileSync('umount', ['-l', disk]);
      await rm(folder, { recursive: true });
    });
    const ann = await people.join('ann');
    const bob = await people.join('bob', { isWeb: true });
    let refusal = '';
    ann.client.on('delayed', ({ error }) => (refusal = error.code));
    let sent = 0;
    while (refusal === '') {
      const { done } = ann.client.send({ conversation: LOBBY }, `${(sent += 1)} ${'x'.repeat(20_000)}`);
      await Promise.race([done, ann.until(() => refusal !== '')]);
    }
    assert.equal(refusal, 'STORAGE_FULL');
    assert.equal(ann.client.pending().length, 1, 'promise 8: it is visibly pending');
    const page = await bob.client.history(LOBBY, { before: 0, limit: 5 });
    assert.equal(page.at(-1)?.seq, sent - 1);
    fillUp(join(disk, 'filler'));
    // What the refused message left of the disk still takes some small commits.
    let status = 200;
    while (status === 200) ({ status } = await fetch(`${server.httpUrl}/readyz`));
    assert.equal(status, 503);
    await rm(join(disk, 'filler'));
    await rm(ballast);
    await bob.until(() => bob.texts(LOBBY).length === sent);
    assert.deepEqual(
      bob.messages.map(({ seq }) => seq),
      Array.from({ length: sent }, (_, index) => index + 1),
    );
    assert.equal((await fetch(`${server.httpUrl}/readyz`)).status, 200);
  });
});

/** Takes what is left of a disk, to the last byte. */
function fillUp(path: string): void {
  for (let bytes = 65_536; bytes >= 1;) {
    try {
      appendFileSync(path, new Uint8Array(bytes));
    } catch {
      bytes = Math.floor(bytes / 2);
    }
  }
}
