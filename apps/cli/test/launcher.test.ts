import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { promisify } from 'node:util';

const execute = promisify(execFile);
const LAUNCHER = new URL('../bin/posthorn.js', import.meta.url);

/** A package that holds the launcher and the files given, as text by path. */
async function packageWith(t: TestContext, files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'posthorn-launcher-'));
  t.after(() => rm(folder, { recursive: true }));
  await mkdir(join(folder, 'bin'));
  await copyFile(LAUNCHER, join(folder, 'bin/posthorn.js'));
  for (const [path, text] of Object.entries({ 'package.json': '{"type":"module"}', ...files })) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  return folder;
}

function launch(folder: string, args: readonly string[] = []): Promise<{ stdout: string; stderr: string }> {
  return execute(process.execPath, [join(folder, 'bin/posthorn.js'), ...args], { cwd: folder });
}

test('in a checkout the source runs, with the arguments', async (t) => {
  const folder = await packageWith(t, {
    'src/main.ts': 'const words: readonly string[] = process.argv.slice(2); console.log("source", ...words);',
    'dist/main.js': 'console.log("built")',
  });
  assert.equal((await launch(folder, ['start', '--port=0'])).stdout, 'source start --port=0\n');
});

test('in an installed package what was built runs', async (t) => {
  const folder = await packageWith(t, { 'dist/main.js': 'console.log("built")' });
  assert.equal((await launch(folder)).stdout, 'built\n');
});

test('without either it says so and fails', async (t) => {
  const folder = await packageWith(t, {});
  await assert.rejects(launch(folder), { code: 1, stderr: /neither src\/main\.ts nor dist\/main\.js/ });
});

test('an older Node hands over to the pinned one, and its exit code comes back', async (t) => {
  const folder = await packageWith(t, {
    'src/main.ts': 'console.log("source", process.argv[2]); process.exitCode = 3;',
    'node_modules/node/package.json': '{"version":"26.0.0","bin":{"node":"bin/node"}}',
    'node_modules/node/bin/.keep': '',
  });
  await symlink(process.execPath, join(folder, 'node_modules/node/bin/node'));
  const launching = execute(
    process.execPath,
    ['--import', asOldNode(), join(folder, 'bin/posthorn.js'), 'x'],
    {
      cwd: folder,
    },
  );
  await assert.rejects(launching, { code: 3, stdout: 'source x\n' });
});

test('when the launcher is killed, what it launched ends too', async (t) => {
  const folder = await packageWith(t, {
    'src/main.ts': 'console.log(process.pid); setInterval(() => {}, 1000);',
    'node_modules/node/package.json': '{"version":"26.0.0","bin":{"node":"bin/node"}}',
    'node_modules/node/bin/.keep': '',
  });
  await symlink(process.execPath, join(folder, 'node_modules/node/bin/node'));
  const launcher = spawn(process.execPath, ['--import', asOldNode(), join(folder, 'bin/posthorn.js')], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(launcher.stdout, 'data')) as [Buffer];
  assert.notEqual(Number(line), launcher.pid);
  const ended = once(launcher.stdout, 'close');
  launcher.kill('SIGKILL');
  // The pipe closes when its last writer, the launched process, is gone.
  await ended;
});

test('an older Node alone says what to install', async (t) => {
  const folder = await packageWith(t, { 'src/main.ts': '' });
  const launching = execute(process.execPath, ['--import', asOldNode(), join(folder, 'bin/posthorn.js')], {
    cwd: folder,
  });
  await assert.rejects(launching, { code: 1, stderr: /needs Node 24 or newer.*Install/ });
});

test('the launcher and package.json ask for the same Node', async () => {
  const manifest: unknown = JSON.parse(
    await readFile(new URL('../../../packages/server/package.json', import.meta.url), 'utf8'),
  );
  const launcher = await readFile(LAUNCHER, 'utf8');
  const major = /MIN_NODE_MAJOR = (\d+)/.exec(launcher)?.[1];
  assert.partialDeepStrictEqual(manifest, { engines: { node: `>=${major}` } });
});

/** A module that makes the first process that loads it believe that it is Node 20; its children are not. */
function asOldNode(): string {
  const code = `if (process.env.POSTHORN_RELAUNCHED === undefined)
    Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.0.0' } });`;
  return `data:text/javascript,${encodeURIComponent(code)}`;
}
