import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { it } from 'node:test';
import { MissingProgramError, startPostgres } from '../src/index.ts';
import type { PrivateService } from '../src/index.ts';

it('a private PostgreSQL leaves nothing in shared memory, also when it was killed and paused', async (t) => {
  if (!existsSync('/proc/sysvipc/shm')) return t.skip('this needs Linux');
  const postgres = await start();
  if (typeof postgres === 'string') return t.skip(postgres);
  const { pid: first } = postgres;
  assert.deepEqual(segmentsOf(first), [first]);
  await postgres.kill();
  await postgres.start();
  const { pid: second } = postgres;
  assert.deepEqual(segmentsOf(second), [second]);
  postgres.pause();
  await postgres.remove();
  assert.deepEqual([...segmentsOf(first), ...segmentsOf(second)], []);
});

async function start(): Promise<PrivateService | string> {
  try {
    return await startPostgres();
  } catch (error) {
    if (error instanceof MissingProgramError) return error.message;
    throw error;
  }
}

/** The makers of System V segments, among them this process. */
function segmentsOf(pid: number): readonly number[] {
  const [, ...lines] = readFileSync('/proc/sysvipc/shm', 'utf8').trim().split('\n');
  return lines.map((line) => Number(line.trim().split(/\s+/)[4])).filter((maker) => maker === pid);
}
