/** `npm run dev:cluster`, as a developer uses it. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, it, type TestContext } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const SCRIPT = fileURLToPath(new URL('../scripts/dev-cluster.mjs', import.meta.url));

interface Row {
  readonly name: string;
  readonly pid: number;
  readonly url: string;
}

interface Running {
  readonly rows: readonly Row[];
  /** Ends it; resolves with the exit code when its output has ended, too. */
  readonly end: (signal: NodeJS.Signals) => Promise<number | null>;
}

/** Resolves when it has told its addresses; skips the test where a program is missing. */
async function start(t: TestContext): Promise<Running | undefined> {
  const child = spawn(process.execPath, [SCRIPT, '--first-port', '0', '--log-level', 'warn'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let printed = '';
  const closed = once(child, 'close') as Promise<[number | null]>;
  const told = new Promise<void>((resolve) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
      if (printed.includes('Ctrl+C ends all of it.')) resolve();
    });
  });
  t.after(() => child.kill('SIGTERM'));
  await Promise.race([told, closed]);
  const missing = /^.*(?:is not installed|is no program).*$/m.exec(printed);
  if (missing !== null) {
    t.skip(missing[0]);
    return undefined;
  }
  const rows = [...printed.matchAll(/^ {2}(\S+(?: \d)?) +(\d+) +(\S+:\/\/\S+)/gm)].map(
    ([, name = '', pid = '', url = '']) => ({ name, pid: Number(pid), url }),
  );
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    child.kill(signal);
    const [code] = await closed;
    return code;
  };
  return { rows, end };
}

async function untilGone(pids: readonly number[]): Promise<void> {
  while (pids.some(isAlive)) await pause(20);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe('npm run dev:cluster', () => {
  it('is two gateways and two routers on PostgreSQL and NATS, and Ctrl+C ends all of it', async (t) => {
    const cluster = await start(t);
    if (cluster === undefined) return;
    const names = cluster.rows.map(({ name }) => name);
    assert.deepEqual(names, ['gateway 1', 'gateway 2', 'router 1', 'router 2', 'PostgreSQL', 'NATS']);
    for (const { url } of cluster.rows.slice(0, 4)) {
      assert.equal((await fetch(`${url}/readyz`)).status, 200, url);
    }
    assert.equal(await cluster.end('SIGINT'), 0);
    await untilGone(cluster.rows.map(({ pid }) => pid));
  });

  it('leaves nothing behind when it is killed', async (t) => {
    const cluster = await start(t);
    if (cluster === undefined) return;
    assert.equal(await cluster.end('SIGKILL'), null);
    await untilGone(cluster.rows.map(({ pid }) => pid));
  });
});
