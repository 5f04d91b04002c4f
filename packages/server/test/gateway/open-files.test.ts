import assert from 'node:assert/strict';
import { closeSync, openSync } from 'node:fs';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import { Registry } from 'prom-client';
import { OpenFiles } from '../../src/gateway/open-files.ts';
import { silentLogger } from '../../src/logger.ts';
import { systemClock } from '../../src/system.ts';

interface Rig {
  readonly files: OpenFiles;
  readonly warned: string[];
  readonly logged: string[];
  readonly refused: () => Promise<string>;
}

function rig(limit: number | undefined): Rig {
  const [warned, logged, registry]: [string[], string[], Registry] = [[], [], new Registry()];
  const logger = {
    ...silentLogger,
    warn: (_fields: unknown, message: string) => void warned.push(message),
    error: (_fields: unknown, message: string) => void logged.push(message),
  };
  const files = new OpenFiles({ limit, clock: systemClock, logger, registry });
  const refused = async (): Promise<string> =>
    /^posthorn_refused\S+ (\d+)/m.exec(await registry.metrics())?.[1] ?? '';
  return { files, warned, logged, refused };
}

/** A client's end; closed after the test. */
async function dial(t: TestContext, port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  t.after(() => socket.destroy());
  await once(socket, 'connect');
  return socket;
}

describe('file descriptors', () => {
  it('that are kept for the server itself are not given to connections, which is counted and logged', async (t) => {
    const next = openSync('/dev/null', 'r');
    closeSync(next);
    const { files, logged, refused } = rig(next);
    const accepted: Socket[] = [];
    const server = createServer((socket) => accepted.push(socket));
    files.guard(server);
    await once(server.listen(0, '127.0.0.1'), 'listening');
    t.after(() => server.close());
    const { port } = server.address() as AddressInfo;
    for (let count = 0; count < 3; count++) await once((await dial(t, port)).resume(), 'close');
    assert.equal(accepted.length, 0);
    assert.equal(await refused(), '3');
    assert.equal(logged.length, 1, 'the log is not filled');
    assert.match(logged[0] ?? '', /no file descriptors left .* Raise LimitNOFILE or ulimit -n/);
  });

  it('that suffice let everybody in', async (t) => {
    const { files, refused } = rig(undefined);
    const server = createServer();
    files.guard(server);
    // Those that were there before guard() are called.
    server.on('connection', (socket) => socket.end('hello'));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    t.after(() => server.close());
    const socket = await dial(t, (server.address() as AddressInfo).port);
    const [bytes] = (await once(socket, 'data')) as [Buffer];
    assert.equal(String(bytes), 'hello');
    assert.equal(await refused(), '0');
  });

  it('bound how many connections are held, and it is said what to raise', () => {
    const enough = rig(1000);
    assert.equal(enough.files.roomFor(800), 800);
    assert.deepEqual(enough.warned, []);
    const few = rig(1024);
    assert.equal(few.files.roomFor(50_000), 896);
    assert.match(
      few.warned.join(),
      /1024 files open, so it holds 896 connections instead of 50000: raise LimitNOFILE or ulimit -n to 50128/,
    );
    assert.equal(rig(64).files.roomFor(50_000), 32);
    assert.equal(rig(undefined).files.roomFor(50_000), 50_000);
  });
});
