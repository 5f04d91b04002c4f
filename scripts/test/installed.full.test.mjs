// What users get: the packed tarballs, installed into an empty directory.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { packAll } from '../pack.mjs';
import { installInto, tryPosthorn } from '../try-installed.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const TSC = join(ROOT, 'node_modules/.bin/tsc');
const execute = promisify(execFile);

/** The oldest TypeScript whose users the SDK has types for (docs/sdk.md). */
const OLDEST_TYPESCRIPT = '5.0.4';

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
  await installInto(directory, wanted);
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
    const directory = await install('embedded', ['posthorn-server', 'posthorn-protocol', 'posthorn-markup']);
    const packages = await packagesIn(directory);
    const own = packages.filter((name) => /posthorn/.test(name));
    assert.deepEqual(own.sort(), ['@posthorn/markup', '@posthorn/protocol', '@posthorn/server']);
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

  const PROGRAM = `
    import { connect, PosthornError } from '@posthorn/client';
    import type { Message } from '@posthorn/client';
    import { fileStorage } from '@posthorn/client/node';
    const client = await connect(
      { server: 'http://127.0.0.1:7010', user: 'ann', password: 'but-soft' },
      { storage: await fileStorage('./ann') },
    );
    const seen: Message[] = [];
    client.on('message', (message) => void seen.push(message));
    const codes: string[] = [];
    client.on('failed', ({ error }) => void (error instanceof PosthornError && codes.push(error.code)));
    const { conversation } = await client.send({ to: 'bob' }, 'hello').done;
    const page: readonly Message[] = await client.history(conversation, { before: 0, limit: 10 });
    const { members } = await client.call('listMembers', { conversation });
    export const shown = [page.map(({ isMine, content }) => isMine && content.text), members[0]?.role];`;

  for (const [resolution, moduleKind] of Object.entries({ nodenext: 'nodenext', bundler: 'esnext' })) {
    it(`has types for TypeScript ${OLDEST_TYPESCRIPT} with ${resolution}, checking libraries too`, async (t) => {
      const directory = await install(`types-${resolution}`, ['posthorn-client', 'posthorn-protocol']);
      try {
        await installInto(join(directory, 'compiler'), [`typescript@${OLDEST_TYPESCRIPT}`]);
      } catch {
        t.skip(`it needs typescript@${OLDEST_TYPESCRIPT}, which is not installed`);
        return;
      }
      await writeFile(join(directory, 'program.ts'), PROGRAM);
      const tsc = join(directory, 'compiler/node_modules/typescript/bin/tsc');
      const modules = ['--module', moduleKind, '--moduleResolution', resolution];
      const language = ['--noEmit', '--strict', '--target', 'es2022', '--lib', 'es2022'];
      const { stdout } = await execute(process.execPath, [tsc, ...modules, ...language, 'program.ts'], {
        cwd: directory,
      }).catch((error) => error);
      assert.equal(stdout, '');
    });
  }
});

describe('posthorn', () => {
  it('starts, is healthy, and takes a message by posthorn send', async () => {
    const { version } = JSON.parse(await readFile(join(ROOT, 'apps/cli/package.json'), 'utf8'));
    assert.equal(await tryPosthorn(await install('all')), version);
  });
});
