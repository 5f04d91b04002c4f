/**
 * A small private file system, ext4 in a file, that can be filled and can lose power. Needs Linux and root.
 *
 * @module
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, open, rm, statfs, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

const IMAGE_BYTES = 768 * 1024 * 1024;
const LITTLE_BYTES = 65_536;

/** FS_IOC_SHUTDOWN from linux/fs.h, _IOR('X', 125, __u32), with EXT4_GOING_FLAGS_NOLOGFLUSH: nothing is flushed. */
const SHUT_DOWN_PERL =
  'open(my $f, "<", $ARGV[0]) or die $!; my $how = pack("L", 2); ioctl($f, 0x8004587D, $how) or die $!';
const SHUT_DOWN_PYTHON =
  "import fcntl,os,struct,sys\nfcntl.ioctl(os.open(sys.argv[1],os.O_RDONLY),0x8004587D,struct.pack('I',2))";

/** Why this machine does not support it; undefined: it does. */
export function whyNoLoopDisk(): string | undefined {
  if (process.platform !== 'linux') return 'this needs Linux';
  if (process.getuid?.() !== 0) return 'mounting needs root';
  if (!existsSync('/dev/loop-control')) return 'there are no loop devices';
  if (program('mkfs.ext4') === undefined) return 'mkfs.ext4 is not installed (package e2fsprogs)';
  return undefined;
}

export class LoopDisk {
  readonly path: string;
  readonly #image: string;
  readonly #ballast: string;
  #isMounted = false;

  private constructor(folder: string) {
    this.path = join(folder, 'disk');
    this.#image = join(folder, 'disk.img');
    this.#ballast = join(this.path, 'ballast');
  }

  /** Creates and mounts one in `folder`. Rejects if the machine does not allow it. */
  static async create(folder: string): Promise<LoopDisk> {
    const disk = new LoopDisk(folder);
    await mkdir(disk.path, { recursive: true });
    await writeFile(disk.#image, '');
    await truncate(disk.#image, IMAGE_BYTES);
    await run(program('mkfs.ext4') ?? 'mkfs.ext4', ['-q', '-F', '-m', '0', disk.#image]);
    await disk.#mount();
    return disk;
  }

  /** Fills it to the last block. */
  async fill(): Promise<void> {
    const { bavail, bsize } = await statfs(this.path);
    const bytes = bavail * bsize - LITTLE_BYTES * 4;
    if (bytes > 0) await run('fallocate', ['-l', String(bytes), this.#ballast]).catch(ignoreFull);
    const file = await open(this.#ballast, 'a');
    try {
      for (let size = LITTLE_BYTES; size >= 512; size /= 2) {
        // Repeats until nothing fits any more.
        for (let isFull = false; !isFull;)
          isFull = await file.write(Buffer.alloc(size)).then(() => false, isFullError);
      }
    } finally {
      await file.close().catch(ignoreFull);
    }
  }

  /** Frees the space durably: a power loss right after this does not fill the disk again. */
  async free(): Promise<void> {
    await rm(this.#ballast, { force: true });
    const folder = await open(this.path);
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  }

  /** Why this machine cannot cut the power of a file system; undefined: it can. */
  static whyNoPowerLoss(): string | undefined {
    return program('perl') === undefined && program('python3') === undefined
      ? 'neither perl nor python3 is there to call ioctl with'
      : undefined;
  }

  /** Cuts the power: nothing reaches the disk any more, and unsynced data is lost. */
  async losePower(): Promise<void> {
    const perl = program('perl');
    if (perl !== undefined) await run(perl, ['-e', SHUT_DOWN_PERL, this.path]);
    else await run(program('python3') ?? 'python3', ['-c', SHUT_DOWN_PYTHON, this.path]);
  }

  /** Mounts what is left. Nobody may use it before that. */
  async powerUp(): Promise<void> {
    await this.#unmount();
    await this.#mount();
  }

  async remove(): Promise<void> {
    await this.#unmount();
    await rm(this.#image, { force: true });
  }

  async #mount(): Promise<void> {
    await run('mount', ['-o', 'loop', this.#image, this.path]);
    this.#isMounted = true;
  }

  async #unmount(): Promise<void> {
    if (!this.#isMounted) return;
    await run('umount', [this.path]).catch(() => run('umount', ['-l', this.path]));
    this.#isMounted = false;
  }
}

/** The path of a system program. */
export function program(name: string): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(':'), '/usr/sbin', '/sbin', '/usr/bin', '/bin'];
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

function isFullError(error: unknown): boolean {
  if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  return true;
}

function ignoreFull(error: unknown): void {
  const { code, stderr = '' } = error as { readonly code?: unknown; readonly stderr?: string };
  if (code !== 'ENOSPC' && !stderr.includes('No space left')) throw error;
}
