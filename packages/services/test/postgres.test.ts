import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { it } from 'node:test';
import { MissingProgramError, startPostgres } from '../src/index.ts';
import type { PrivateService } from '../src/index.ts';

it('a private PostgreSQL leaves nothing in shared memory, also when it was killed and paused', async (t) => {
  if (!existsSync('/proc/sysvipc/shm')) return t.skip('this needs Linux');
  // Process ids come again: what an earlier holder of an id has left is not ours.
  const before = new Set(segments().map(({ id }) => id));
  const segmentsOf = (pid: number): number =>
    segments().filter(({ id, maker }) => maker === pid && !before.has(id)).length;
  const postgres = await start();
  if (typeof postgres === 'string') return t.skip(postgres);
  const { pid: first } = postgres;
  assert.equal(segmentsOf(first), 1);
  await postgres.kill();
  await postgres.start();
  const { pid: second } = postgres;
  assert.equal(segmentsOf(second), 1);
  postgres.pause();
  await postgres.remove();
  assert.equal(segmentsOf(first) + segmentsOf(second), 0);
});

async function start(): Promise<PrivateService | string> {
  try {
    return await startPostgres();
  } catch (error) {
    if (error instanceof MissingProgramError) return error.message;
    throw error;
  }
}

/** The System V segments of this machine, each with the process that made it. */
function segments(): readonly { readonly id: string; readonly maker: number }[] {
  const [, ...lines] = readFileSync('/proc/sysvipc/shm', 'utf8').trim().split('\n');
  return lines.map((line) => {
    const [, id = '', , , maker] = line.trim().split(/\s+/);
    return { id, maker: Number(maker) };
  });
}
