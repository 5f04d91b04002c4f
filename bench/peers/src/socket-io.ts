/**
 * Socket.IO, which stores nothing.
 *
 * @module
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { Child } from '../../src/child.ts';
import { SERVER_CORE } from '../../src/cores.ts';
import type { Lab } from '../../src/lab.ts';
import { sideBySide } from '../../src/side-by-side.ts';
import { measureDirect, measureFanout } from '../../src/load/closed-loop.ts';
import type { Measured } from '../../src/load/closed-loop.ts';
import type { Peer, Work } from './peer.ts';
import type { Running } from '../../src/program.ts';
import { connectSocketIo, socketIoListener, socketIoTalker } from './socket-io-wire.ts';

const SERVER = fileURLToPath(new URL('socket-io-server.ts', import.meta.url));

export const socketIo: Peer = {
  name: 'socket.io',
  title: 'Socket.IO',
  guarantee: {
    ack: 'ack callback',
    stored: undefined,
    isSynced: false,
    means: 'The server has passed it to those who are connected; those who are away miss it.',
  },
  async version() {
    const manifest = createRequire(import.meta.url).resolve('socket.io/package.json');
    return (JSON.parse(await readFile(manifest, 'utf8')) as { readonly version: string }).version;
  },
  async direct(lab: Lab, work: Work): Promise<Measured> {
    const { port, pid, end } = await start(lab);
    const talkers = await sideBySide(work.talkers, async (index) =>
      socketIoTalker(await connectSocketIo(port, padded(index)), `"direct","${padded(index ^ 1)}"`),
    );
    const measured = await measureDirect(lab, work, { talkers, pids: [pid] });
    await end();
    return measured;
  },
  async fanout(lab: Lab, work: Work): Promise<Measured> {
    const { port, pid, end } = await start(lab);
    const lines = await sideBySide(work.members, (index) => connectSocketIo(port, padded(index)));
    const talkers = lines.slice(0, work.speakers).map((line) => socketIoTalker(line, '"group"'));
    const listeners = lines.slice(work.speakers).map(socketIoListener);
    const measured = await measureFanout(lab, work, { talkers, listeners, pids: [pid] });
    await end();
    return measured;
  },
};

async function start(lab: Lab): Promise<Running & { readonly port: number }> {
  const child = new Child(SERVER, [], { core: SERVER_CORE });
  const end = (): Promise<void> => child.end('SIGKILL');
  lab.onClose(end);
  const { port } = await child.next<{ readonly port: number }>();
  return { port, pid: child.pid, end };
}

function padded(index: number): string {
  return String(index).padStart(4, '0');
}
