/** What a command loads before it does anything: most of the time of a short one. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { LAUNCHER, ServerProcess } from '@posthorn/testing/server-process';
import { loadAllCommands, loadCommand } from '../src/commands.ts';

/** Prints the files that were loaded, when the process ends. */
const LISTING = `
  import { registerHooks } from 'node:module';
  const loaded = [];
  registerHooks({ load: (url, context, next) => (loaded.push(url), next(url, context)) });
  process.on('exit', () => process.stderr.write(loaded.filter((url) => url.startsWith('file:')).join(' ')));`;

describe('a short command', () => {
  let server: ServerProcess;
  before(async () => {
    server = await ServerProcess.start();
  });
  after(() => server.remove());

  async function loadedBy(command: string, ...args: readonly string[]): Promise<readonly string[]> {
    const listing = `data:text/javascript,${encodeURIComponent(LISTING)}`;
    const account = ['--server', server.httpUrl, '--user', 'romeo', '--password', 'secret'];
    const argv = ['--import', listing, LAUNCHER, command, ...account, ...args];
    const { stderr } = await promisify(execFile)(process.execPath, argv);
    return stderr.trim().split(' ');
  }

  it('loads neither the screen, nor another command, nor the server', async () => {
    await loadedBy('register');
    const lobby = ['--group', '1'];
    for (const [command, ...args] of [['send', ...lobby, 'hello'] as const, ['history', ...lobby] as const]) {
      const loaded = await loadedBy(command, ...args);
      assert.ok(loaded.some((url) => url.endsWith(`/commands/${command}.ts`)));
      const own = /\/(apps\/cli|apps\/terminal|packages\/client|packages\/protocol)\//;
      const needless = loaded.filter((url) => !own.test(url) || /\/(chat|accounts|groups)/.test(url));
      assert.deepEqual(needless, [], command);
    }
  });
});

describe('the table of commands', () => {
  it('finds each command under its own name, and nothing else', async () => {
    const commands = await loadAllCommands();
    assert.ok(commands.length > 5);
    for (const command of commands) {
      assert.equal(await loadCommand(command.name), command);
    }
    assert.equal(await loadCommand('toString'), undefined);
  });
});
