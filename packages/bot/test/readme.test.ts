/** The bot of the README, and its test, are what they say. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const README = new URL('../README.md', import.meta.url);
const MODULES = fileURLToPath(new URL('../../../node_modules', import.meta.url));
const MAX_LINES = 20;

it('the bot of the README has at most 20 lines, and passes its test', async (t) => {
  const text = await readFile(README, 'utf8');
  const [bot = '', test = ''] = [...text.matchAll(/^```ts\n(.*?)^```$/gms)].map((match) => match[1] ?? '');
  assert.ok(bot.trim().split('\n').length <= MAX_LINES);
  const folder = await mkdtemp(join(tmpdir(), 'posthorn-readme-'));
  t.after(() => rm(folder, { recursive: true }));
  await symlink(MODULES, join(folder, 'node_modules'));
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  await writeFile(join(folder, 'counter.ts'), bot);
  await writeFile(join(folder, 'counter.test.ts'), test);
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--test', join(folder, 'counter.test.ts')],
    { env },
  );
  assert.match(stdout, /pass 1\b/);
});
