/** Hosts in network namespaces: what a cut lets through, and that nothing of them is left. */
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { describe, it, type TestContext } from 'node:test';
import { Hosts, whyNoHosts } from '../src/system/hosts.ts';
import type { Host } from '../src/system/hosts.ts';
import { HOSTS, skipFor } from './support/excuses.ts';

/** Connects, says what it hears, and sends what it is told. */
const SCRIPT = `
  const socket = require('node:net').connect(+process.argv[1], process.argv[2]);
  socket.pipe(process.stdout);
  process.stdin.pipe(socket);
`;

interface Talk {
  /** Say something at one end. */
  readonly there: (text: string) => void;
  readonly here: (text: string) => void;
  /** What has arrived at the other; resolves when it ends with `text`. */
  readonly heardThere: (text: string) => Promise<string>;
  readonly heardHere: (text: string) => Promise<string>;
}

/** One connection between a program on a host and us. */
async function talk(t: TestContext, hosts: Hosts, host: Host): Promise<Talk & { readonly port: number }> {
  const server = createServer().listen(0, hosts.outside);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const accepted = once(server, 'connection') as Promise<[Socket]>;
  const [command = '', ...prefix] = host.prefix;
  const child = spawn(command, [...prefix, process.execPath, '-e', SCRIPT, String(port), hosts.outside]);
  const [socket] = await accepted;
  socket.on('error', () => {});
  t.after(() => {
    child.kill('SIGKILL');
    socket.destroy();
    server.close();
  });
  return {
    port,
    there: (text) => void child.stdin.write(text),
    here: (text) => void socket.write(text),
    heardThere: listen(child.stdout),
    heardHere: listen(socket),
  };
}

function listen(stream: NodeJS.ReadableStream): (text: string) => Promise<string> {
  let heard = '';
  stream.setEncoding('utf8');
  stream.on('data', (text: string) => (heard += text));
  return async (text) => {
    while (!heard.endsWith(text)) await once(stream, 'data');
    return heard;
  };
}

/** Why they cannot be tried here; throws when they should be possible. */
async function whyNot(): Promise<string | false> {
  const missing = skipFor(whyNoHosts(), HOSTS);
  if (missing !== false) return missing;
  try {
    (await Hosts.create(1)).remove();
    return false;
  } catch (error) {
    return skipFor(`network namespaces are not possible here (${(error as Error).message})`, HOSTS);
  }
}

function ofProcess(pid: number): readonly string[] {
  return readdirSync('/run/netns').filter((name) => name.startsWith(`posthorn-verify-${pid}-`));
}

describe('hosts', { skip: await whyNot() }, () => {
  it('can be cut off in one direction, for some ports or for all', async (t) => {
    const hosts = await Hosts.create(2);
    t.after(() => hosts.remove());
    const [host] = hosts.all;
    assert.ok(host !== undefined);
    const { port, here, there, heardHere, heardThere } = await talk(t, hosts, host);
    for (const ports of [[port], []]) {
      await host.cut('in', ports);
      here('1');
      there('2');
      await heardHere('2');
      here('3');
      await host.mend();
      // What was sent meanwhile comes when it is sent again.
      assert.match(await heardThere('13'), /13$/);
      await host.cut('out', ports);
      there('4');
      here('5');
      await heardThere('5');
      await host.mend();
      assert.match(await heardHere('4'), /24$/);
    }
    await host.cut('in', [port + 1]);
    here('6');
    await heardThere('6');
    await host.mend();
    await host.mend();
  });

  it("have a network of their own, and no mounts: a copy of them would keep another run's disk in use", async (t) => {
    const hosts = await Hosts.create(1);
    t.after(() => hosts.remove());
    const [command = '', ...prefix] = hosts.all[0]?.prefix ?? [];
    const there = (kind: string): string =>
      execFileSync(command, [...prefix, 'readlink', `/proc/self/ns/${kind}`], { encoding: 'utf8' }).trim();
    assert.notEqual(there('net'), readlinkSync('/proc/self/ns/net'));
    assert.equal(there('mnt'), readlinkSync('/proc/self/ns/mnt'));
  });

  it('are gone afterwards, also those of a process that exits or was killed', async () => {
    const first = await Hosts.create(1);
    assert.equal(ofProcess(process.pid).length, 1);
    first.remove();
    first.remove();
    assert.equal(ofProcess(process.pid).length, 0);
    const module = new URL('../src/system/hosts.ts', import.meta.url).href;
    const work = (end: string): number => {
      const script = `
        const { Hosts } = await import('${module}');
        await Hosts.create(1);
        console.log(process.pid);
        ${end}
      `;
      try {
        return Number(execFileSync(process.execPath, ['--input-type=module', '-e', script]));
      } catch (error) {
        return Number((error as { readonly stdout: Buffer }).stdout);
      }
    };
    assert.equal(ofProcess(work('process.exit(0)')).length, 0);
    const killed = work("process.kill(process.pid, 'SIGKILL'); await new Promise(() => {});");
    assert.equal(ofProcess(killed).length, 1);
    const next = await Hosts.create(1);
    next.remove();
    assert.equal(ofProcess(killed).length, 0);
  });
});
