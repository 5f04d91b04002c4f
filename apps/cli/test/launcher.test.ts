import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmod,
  copyFile,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { promisify } from 'node:util';
import { MALLOC } from '@posthorn/services';

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

/** A package with the code given as its command, and the Node that runs this as the pinned one. */
async function pinnedPackage(t: TestContext, code: string): Promise<string> {
  const folder = await packageWith(t, {
    'src/main.ts': code,
    'node_modules/node/package.json': '{"version":"26.0.0","bin":{"node":"bin/node"}}',
    'node_modules/node/bin/.keep': '',
  });
  await symlink(process.execPath, join(folder, 'node_modules/node/bin/node'));
  return folder;
}

for (const canReplace of [true, false]) {
  const kind = canReplace ? 'an older Node' : 'an older Node without execve';

  test(`${kind} hands over to the pinned one, and its exit code comes back`, async (t) => {
    const folder = await pinnedPackage(t, 'console.log("source", process.argv[2]); process.exitCode = 3;');
    const args = ['--import', oldNode({ canReplace }), join(folder, 'bin/posthorn.js'), 'x'];
    await assert.rejects(execute(process.execPath, args, { cwd: folder }), { code: 3, stdout: 'source x\n' });
  });

  test(`when ${kind} is killed, so is what it launched`, async (t) => {
    const folder = await pinnedPackage(t, 'console.log(process.pid); setInterval(() => {}, 1000);');
    const args = ['--import', oldNode({ canReplace }), join(folder, 'bin/posthorn.js')];
    const launcher = spawn(process.execPath, args, { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = (await once(launcher.stdout, 'data')) as [Buffer];
    // Replaced, it is the same process; else a child.
    assert.equal(Number(line) === launcher.pid, canReplace);
    const ended = once(launcher.stdout, 'close');
    launcher.kill('SIGKILL');
    // The pipe closes when its last writer, the launched process, is gone.
    await ended;
  });
}

test('SIGTERM reaches what was launched, and its answer comes back', async (t) => {
  const code = `process.on('SIGTERM', () => process.exit(42)); console.log('up'); setInterval(() => {}, 1000);`;
  const folder = await pinnedPackage(t, code);
  for (const canReplace of [true, false]) {
    const args = ['--import', oldNode({ canReplace }), join(folder, 'bin/posthorn.js')];
    const launcher = spawn(process.execPath, args, { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
    await once(launcher.stdout, 'data');
    launcher.kill('SIGTERM');
    assert.deepEqual(await once(launcher, 'exit'), [42, null]);
  }
});

test('compiled code is kept where this user alone can write, or nowhere', async (t) => {
  const folder = await packageWith(t, {
    'src/main.ts': `import { getCompileCacheDir } from 'node:module'; console.log(getCompileCacheDir() ?? 'nowhere');`,
  });
  const temporary = join(folder, 'tmp');
  await mkdir(temporary);
  const { NODE_COMPILE_CACHE: _, ...others } = process.env;
  const env = { ...others, TMPDIR: temporary };
  const cacheOf = async (): Promise<string> => {
    const { stdout } = await execute(process.execPath, [join(folder, 'bin/posthorn.js')], {
      cwd: folder,
      env,
    });
    return stdout.trim();
  };
  const found = await cacheOf();
  const [name = ''] = await readdir(temporary);
  assert.ok(found.startsWith(join(temporary, name)), found);
  assert.equal((await stat(join(temporary, name))).mode & 0o777, 0o700);
  await chmod(join(temporary, name), 0o777);
  assert.equal(await cacheOf(), 'nowhere');
  await rm(join(temporary, name), { recursive: true });
  await mkdir(join(folder, 'elsewhere'), { mode: 0o700 });
  await symlink(join(folder, 'elsewhere'), join(temporary, name));
  assert.equal(await cacheOf(), 'nowhere');
});

test('when the shell by which npm has started the launcher ends, what was launched gets SIGTERM', async (t) => {
  const code = `process.on('SIGTERM', () => { console.log('asked'); process.exit(); }); console.log('up'); setInterval(() => {}, 1000);`;
  const folder = await pinnedPackage(t, code);
  const args = [
    process.execPath,
    '--import',
    oldNode({ canReplace: false }),
    join(folder, 'bin/posthorn.js'),
  ];
  const shell = spawn('sh', ['-c', '"$@"; true', 'sh', ...args], {
    cwd: folder,
    env: { ...process.env, npm_lifecycle_event: 'npx' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  shell.stdout.on('data', (text: Buffer) => (said += String(text)));
  await once(shell.stdout, 'data');
  // The pipe closes with its last writer.
  const ended = once(shell.stdout, 'close');
  shell.kill('SIGTERM');
  await ended;
  assert.equal(said, 'up\nasked\n');
});

test('a Node that is new enough stays one process', async (t) => {
  const folder = await packageWith(t, { 'src/main.ts': 'console.log(process.pid)' });
  const launcher = spawn(process.execPath, [join(folder, 'bin/posthorn.js')], { cwd: folder });
  const [line] = (await once(launcher.stdout, 'data')) as [Buffer];
  assert.equal(Number(line), launcher.pid);
});

test('a server gives memory back, unless the environment says otherwise', async (t) => {
  if (process.platform !== 'linux') return t.skip('this needs Linux');
  const folder = await packageWith(t, {
    'src/main.ts': 'console.log(process.pid, process.env.MALLOC_TRIM_THRESHOLD_, ...process.argv.slice(2));',
  });
  const run = async (args: readonly string[], more: NodeJS.ProcessEnv = {}): Promise<string> => {
    const { MALLOC_TRIM_THRESHOLD_: _trim, MALLOC_MMAP_THRESHOLD_: _mmap, ...plain } = process.env;
    const env = { ...plain, ...more };
    const child = spawn(process.execPath, [join(folder, 'bin/posthorn.js'), ...args], { cwd: folder, env });
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    return String(line).trim().replace(String(child.pid), 'pid');
  };
  assert.equal(await run(['start', '--http=0']), 'pid 1048576 start --http=0');
  assert.equal(await run(['start'], { MALLOC_TRIM_THRESHOLD_: '7' }), 'pid 7 start');
  assert.equal(await run(['send', 'hi']), 'pid undefined send hi');
});

test('an older Node alone says what to install', async (t) => {
  const folder = await packageWith(t, { 'src/main.ts': '' });
  const launching = execute(
    process.execPath,
    ['--import', oldNode({ canReplace: true }), join(folder, 'bin/posthorn.js')],
    {
      cwd: folder,
    },
  );
  await assert.rejects(launching, { code: 1, stderr: /needs Node 24 or newer.*Install/ });
});

test('servers that tests start have the memory settings of the launcher', async () => {
  const launcher = await readFile(LAUNCHER, 'utf8');
  for (const [name, value] of Object.entries(MALLOC))
    assert.ok(launcher.includes(`${name}: '${value}'`), name);
});

test('the launcher and package.json ask for the same Node', async () => {
  const manifest: unknown = JSON.parse(
    await readFile(new URL('../../../packages/server/package.json', import.meta.url), 'utf8'),
  );
  const launcher = await readFile(LAUNCHER, 'utf8');
  const major = /MIN_NODE_MAJOR = (\d+)/.exec(launcher)?.[1];
  assert.partialDeepStrictEqual(manifest, { engines: { node: `>=${major}` } });
});

/** A module that makes the first Node that loads it believe that it is Node 20; the one that follows is not. */
function oldNode({ canReplace }: { readonly canReplace: boolean }): string {
  const code = `if (process.env.POSTHORN_RELAUNCHED === undefined) {
    Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.0.0' } });
    if (!${canReplace}) process.execve = undefined;
  }`;
  return `data:text/javascript,${encodeURIComponent(code)}`;
}
