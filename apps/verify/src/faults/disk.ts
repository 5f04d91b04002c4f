/**
 * Faults of the disk below the server.
 *
 * @module
 */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LoopDisk, program } from '../system/loop-disk.ts';
import { NoEffectError, seconds } from './fault.ts';
import { pause } from '../waiting.ts';
import type { Fault } from './fault.ts';
import { body, disk, life } from './need.ts';

export const diskFull: Fault = {
  name: 'disk-full',
  summary: 'There is not a block left on the disk, for a while.',
  lane: 'system',
  lengthMs: [500, 3000],
  whyNot: disk.whyNot,
  async inflict({ system }, { lengthMs }) {
    const full = disk.of(system);
    try {
      await full.fill();
      await pause(lengthMs);
    } finally {
      await full.free();
    }
    return `for ${seconds(lengthMs)}`;
  },
};

export const powerLoss: Fault = {
  name: 'power-loss',
  summary: 'The power goes: what was not synced to the disk is gone, and the server with it.',
  lane: 'system',
  lengthMs: [50, 500],
  whyNot: (system) => disk.whyNot(system) ?? LoopDisk.whyNoPowerLoss(),
  async inflict({ system }, { lengthMs }) {
    const dark = disk.of(system);
    // Both at once: the server must not notice the loss of its disk first.
    system.body?.pause();
    await dark.losePower();
    await life.of(system).kill();
    await pause(lengthMs);
    await dark.powerUp();
    await life.of(system).start();
    return `dark for ${seconds(lengthMs)}`;
  },
};

const HIT_WITHIN_MS = 5000;
const POLL_MS = 50;

export const syncError: Fault = {
  name: 'sync-error',
  summary: 'fsync and fdatasync of the server fail with EIO, injected by strace.',
  lane: 'system',
  lengthMs: [500, 2500],
  whyNot(system) {
    if (process.platform !== 'linux') return 'this needs Linux';
    return body.whyNot(system) ?? (program('strace') === undefined ? 'strace is not installed' : undefined);
  },
  async inflict({ system }, { lengthMs }) {
    const folder = await mkdtemp(join(tmpdir(), 'posthorn-strace-'));
    const output = join(folder, 'calls');
    const injected = async (): Promise<number> =>
      (await readFile(output, 'utf8')).split('\n').filter((line) => line.includes('INJECTED')).length;
    try {
      const strace = await attach(body.of(system).pid, output);
      await pause(lengthMs);
      // On a busy machine no sync may have happened yet.
      for (let waitedMs = 0; waitedMs < HIT_WITHIN_MS && (await injected()) === 0; waitedMs += POLL_MS) {
        await pause(POLL_MS);
      }
      const ended = once(strace, 'exit');
      strace.kill('SIGINT');
      await ended;
      const count = await injected();
      if (count === 0) throw new NoEffectError('no sync was tried meanwhile');
      return `${count} failed within ${seconds(lengthMs)}`;
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

/** Resolves when strace is attached to all threads. */
async function attach(pid: number, output: string): Promise<ChildProcess> {
  const inject = 'inject=fsync,fdatasync:error=EIO';
  const args = ['-f', '-p', String(pid), '-o', output, '-e', 'trace=fsync,fdatasync', '-e', inject];
  const strace = spawn(program('strace') ?? 'strace', args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  await new Promise<void>((resolve, reject) => {
    strace.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      if (said.includes('attached')) resolve();
    });
    strace.once('error', reject);
    strace.once('exit', () => reject(new NoEffectError(`strace does not attach: ${said.trim()}`)));
  });
  return strace;
}
