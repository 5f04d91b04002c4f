/**
 * What a machine may lack for a fault. Each excuse is checked here without verify's own code, so that a fault that
 * is skipped for no reason fails a test.
 *
 * @module
 */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Excuse {
  /** What verify says. */
  readonly reason: RegExp;
  /** Whether the machine really lacks it. */
  readonly isTrue: () => boolean;
}

const isLinux = process.platform === 'linux';
const isRoot = process.getuid?.() === 0;

const NOT_LINUX: Excuse = { reason: /Linux$/, isTrue: () => !isLinux };
const NOT_ROOT: Excuse = { reason: /needs? root$/, isTrue: () => !isRoot };

/** A disk of one's own that can be filled. */
export const DISK: readonly Excuse[] = [
  NOT_LINUX,
  NOT_ROOT,
  { reason: /^there are no loop devices$/, isTrue: () => !existsSync('/dev/loop-control') },
  lacks('mkfs.ext4'),
  { reason: /^a loop mount is not possible here \(/, isTrue: () => !canMount() },
];

/** A disk whose power can go. */
export const POWER: readonly Excuse[] = [
  ...DISK,
  {
    reason: /^neither perl nor python3 is there/,
    isTrue: () => !isInstalled('perl') && !isInstalled('python3'),
  },
];

/** Failing system calls in another process. */
export const TRACE: readonly Excuse[] = [
  NOT_LINUX,
  lacks('strace'),
  { reason: /^strace does not attach: /, isTrue: () => !canTrace() },
];

/** Hosts in network namespaces. */
export const HOSTS: readonly Excuse[] = [
  NOT_LINUX,
  NOT_ROOT,
  lacks('ip'),
  lacks('nsenter'),
  lacks('nft'),
  { reason: /^network namespaces are not possible here \(/, isTrue: () => !canMakeHosts() },
];

/**
 * For the option `skip` of a test: false when there is no reason to skip, the reason when it is true. Throws for a
 * reason that is none.
 */
export function skipFor(reason: string | undefined, excuses: readonly Excuse[]): string | false {
  if (reason === undefined) return false;
  if (isExcused(reason, excuses)) return reason;
  throw new Error(`"${reason}" is no reason to skip this: it is not so on this machine.`);
}

export function isExcused(reason: string, excuses: readonly Excuse[]): boolean {
  return excuses.some((excuse) => excuse.reason.test(reason) && excuse.isTrue());
}

function lacks(command: string): Excuse {
  return { reason: new RegExp(`^${command} is not installed`), isTrue: () => !isInstalled(command) };
}

function isInstalled(command: string): boolean {
  const PATH = `${process.env['PATH']}:/usr/sbin:/sbin`;
  return spawnSync('sh', ['-c', `command -v ${command}`], { env: { ...process.env, PATH } }).status === 0;
}

function succeeds(work: () => void): boolean {
  try {
    work();
    return true;
  } catch {
    return false;
  }
}

function shell(script: string): void {
  execFileSync('sh', ['-ec', `PATH="$PATH:/usr/sbin:/sbin"\n${script}`], { stdio: 'ignore' });
}

function canMount(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'posthorn-mount-'));
  try {
    mkdirSync(join(folder, 'disk'));
    return succeeds(() =>
      shell(`cd ${folder}\ntruncate -s 8M image\nmkfs.ext4 -q image\nmount -o loop image disk\numount disk`),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function canTrace(): boolean {
  const child = spawn('sleep', ['60']);
  try {
    const { stderr } = spawnSync('timeout', ['2', 'strace', '-p', String(child.pid)], { encoding: 'utf8' });
    return stderr.includes('attached');
  } finally {
    child.kill('SIGKILL');
  }
}

function canMakeHosts(): boolean {
  const name = `posthorn-test-${process.pid}`;
  const create = `
    trap 'ip netns del ${name}; ip link del pht${process.pid}' EXIT
    ip link add pht${process.pid} type bridge
    ip netns add ${name}
    ip link add pht${process.pid}-0 type veth peer name eth0 netns ${name}
    ip netns exec ${name} nft 'add table inet cut'`;
  return succeeds(() => shell(create));
}
