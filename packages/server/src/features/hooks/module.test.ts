/** Hooks that are modules in the server's process. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { systemClock } from '../../system.ts';
import { moduleHook } from './module.ts';
import type { Hook } from './hook.ts';

async function load(t: TestContext, source: string, timeoutMs = 10_000): Promise<Hook> {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'posthorn-hooks-'));
  t.after(() => rm(directory, { recursive: true }));
  const file = path.join(directory, 'hooks.mjs');
  await writeFile(file, source);
  return moduleHook(file, { clock: systemClock, timeoutMs });
}

test('it is asked about what it has functions for, with a copy', async (t) => {
  const hook = await load(t, `export const send = async (data) => { data.text += '!'; return data; };`);
  assert.deepEqual(hook.events, ['send']);
  const data = { text: 'a' };
  assert.deepEqual(await hook.ask({ event: 'send', time: 0, data }), { text: 'a!' });
  assert.deepEqual(data, { text: 'a' });
});

test('its functions may be those of its default', async (t) => {
  const hook = await load(t, 'export default { join() {}, upload() {} };');
  assert.deepEqual(hook.events, ['upload', 'join']);
});

test('it is not waited for longer than its time', async (t) => {
  const hook = await load(t, 'export function send() { return new Promise(() => {}); }', 10);
  await assert.rejects(hook.ask({ event: 'send', time: 0, data: {} }), /took too long/);
});

for (const [what, source, error] of [
  ['has none of the functions', 'export const x = 1;', /exports no function/],
  ['is no JavaScript', 'export {', /cannot be loaded/],
  ['waits at its top level', 'await Promise.resolve();', /cannot be loaded/],
] as const) {
  test(`one that ${what} is refused at the start`, async (t) => {
    await assert.rejects(load(t, source), error);
  });
}
