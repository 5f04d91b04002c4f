// What users get: the packed tarballs, installed into an empty directory.
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { packAll } from '../pack.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const TSC = join(ROOT, 'node_modules/.bin/tsc');
const execute = promisify(execFile);

/** @type {string} */
let folder;
/** @type {string[]} */
let tarballs;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'posthorn-installed-'));
  tarballs = await packAll(ROOT, join(folder, 'tarballs'));
});

after(() => rm(folder, { recursive: true, force: true }));

/**
 * A new directory with the packages whose tarballs have one of these names, or with all of them.
 *
 * @param {string} name
 * @param {readonly string[]} [packages]
 */
async function install(name, packages) {
  const directory = join(folder, name);
  const wanted = tarballs.filter(
    (path) => packages === undefined || packages.some((each) => path.includes(`/${each}-`)),
  );
  await mkdir(directory);
  await writeFile(join(directory, 'package.json'), '{"private":true,"type":"module"}');
  // What `npm ci` has fetched for the repository need not be fetched again.
  const options = ['--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  await execute('npm', ['install', ...options, ...wanted], { cwd: directory });
  return directory;
}

/** @param {string} directory */
async function packagesIn(directory) {
  const names = await readdir(join(directory, 'node_modules'));
  const scopes = names.filter((name) => name.startsWith('@'));
  const scoped = scopes.map(async (scope) =>
    (await readdir(join(directory, 'node_modules', scope))).map((name) => `${scope}/${name}`),
  );
  return [...names, ...(await Promise.all(scoped)).flat()].filter((name) => !/^\.|^@[^/]+$/.test(name));
}

describe('@posthorn/server, embedded', () => {
  const PROGRAM = `
    import { configWith, silentLogger, startServer, systemClock, systemRandom } from '@posthorn/server';
    const config = configWith({ http: 0, tcp: 0, data: 'data' });
    const parts = { config, clock: systemClock, random: systemRandom, logger: silentLogger };
    const server = await startServer(parts);
    const { status } = await fetch(\`http://127.0.0.1:\${server.httpPort}/healthz\`);
    await server.close();
    console.log(status);`;

  it('brings neither a terminal nor a client with it, has types, starts and stops', async () => {
    const directory = await install('embedded', ['posthorn-server', 'posthorn-protocol']);
    const packages = await packagesIn(directory);
    const own = packages.filter((name) => /posthorn/.test(name));
    assert.deepEqual(own.sort(), ['@posthorn/protocol', '@posthorn/server']);
    assert.deepEqual(
      packages.filter((name) =>
        /^(ink|react|react-reconciler|yoga-layout|string-width|node-emoji)$/.test(name),
      ),
      [],
    );
    await writeFile(join(directory, 'program.ts'), PROGRAM);
    const { stdout } = await execute(process.execPath, ['program.ts'], { cwd: directory });
    assert.equal(stdout, '200\n');
    const types = ['--types', 'node', '--typeRoots', join(ROOT, 'node_modules/@types')];
    const language = ['--noEmit', '--strict', '--skipLibCheck', '--module', 'nodenext', '--target', 'es2024'];
    await execute(process.execPath, [TSC, ...language, ...types, 'program.ts'], { cwd: directory });
  });
});

describe('@posthorn/client', () => {
  it('brings the protocol with it, and nothing else', async () => {
    const directory = await install('client', ['posthorn-client', 'posthorn-protocol']);
    assert.deepEqual((await packagesIn(directory)).sort(), ['@posthorn/client', '@posthorn/protocol']);
  });
});

describe('posthorn', () => {
  it('starts, is healthy, and takes a message by posthorn send', async (t) => {
    const directory = await install('all');
    const posthorn = join(directory, 'node_modules/.bin/posthorn');
    const options = ['--json', '--data', 'data', '--http', '0', '--tcp', '0'];
    const server = spawn(process.execPath, [posthorn, 'start', ...options], {
      cwd: directory,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    t.after(() => server.kill('SIGKILL'));
    const [line] = await once(createInterface({ input: server.stdout }), 'line');
    const url = `http://127.0.0.1:${JSON.parse(line).http}`;
    assert.equal((await fetch(`${url}/healthz`)).status, 200);

    const as = ['--server', url, '--user', 'romeo', '--password', 'But, soft!', '--json'];
    const run = async (...args) => {
      const { stdout } = await execute(process.execPath, [posthorn, ...args, ...as], { cwd: directory });
      return JSON.parse(stdout);
    };
    assert.equal((await run('register')).name, 'romeo');
    const { conversation, seq } = await run('send', '--group', '1', 'O, speak again, bright angel!');
    const { from, text } = await run('history', '--group', String(conversation), '--after', String(seq - 1));
    assert.deepEqual([from, text], ['romeo', 'O, speak again, bright angel!']);

    const exited = once(server, 'exit');
    server.kill('SIGTERM');
    assert.deepEqual(await exited, [0, null]);
  });
});
