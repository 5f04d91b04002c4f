/**
 * A network between browser and server that a test can take away. Chromium's own switch for it reaches neither SharedWorkers nor
 * sockets that are open.
 *
 * @module
 */
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import type { Host } from './stage.ts';

export interface Path {
  /** The server's address by this path. */
  readonly url: string;
  /** Nothing passes any more, and nobody is told, as when a device sleeps. */
  cut(): void;
  /** New connections pass. Old ones end: a browser closes them when the device has another network. */
  mend(): void;
}

/** Closes with the test. */
export async function openPath(t: Host, url: string): Promise<Path> {
  const sockets = new Set<Socket>();
  let isCut = false;
  const server = createServer((near) => {
    sockets.add(near);
    near.on('error', () => near.destroy());
    near.on('close', () => sockets.delete(near));
    // It hangs, as in a network that is gone.
    if (isCut) return;
    const far = connect(Number(new URL(url).port), '127.0.0.1');
    sockets.add(far);
    far.on('error', () => far.destroy());
    far.on('close', () => {
      sockets.delete(far);
      near.destroy();
    });
    near.on('close', () => far.destroy());
    near.pipe(far).pipe(near);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(async () => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut() {
      isCut = true;
      for (const socket of sockets) {
        socket.unpipe();
        socket.pause();
      }
    },
    mend() {
      isCut = false;
      for (const socket of sockets) socket.destroy();
    },
  };
}
