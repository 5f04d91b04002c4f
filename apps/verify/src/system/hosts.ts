/**
 * Hosts for the nodes of a cluster: network namespaces on a private bridge, so that packets between a node and the
 * rest can be dropped in one direction only. Needs Linux and root.
 *
 * Everything is named after this process and removed at the end, or when the process exits earlier. What a killed
 * process left behind, the next one removes.
 *
 * @module
 */
import { execFile, execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { program } from './loop-disk.ts';

const run = promisify(execFile);

/** `in`: packets to the node. `out`: packets from the node. */
export type Direction = 'in' | 'out';

export interface Host {
  readonly address: string;
  /** The command prefix that runs a command on this host. */
  readonly prefix: readonly string[];
  /** Drops packets from or to these TCP ports elsewhere; empty: all packets. */
  cut(direction: Direction, ports: readonly number[]): Promise<void>;
  /** Lets all packets pass again. Idempotent. */
  mend(): Promise<void>;
}

const NAMESPACES = 'posthorn-verify-';
const NAMESPACE_FOLDER = '/run/netns';
/** 198.18.0.0/15 is reserved for network tests (RFC 2544, section C.2.2). */
const FIRST_ADDRESS = (198 << 24) | (18 << 16);
const SUBNETS = 8192;
const PREFIX_BITS = 28;
const ADDRESSES = 2 ** (32 - PREFIX_BITS);
const PROBE_MS = 5000;

/** Why this machine does not support hosts; undefined: it does. */
export function whyNoHosts(): string | undefined {
  if (process.platform !== 'linux') return 'network namespaces need Linux';
  if (process.getuid?.() !== 0) return 'network namespaces need root';
  if (program('ip') === undefined) return 'ip is not installed (package iproute2)';
  if (program('nsenter') === undefined) return 'nsenter is not installed (package util-linux)';
  return program('nft') === undefined ? 'nft is not installed (package nftables)' : undefined;
}

export class Hosts {
  /** The address of this machine for the hosts. */
  readonly outside: string;
  readonly all: readonly Host[];
  readonly #bridge = bridgeOf(process.pid);

  private constructor(subnet: number, count: number) {
    this.outside = addressIn(subnet, 1);
    this.all = Array.from(
      { length: count },
      (_, index) => new Namespace(index, addressIn(subnet, index + 2)),
    );
    process.once('exit', removeOurs);
  }

  /**
   * Creates at most 13 hosts, once at a time per process. Rejects if the machine does not allow it, or if the hosts
   * cannot reach it.
   */
  static async create(count: number): Promise<Hosts> {
    removeLeftBehind();
    const hosts = new Hosts(freeSubnet(), count);
    try {
      await hosts.#build();
      await hosts.#probe();
    } catch (error) {
      hosts.remove();
      throw error;
    }
    return hosts;
  }

  /** Ends all their processes and removes the hosts. Idempotent. */
  remove(): void {
    process.off('exit', removeOurs);
    removeOurs();
  }

  async #build(): Promise<void> {
    await ip('link', 'add', this.#bridge, 'type', 'bridge');
    await ip('addr', 'add', `${this.outside}/${PREFIX_BITS}`, 'dev', this.#bridge);
    await ip('link', 'set', this.#bridge, 'up');
    for (const [index, { address }] of this.all.entries()) {
      const name = namespaceOf(process.pid, index);
      const plug = `${this.#bridge}-${index}`;
      await ip('netns', 'add', name);
      await ip('link', 'add', plug, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', name);
      await ip('link', 'set', plug, 'master', this.#bridge, 'up');
      await ip('-n', name, 'addr', 'add', `${address}/${PREFIX_BITS}`, 'dev', 'eth0');
      await ip('-n', name, 'link', 'set', 'eth0', 'up');
      await ip('-n', name, 'link', 'set', 'lo', 'up');
    }
  }

  /** Checks that it works: the kernel may lack nftables, and a firewall may block unknown bridges. */
  async #probe(): Promise<void> {
    const [first] = this.all;
    if (first === undefined) return;
    await first.cut('in', []);
    await first.mend();
    const server = createServer((socket) => socket.end()).listen(0, this.outside);
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const script = `net.connect(${port}, '${this.outside}').on('connect', () => process.exit(0))`;
    const [command, ...args] = [...first.prefix, process.execPath, '-e', script];
    try {
      await run(command ?? process.execPath, args, { timeout: PROBE_MS });
    } finally {
      server.close();
    }
  }
}

class Namespace implements Host {
  readonly address: string;
  readonly prefix: readonly string[];

  constructor(index: number, address: string) {
    this.address = address;
    // Not "ip netns exec": its copy of all mounts keeps other file systems busy.
    this.prefix = [tool('nsenter'), `--net=${join(NAMESPACE_FOLDER, namespaceOf(process.pid, index))}`];
  }

  async cut(direction: Direction, ports: readonly number[]): Promise<void> {
    const [hook, device, side] =
      direction === 'in' ? ['input', 'iifname', 'sport'] : ['output', 'oifname', 'dport'];
    const which = ports.length === 0 ? `${device} != "lo"` : `tcp ${side} { ${ports.join(', ')} }`;
    await this.#nft([
      'add table inet cut',
      `add chain inet cut packets { type filter hook ${hook} priority 0; }`,
      `add rule inet cut packets ${which} drop`,
    ]);
  }

  async mend(): Promise<void> {
    await this.#nft(['flush ruleset']);
  }

  async #nft(commands: readonly string[]): Promise<void> {
    const [prefix = '', ...args] = this.prefix;
    await run(prefix, [...args, tool('nft'), commands.join('; ')]);
  }
}

/** The path of a tool that {@link whyNoHosts} has found. */
function tool(name: string): string {
  return program(name) ?? name;
}

async function ip(...args: readonly string[]): Promise<void> {
  await run(tool('ip'), args);
}

function namespaceOf(pid: number, index: number): string {
  return `${NAMESPACES}${pid}-${index}`;
}

function bridgeOf(pid: number): string {
  return `phv${pid}`;
}

function addressIn(subnet: number, index: number): string {
  const address = FIRST_ADDRESS + subnet * ADDRESSES + index;
  return [24, 16, 8, 0].map((shift) => (address >>> shift) & 255).join('.');
}

/** Chosen by our pid, so that two processes that start at the same time choose different ones. */
function freeSubnet(): number {
  const used = Object.values(networkInterfaces()).flatMap(
    (list) => list?.map(({ address }) => address) ?? [],
  );
  for (let index = 0; index < SUBNETS; index++) {
    const subnet = (process.pid + index) % SUBNETS;
    if (!used.includes(addressIn(subnet, 1))) return subnet;
  }
  throw new Error('all of 198.18.0.0/15 is in use');
}

function removeOurs(): void {
  removeOf(process.pid);
}

/** Removes the hosts of dead processes. */
function removeLeftBehind(): void {
  const pids = namespaces().map((name) => Number(name.slice(NAMESPACES.length).split('-')[0]));
  for (const pid of new Set(pids)) if (!existsSync(`/proc/${pid}`)) removeOf(pid);
}

function namespaces(): readonly string[] {
  if (!existsSync(NAMESPACE_FOLDER)) return [];
  return readdirSync(NAMESPACE_FOLDER).filter((name) => name.startsWith(NAMESPACES));
}

/** Removes everything synchronously, because an exiting process cannot wait. Never throws. */
function removeOf(pid: number): void {
  for (const name of namespaces()) {
    if (!name.startsWith(`${NAMESPACES}${pid}-`)) continue;
    const inside = quietly('netns', 'pids', name)
      .split('\n')
      .filter((line) => line !== '');
    for (const each of inside) end(Number(each));
    quietly('netns', 'del', name);
  }
  // A namespace stays until its last process has ended, and would keep its link.
  const bridge = bridgeOf(pid);
  const ours = readdirSync('/sys/class/net').filter(
    (name) => name === bridge || name.startsWith(`${bridge}-`),
  );
  for (const name of ours) quietly('link', 'del', name);
}

function end(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended.
  }
}

function quietly(...args: readonly string[]): string {
  try {
    return execFileSync(tool('ip'), args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    // It does not exist.
    return '';
  }
}
