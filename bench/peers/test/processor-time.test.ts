/** Processor time is a process's with all that it started, and the machine's. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { it } from 'node:test';
import { processorTime } from '../../src/load/processor-time.ts';

const SECONDS = 0.3;
/** Uses so much of a core, says so, and stays until its stdin ends. */
const SPINNER = `while (process.cpuUsage().user < ${SECONDS * 1e6}); console.log('done'); process.stdin.resume();`;

const isLinux = process.platform === 'linux';

it('counts a child while it runs and after it has ended', { skip: !isLinux }, async () => {
  const before = await processorTime([process.pid]);
  const child = spawn(process.execPath, ['-e', SPINNER], { stdio: ['pipe', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  const [during, alone] = [await processorTime([process.pid]), await processorTime([child.pid ?? 0])];
  child.stdin.end();
  await once(child, 'exit');
  const after = await processorTime([process.pid]);
  assert.ok(before !== undefined && during !== undefined && alone !== undefined && after !== undefined);
  assert.ok(alone.tree >= SECONDS && alone.tree < during.tree);
  assert.ok(during.tree - before.tree >= SECONDS);
  assert.ok(after.tree >= during.tree);
  assert.ok(during.machine - before.machine >= SECONDS / 2);
});

it('knows nothing of a process that is not there', { skip: !isLinux }, async () => {
  assert.equal((await processorTime([2 ** 30]))?.tree, 0);
});
