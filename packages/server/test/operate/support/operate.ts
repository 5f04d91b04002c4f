import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { runOperate } from '../../../src/operate/command.ts';
import type { OperateIo } from '../../../src/operate/command.ts';
import { OPERATE_COMMANDS } from '../../../src/operate/index.ts';
import { silentLogger } from '../../../src/logger.ts';
import { openSqliteStore } from '../../../src/compose/stores.ts';
import type { Store } from '../../../src/store/store.ts';
import { systemClock, systemRandom } from '../../../src/system.ts';

export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs an operator's command in this process. */
export async function run(
  args: readonly string[],
  signal: OperateIo['signal'] = new AbortController().signal,
  isTTY = false,
  env: OperateIo['env'] = {},
): Promise<Ended> {
  const [name, ...argv] = args;
  const command = OPERATE_COMMANDS.find((each) => each.name === name);
  if (command === undefined) throw new Error(`there is no command ${name}`);
  const printed = { stdout: '', stderr: '' };
  const to = (where: keyof typeof printed) => ({
    write: (text: string) => void (printed[where] += text),
    isTTY,
  });
  const io = { stdout: to('stdout'), stderr: to('stderr'), signal, env, clock: systemClock };
  const code = await runOperate(command, argv, io);
  return { code, ...printed };
}

/** Its answer as JSON. Throws what it said when it failed. */
export async function answerOf(args: readonly string[]): Promise<Readonly<Record<string, unknown>>> {
  const { code, stdout, stderr } = await run([...args, '--json']);
  if (code !== 0) throw new Error(`posthorn ${args.join(' ')} ended with ${code}: ${stderr}`);
  return JSON.parse(stdout) as Record<string, unknown>;
}

export async function folderOf(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'posthorn-operate-'));
  // A store in it may close after this, and write a last file meanwhile.
  t.after(() => rm(folder, { recursive: true, force: true, maxRetries: 10 }));
  return folder;
}

export function openStore(directory: string): Promise<Store> {
  return openSqliteStore({ directory, random: systemRandom, logger: silentLogger });
}
