/**
 * Hosts for the nodes of a cluster: network namespaces on a bridge of their own, so that packets between a node and the
 * rest can be dropped in one direction alone. Linux and root.
 *
 * Everything is named after this process. It is removed at the end, and when the process exits in between; what one
 * left that was killed is removed by the next.
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

/** `in`: the node does not hear. `out`: it is not heard. */
export type Direction = 'in' | 'out';

export interface Host {
  readonly address: string;
  /** What goes before a command to run it there. */
  readonly prefix: readonly string[];
  /** Drops what comes from, or goes to, these TCP ports elsewhere; everything when there are none. */
  cut(direction: Direction, ports: readonly number[]): Promise<void>;
  /** Everything passes again. Idempotent. */
  mend(): Promise<void>;
}

const NAMESPACES = 'posthorn-verify-';
const NAMESPACE_FOLDER = '/run/netns';
/** 198.18.0.0/15 is set aside for trials of networks (RFC 2544, section C.2.2): nobody's traffic goes there. */
const FIRST_ADDRESS = (198 << 24) | (18 << 16);
const SUBNETS = 8192;
const PREFIX_BITS = 28;
const ADDRESSES = 2 ** (32 - PREFIX_BITS);
const PROBE_MS = 5000;

/** Why this machine cannot have them, or undefined. */
export function whyNoHosts(): string | undefined {
  if (process.platform !== 'linux') return 'network namespaces need Linux';
  if (process.getuid?.() !== 0) return 'network namespaces need root';
  if (program('ip') === undefined) return 'ip is not installed (package iproute2)';
  if (program('nsenter') === undefined) return 'nsenter is not installed (package util-linux)';
  return program('nft') === undefined ? 'nft is not installed (package nftables)' : undefined;
}

export class Hosts {
  /** This machine's own address, as the hosts see it. */
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

  /** At most 13, and once at a time in a process. Rejects when the machine does not let us, or when they cannot reach it. */
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

  /** Ends what still runs there, and removes them. Idempotent. */
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

  /** The kernel may know no nftables, and a firewall may have its own mind about bridges that it does not know. */
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
    // Not "ip netns exec", whose copy of all mounts keeps the disks of others in use.
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

/** The path of one that {@link whyNoHosts} has found. */
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

/** By our pid, so that two that begin at once do not choose the same. */
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

/** Those of processes that are no more. */
function removeLeftBehind(): void {
  const pids = namespaces().map((name) => Number(name.slice(NAMESPACES.length).split('-')[0]));
  for (const pid of new Set(pids)) if (!existsSync(`/proc/${pid}`)) removeOf(pid);
}

function namespaces(): readonly string[] {
  if (!existsSync(NAMESPACE_FOLDER)) return [];
  return readdirSync(NAMESPACE_FOLDER).filter((name) => name.startsWith(NAMESPACES));
}

/** In one go, since a process that exits cannot wait. Never throws. */
function removeOf(pid: number): void {
  for (const name of namespaces()) {
    if (!name.startsWith(`${NAMESPACES}${pid}-`)) continue;
    const inside = quietly('netns', 'pids', name)
      .split('\n')
      .filter((line) => line !== '');
    for (const each of inside) end(Number(each));
    quietly('netns', 'del', name);
  }
  // A namespace lives on until its last process has gone, and would keep its cable.
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
    // It has gone.
  }
}

function quietly(...args: readonly string[]): string {
  try {
    return execFileSync(tool('ip'), args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    // It is not there.
    return '';
  }
}
