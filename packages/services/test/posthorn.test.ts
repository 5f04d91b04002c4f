import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { PosthornProcess } from '../src/index.ts';

/** Listens where it is told to, as `posthorn start` does, and answers /readyz. */
const SERVER = `
  import { createServer } from 'node:http';
  const [http] = process.argv.filter((each) => each.startsWith('--http=')).map((each) => Number(each.slice(7)));
  const server = createServer((_request, response) => response.end()).listen(http, '127.0.0.1', () => {
    console.log(JSON.stringify({ http: server.address().port, tcp: null, epoch: 'e' }));
  });
  process.on('SIGTERM', () => process.exit(7));`;

async function launcherOf(t: TestContext, code: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'posthorn-process-'));
  t.after(() => rm(folder, { recursive: true }));
  const launcher = join(folder, 'posthorn.mjs');
  await writeFile(launcher, code);
  return launcher;
}

describe('posthorn as a process', () => {
  it('is started again on the port that it had, and tells its exit code', async (t) => {
    const server = new PosthornProcess({ launcher: await launcherOf(t, SERVER), options: [] });
    t.after(() => server.kill());
    await server.start();
    await server.untilReady();
    const { http, tcp } = server.ready;
    assert.equal(tcp, 0);
    assert.equal(await server.stop(), 7);
    await server.start();
    assert.equal(server.ready.http, http);
    await server.kill();
    assert.equal(server.pid, 0);
  });

  it('says why it did not start', async (t) => {
    const launcher = await launcherOf(t, `console.error('no such option'); process.exit(2);`);
    const server = new PosthornProcess({ launcher, options: [], name: 'router 1' });
    await assert.rejects(server.start(), { message: 'The router 1 did not start: no such option' });
  });

  it('tells of a death that nobody has asked for, and of no other', async (t) => {
    const told = Promise.withResolvers<string>();
    const launcher = await launcherOf(t, SERVER);
    const server = new PosthornProcess({ launcher, options: [], onDeath: told.resolve });
    await server.start();
    await server.kill();
    await server.start();
    process.kill(server.pid, 'SIGKILL');
    assert.equal(await told.promise, 'The server ended by itself (SIGKILL): ');
  });
});
