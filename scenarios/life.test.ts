/** A server's life: login policies, draining, TLS, wrong starts. */
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { promisify } from 'node:util';
import { fileURLToPath } from 'node:url';
import type { Client, ClientState } from '@posthorn/client';
import { connect } from '@posthorn/client/node';
import type { Config } from '@posthorn/server';
import { startInProcess } from '@posthorn/testing/in-process';
import { RawClient } from '@posthorn/testing/raw-client';
import { LAUNCHER, ServerProcess } from '@posthorn/testing/server-process';
import { makeCertificate } from './support/certificate.ts';

type Class = 'mobile' | 'desktop' | 'bot';

/** Resolves with the first state that is not `connecting`. */
function settled(client: Client): Promise<ClientState> {
  if (client.state.name !== 'connecting') return Promise.resolve(client.state);
  return new Promise((resolve) => {
    const off = client.on('state', (state) => {
      if (state.name === 'connecting') return;
      off();
      resolve(state);
    });
  });
}

function closed(client: Client): Promise<string> {
  if (client.state.name === 'closed') return Promise.resolve(client.state.error?.code ?? '');
  return new Promise((resolve) => {
    client.on('state', (state) => {
      if (state.name === 'closed') resolve(state.error?.code ?? '');
    });
  });
}

async function withPolicy(
  loginPolicy: Config['loginPolicy'],
  run: (device: (id: string, deviceClass: Class) => Promise<Client>) => Promise<void>,
): Promise<void> {
  const place = await startInProcess({ loginPolicy });
  const clients: Client[] = [];
  try {
    await run(async (id, deviceClass) => {
      const client = await connect(
        { server: place.tcpUrl, user: 'romeo', password: 'pw', register: true },
        { device: { id, class: deviceClass } },
      );
      clients.push(client);
      await settled(client);
      return client;
    });
  } finally {
    for (const client of clients) await client.close();
    await place.server.close();
  }
}

describe('login policies', () => {
  it('one-per-class: the newest of a class wins, other classes and bots stand side by side', () =>
    withPolicy('one-per-class', async (device) => {
      const phone = await device('phone', 'mobile');
      const laptop = await device('laptop', 'desktop');
      const bots = [await device('bot-1', 'bot'), await device('bot-2', 'bot')];
      const newPhone = await device('new phone', 'mobile');
      assert.equal(await closed(phone), 'REPLACED');
      for (const each of [laptop, newPhone, ...bots]) assert.equal(each.state.name, 'online');
    }));

  it('multi: all of them', () =>
    withPolicy('multi', async (device) => {
      const phones = [await device('a', 'mobile'), await device('b', 'mobile'), await device('c', 'mobile')];
      for (const phone of phones) assert.equal(phone.state.name, 'online');
    }));

  it('single: the newest alone', () =>
    withPolicy('single', async (device) => {
      const phone = await device('phone', 'mobile');
      const laptop = await device('laptop', 'desktop');
      assert.equal(await closed(phone), 'REPLACED');
      assert.equal(laptop.state.name, 'online');
    }));

  it('reject: the first one stays while it is connected; the same device may come back', () =>
    withPolicy('reject', async (device) => {
      const phone = await device('phone', 'mobile');
      const other = await device('other', 'mobile');
      assert.equal(await closed(other), 'ALREADY_LOGGED_IN');
      assert.equal(phone.state.name, 'online');
      await phone.close();
      const again = await device('other', 'mobile');
      assert.equal(again.state.name, 'online');
    }));
});

describe('being there', () => {
  it('a client that falls silent is cut after 2.5 heartbeats; the SDK keeps itself alive', async (t) => {
    const place = await startInProcess({ heartbeat: 1000 });
    t.after(() => place.server.close());
    const { client: silent } = await RawClient.as(place.tcpUrl, 'silent');
    const alive = await connect({ server: place.tcpUrl, user: 'alive', password: 'pw', register: true });
    t.after(() => alive.close());
    await settled(alive);
    assert.equal(await silent.goodbye(), 'IDLE_TIMEOUT');
    assert.equal(alive.state.name, 'online');
  });

  it('a revoked session loses its connections and its token', async (t) => {
    const place = await startInProcess({ loginPolicy: 'multi' });
    t.after(() => place.server.close());
    const { client, token } = await RawClient.as(place.tcpUrl, 'ann');
    const device = { id: 'other', class: 'bot' } as const;
    const other = await RawClient.connect(place.tcpUrl);
    await other.hello();
    const loggedIn = await other.ask({ case: 'login', value: { name: 'ann', password: 'pw', device } });
    assert.ok(loggedIn.case === 'loggedIn');
    assert.equal(await other.code({ case: 'attach', value: { token: loggedIn.value.token } }), 'OK');
    const sessions = await other.ask({ case: 'listSessions', value: {} });
    assert.ok(sessions.case === 'sessions');
    const first = sessions.value.sessions.find(({ current }) => !current);
    assert.equal(await other.code({ case: 'revokeSession', value: { session: first?.id ?? 0 } }), 'OK');
    assert.equal(await client.goodbye(), 'SESSION_REVOKED');
    const answer = await fetch(`${place.httpUrl}/v1/me`, { headers: { authorization: `Bearer ${token}` } });
    assert.equal(answer.status, 401);
    other.close();
  });
});

describe('going down', () => {
  it('SIGTERM: clients are told to come back later, what was accepted is acked, exit code 0', async (t) => {
    const server = await ServerProcess.start(['--drain-window', '300ms']);
    t.after(() => server.remove());
    const client = await connect({
      server: server.tcpUrl,
      user: 'romeo',
      password: 'secret',
      register: true,
    });
    t.after(() => client.close());
    const juliet = await connect({
      server: server.tcpUrl,
      user: 'juliet',
      password: 'secret',
      register: true,
    });
    t.after(() => juliet.close());
    await settled(client);
    await settled(juliet);
    const acks = Array.from({ length: 500 }, (_, index) => client.send({ to: 'juliet' }, `${index}`).done);
    const told = new Promise<string | undefined>((resolve) => {
      client.on('state', (state) => state.name === 'connecting' && resolve(state.error?.code));
    });
    assert.equal(await server.stop(), 0);
    assert.equal(await told, 'DRAINING');
    await server.start();
    const seqs = (await Promise.all(acks)).map(({ seq }) => seq);
    assert.deepEqual(
      seqs,
      Array.from({ length: 500 }, (_, index) => index + 1),
    );
  });
});

it('the shell by which npm has started a server ends, and the server after it, cleanly', async (t) => {
  const data = await mkdtemp(join(tmpdir(), 'posthorn-npm-'));
  t.after(() => rm(data, { recursive: true }));
  const command = `"${process.execPath}" "${LAUNCHER}" start --data "${data}" --http 0 --tcp 0 --json; true`;
  const shell = spawn('sh', ['-c', command], {
    env: { ...process.env, npm_lifecycle_event: 'npx' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  shell.stderr.on('data', (text: Buffer) => (log += String(text)));
  await once(shell.stdout, 'data');
  // The pipe closes with its last writer, the server.
  const ended = once(shell.stderr, 'close');
  shell.kill('SIGTERM');
  await ended;
  assert.match(log, /the shell of npm has ended[\s\S]*stopped/);
});

describe('TLS', () => {
  it('every listener speaks it by two options', async (t) => {
    const files = await makeCertificate(t);
    if (files === undefined) return;
    const { cert, key } = files;
    const place = await startInProcess({ tlsCert: cert, tlsKey: key });
    t.after(() => place.server.close());
    const { tcpPort, httpPort } = place.server;
    const script = `
      import { connect } from '@posthorn/client/node';
      for (const server of ['tls://localhost:${tcpPort}', 'tls://127.0.0.1:${tcpPort}', 'https://localhost:${httpPort}/#/rooms']) {
        const client = await connect({ server, user: 'romeo', password: 'pw', register: true }, { device: { class: 'bot' } });
        await new Promise((resolve) => client.on('state', ({ name }) => name === 'online' && resolve()));
        console.log('online');
        await client.close();
      }`;
    // A process of its own, because the certificates that Node trusts are fixed at its start.
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
      cwd: fileURLToPath(new URL('.', import.meta.url)),
      env: { ...process.env, NODE_EXTRA_CA_CERTS: cert },
      timeout: 60_000,
    });
    assert.equal(stdout, 'online\n'.repeat(3));
  });
});

describe('wrong starts', () => {
  async function start(
    ...args: readonly string[]
  ): Promise<{ readonly code: number; readonly stderr: string }> {
    try {
      await promisify(execFile)(process.execPath, [LAUNCHER, 'start', ...args], { timeout: 60_000 });
      return { code: 0, stderr: '' };
    } catch (error) {
      const { code, stderr } = error as { readonly code: number; readonly stderr: string };
      return { code, stderr };
    }
  }

  it('a second server on the same data directory', async (t) => {
    const server = await ServerProcess.start();
    t.after(() => server.remove());
    const { code, stderr } = await start('--data', server.directory, '--http', '0', '--tcp', '0');
    assert.equal(code, 6);
    assert.match(stderr, new RegExp(`process ${server.pid}\\b.*--data`));
  });

  it('a port that is taken', async (t) => {
    const blocker = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => blocker.once('listening', resolve));
    t.after(() => blocker.close());
    const { port } = blocker.address() as { readonly port: number };
    const { code, stderr } = await start('--store', 'memory', '--http', String(port), '--tcp', '0');
    assert.equal(code, 7);
    assert.match(stderr, new RegExp(`${port} is in use already`));
  });

  it('options that do not exist or do not fit', async () => {
    const { code, stderr } = await start('--htpp', '7010');
    assert.equal(code, 2);
    assert.match(stderr, /no option --htpp.*--http/s);
    assert.match((await start('--tls-cert', '/nowhere.pem')).stderr, /tls-key/);
    assert.match((await start('--heartbeat', 'often')).stderr, /--heartbeat/);
  });

  it('TLS files that hold something else, or are not there', async () => {
    const [here, nowhere] = [fileURLToPath(import.meta.url), '/nowhere.pem'];
    const wrong = await start('--store', 'memory', '--tls-cert', here, '--tls-key', here);
    assert.equal(wrong.code, 2);
    assert.match(wrong.stderr, /--tls-cert .* must be PEM files/);
    assert.match((await start('--tls-cert', here, '--tls-key', nowhere)).stderr, /cannot be read.*nowhere/);
  });
});
