/** The hour of docs/build-on-it.md, as it stands there: its server, its commands and its programs. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { launch } from '@posthorn/testing/command';
import { ServerProcess } from '@posthorn/testing/server-process';

const MAX_LINES = 40;
const MODULES = fileURLToPath(new URL('../node_modules', import.meta.url));
const docs = await readFile(new URL('../docs/build-on-it.md', import.meta.url), 'utf8');

/** By file. */
const programs = new Map(
  Array.from(docs.matchAll(/```js\n\/\/ (\S+)\n([\s\S]*?)```/g), ([, name = '', code = '']) => [name, code]),
);

/** The arguments of the only `npx posthorn NAME …`. */
function commandOf(name: string): readonly string[] {
  const [, line = '', ...more] = docs.split(new RegExp(`^npx posthorn (?=${name} )`, 'm'));
  assert.deepEqual(more, []);
  const [words = ''] = line.split('\n');
  return Array.from(words.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g), ([, ...forms]) => forms.join(''));
}

/** What the customer prints. */
const PRINTED = /prints\n\n```\n([\s\S]*?)\n```/.exec(docs)?.[1]?.split('\n') ?? [];

class Hour {
  readonly #t: TestContext;
  readonly folder: string;
  readonly server: ServerProcess;

  private constructor(t: TestContext, folder: string, server: ServerProcess) {
    this.#t = t;
    this.folder = folder;
    this.server = server;
  }

  static async begin(t: TestContext): Promise<Hour> {
    const folder = await mkdtemp(join(tmpdir(), 'posthorn-shop-'));
    t.after(() => rm(folder, { recursive: true }));
    await symlink(MODULES, join(folder, 'node_modules'));
    const secret = join(folder, 'jwt-secret');
    await writeFile(secret, `${randomBytes(32).toString('hex')}\n`);
    for (const [name, code] of programs) await writeFile(join(folder, name), code);
    const [, ...options] = commandOf('start');
    const server = await ServerProcess.start(options.map((each) => each.replace(/^jwt-secret$/, secret)));
    t.after(() => server.remove());
    return new Hour(t, folder, server);
  }

  /** Resolves with what it has printed. */
  async command(name: string): Promise<string> {
    const args = commandOf(name).map((each) => each.replace('http://127.0.0.1:7010', this.server.httpUrl));
    const { code, stdout, stderr } = await launch(args, { env: { HOME: this.folder } }).ended;
    assert.equal(code, 0, stderr);
    return stdout;
  }

  /** The lines that it prints. */
  run(program: string, env: NodeJS.ProcessEnv): AsyncIterator<string> {
    const child = spawn(process.execPath, [program], {
      cwd: this.folder,
      env: { CHAT: this.server.httpUrl, PORT: '0', ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.#t.after(() => child.kill());
    return createInterface(child.stdout)[Symbol.asyncIterator]();
  }
}

async function next(lines: AsyncIterator<string>): Promise<string> {
  return String((await lines.next()).value);
}

describe('an hour', () => {
  it('has programs of less than 40 lines', () => {
    assert.deepEqual([...programs.keys()], ['backend.mjs', 'clerk.mjs', 'receiver.mjs', 'customer.mjs']);
    for (const [name, code] of programs) assert.ok(code.split('\n').length < MAX_LINES, name);
  });

  it('ends with an order by a button, of a customer whom the backend has logged in', async (t) => {
    const hour = await Hour.begin(t);
    await hour.command('register');
    const backend = hour.run('backend.mjs', {});
    const [, shopPort] = (await next(backend)).split(' ');
    const [BOT_TOKEN] = /phb_\S+/.exec(await hour.command('bots create')) ?? [];
    const clerk = hour.run('clerk.mjs', { BOT_TOKEN });
    assert.equal(await next(clerk), 'ready');
    // The receiver needs the secret to start, and the webhook its port.
    const added = await hour.command('webhooks add');
    const [WEBHOOK_SECRET] = /whsec_\S+/.exec(added) ?? [];
    const receiver = hour.run('receiver.mjs', { WEBHOOK_SECRET });
    const [, receiverPort] = (await next(receiver)).split(' ');
    const url = `http://127.0.0.1:${receiverPort}/`;
    const change = ['webhooks', 'change', '1', '--url', url];
    const changed = await launch(change, { env: { HOME: hour.folder } }).ended;
    assert.equal(changed.code, 0, changed.stderr);
    const customer = hour.run('customer.mjs', { SHOP: `http://127.0.0.1:${shopPort}` });
    const [hello, asked, ordered] = PRINTED;
    for (const line of PRINTED) assert.equal(await next(customer), line);
    const told = [await next(receiver), await next(receiver), await next(receiver)];
    assert.deepEqual(told, [
      `message.created ${hello?.replace('Ann Page', 'ann')}`,
      `message.created ${asked?.replace('The clerk', 'clerk')}`,
      `message.edited ${ordered?.replace('The clerk', 'clerk')}`,
    ]);
    assert.equal((await fetch(url, { method: 'POST', body: '{}' })).status, 401);
  });
});
