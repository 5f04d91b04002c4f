/**
 * Power loss, not only process death: the database lies on a loop-mounted ext4 file system that is shut down
 * without flushing, so that everything that was not synced is gone. Acked messages must survive (promise 1);
 * and the same with `synchronous=NORMAL` must lose some, or the test would show nothing.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { Appending } from './support/appending.ts';
import { lost, readBack } from './support/read-back.ts';

/** FS_IOC_SHUTDOWN of linux/fs.h, _IOR('X', 125, __u32), with EXT4_GOING_FLAGS_NOLOGFLUSH. */
const SHUT_DOWN =
  "import fcntl,os,struct,sys\nfcntl.ioctl(os.open(sys.argv[1],os.O_RDONLY),0x8004587D,struct.pack('I',2))";

const IMAGE_BYTES = 64 * 1024 * 1024;

function reasonToSkip(): string | false {
  if (process.platform !== 'linux') return 'this needs Linux';
  if (process.getuid?.() !== 0) return 'mounting needs root';
  if (!existsSync('/dev/loop-control')) return 'there are no loop devices';
  for (const program of ['/usr/bin/python3', '/sbin/mkfs.ext4']) {
    if (!existsSync(program)) return `${program} is missing`;
  }
  return false;
}

describe('power loss', { skip: reasonToSkip() }, () => {
  it('loses nothing that was acked', async (t) => {
    const result = await loseAfterAcks('FULL');
    if (typeof result === 'string') return t.skip(result);
    assert.ok(result.acked >= 200);
    assert.equal(result.lost, 0, 'promise 1');
    t.diagnostic(`${result.acked} acked, none lost`);
  });

  it('loses nothing while the log is being copied into the database', async (t) => {
    const result = await loseAfterAcks('FULL', { acks: 2000, checkpointPages: 1 });
    if (typeof result === 'string') return t.skip(result);
    assert.ok(result.acked >= 2000);
    assert.equal(result.lost, 0, 'promise 1');
    t.diagnostic(`${result.acked} acked, none lost`);
  });

  it('would lose acked messages with synchronous=NORMAL, so this test can fail', async (t) => {
    const result = await loseAfterAcks('NORMAL');
    if (typeof result === 'string') return t.skip(result);
    assert.ok(result.lost > 0, 'the shutdown dropped nothing');
    t.diagnostic(`${result.acked} acked, ${result.lost} lost`);
  });
});

/** Appends on a file system of its own, cuts the power, mounts it again, and counts. A string: why it can't be done. */
async function loseAfterAcks(
  synchronous: 'FULL' | 'NORMAL',
  { acks = 200, checkpointPages }: { readonly acks?: number; readonly checkpointPages?: number } = {},
): Promise<{ readonly acked: number; readonly lost: number } | string> {
  const folder = await mkdtemp(join(tmpdir(), 'posthorn-power-'));
  const [image, mount] = [join(folder, 'disk'), join(folder, 'mnt')];
  await mkdir(mount);
  await writeFile(image, '');
  await truncate(image, IMAGE_BYTES);
  execFileSync('/sbin/mkfs.ext4', ['-q', '-F', image]);
  const mountIt = (): unknown => execFileSync('mount', ['-o', 'loop', image, mount], { stdio: 'pipe' });
  try {
    mountIt();
  } catch (error) {
    await rm(folder, { recursive: true });
    return `a loop mount is not possible here: ${(error as Error).message}`;
  }
  try {
    const appending = new Appending(join(mount, 'data'), {
      synchronous,
      ...(checkpointPages !== undefined && { checkpointPages }),
    });
    await appending.until(() => appending.acked.length >= acks);
    await appending.freeze();
    execFileSync('/usr/bin/python3', ['-c', SHUT_DOWN, mount]);
    await appending.kill();
    execFileSync('umount', [mount]);
    mountIt();
    return {
      acked: appending.acked.length,
      lost: lost(appending.acked, await readBack(join(mount, 'data'))),
    };
  } finally {
    execFileSync('umount', ['-l', mount]);
    await rm(folder, { recursive: true, force: true });
  }
}
