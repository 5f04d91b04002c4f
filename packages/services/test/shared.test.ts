import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { MissingProgramError, sharedServer } from '../src/index.ts';
import type { PrivateService } from '../src/index.ts';
import { SHARED_SERVICES, SharedServices } from '../src/shared.ts';

/** A server that is none, and counts. */
function fakes(): { started: number; removed: number; start: () => Promise<PrivateService> } {
  const count = {
    started: 0,
    removed: 0,
    start: async (): Promise<PrivateService> => {
      count.started += 1;
      const nothing = (): Promise<void> => Promise.resolve();
      const remove = async (): Promise<void> => void (count.removed += 1);
      const url = `postgres://fake/${count.started}`;
      return { url, pid: 1, start: nothing, stop: nothing, kill: nothing, pause() {}, resume() {}, remove };
    },
  };
  return count;
}

/** For as long as the test lasts, this process asks there. */
function askAt(t: TestContext, socketPath: string): void {
  const before = process.env[SHARED_SERVICES];
  t.after(() => {
    if (before === undefined) delete process.env[SHARED_SERVICES];
    else process.env[SHARED_SERVICES] = before;
  });
  process.env[SHARED_SERVICES] = socketPath;
}

describe('shared services', () => {
  it('start a server for the first who asks, and give it to all', async (t) => {
    const fake = fakes();
    const shared = await SharedServices.serve({ PostgreSQL: fake.start, MariaDB: fake.start });
    t.after(() => shared.close());
    askAt(t, shared.socketPath);
    assert.equal(fake.started, 0);
    const urls = await Promise.all([sharedServer('PostgreSQL'), sharedServer('PostgreSQL')]);
    assert.deepEqual([...urls, await sharedServer('PostgreSQL')], Array(3).fill('postgres://fake/1'));
    assert.equal(await sharedServer('MariaDB'), 'postgres://fake/2');
    await shared.close();
    assert.deepEqual([fake.started, fake.removed], [2, 2]);
    assert.ok(!existsSync(shared.socketPath));
  });

  it('say why there is none', async (t) => {
    const shared = await SharedServices.serve({
      PostgreSQL: () => Promise.reject(new MissingProgramError('postgres is not installed')),
      MariaDB: () => Promise.reject(new Error('no room on the disk')),
    });
    t.after(() => shared.close());
    askAt(t, shared.socketPath);
    await assert.rejects(sharedServer('PostgreSQL'), MissingProgramError);
    await assert.rejects(sharedServer('MariaDB'), { name: 'Error', message: 'no room on the disk' });
  });

  it('are not there where nobody serves them', async (t) => {
    askAt(t, '');
    assert.equal(await sharedServer('PostgreSQL'), undefined);
  });

  it('end with whoever started them, and leave nothing', async () => {
    const main = fileURLToPath(new URL('../src/shared-main.ts', import.meta.url));
    const child = spawn(process.execPath, [main], { stdio: ['pipe', 'pipe', 'inherit'] });
    const [socketPath] = (await once(createInterface(child.stdout), 'line')) as [string];
    assert.ok(existsSync(socketPath));
    const exited = once(child, 'exit');
    child.stdin.end();
    assert.deepEqual(await exited, [0, null]);
    assert.ok(!existsSync(socketPath));
  });
});
