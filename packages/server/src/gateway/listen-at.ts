/**
 * Makes a server listen, on a TCP port or on a Unix socket.
 *
 * @module
 */
import { chmod, lstat, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { ConfigError } from '../config/config-error.ts';
import type { ListenPlace } from '../config/listen-place.ts';

export interface ListenAt {
  /** For a TCP port. */
  readonly host: string;
  readonly place: ListenPlace;
  /** Permissions of a Unix socket. */
  readonly socketMode: number;
}

const BACKLOG = 16_384;
/** While a socket is made: for its owner alone. */
const CLOSED_UMASK = 0o177;

/** Returns the port; 0 for a Unix socket. Rejects with the error of listen(), such as EADDRINUSE, or a ConfigError. */
export async function listenAt(server: Server, { host, place, socketMode }: ListenAt): Promise<number> {
  if (typeof place === 'number') {
    await listening(server, { host, port: place });
    // Of a port it is no text.
    return (server.address() as AddressInfo).port;
  }
  try {
    await listening(server, { path: place });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== 'EADDRINUSE') throw new ConfigError(`The socket ${place} cannot be made: ${message}.`);
    if (!(await isLeftOver(place))) throw error;
    await rm(place);
    await listening(server, { path: place });
  }
  await chmod(place, socketMode);
  return 0;
}

/** Whether a server that was killed has left the socket there. Throws a ConfigError when it is another kind of file. */
async function isLeftOver(path: string): Promise<boolean> {
  if (!(await lstat(path)).isSocket()) {
    throw new ConfigError(`${path} is there already and is no socket: remove it, or name another path.`);
  }
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(false);
    });
    socket.once('error', ({ code }: NodeJS.ErrnoException) => resolve(code === 'ECONNREFUSED'));
  });
}

function listening(server: Server, where: { host: string; port: number } | { path: string }): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    const isListening = (): void => {
      server.off('error', reject);
      resolve();
    };
    const before = 'path' in where ? process.umask(CLOSED_UMASK) : undefined;
    server.listen({ ...where, backlog: BACKLOG }, isListening);
    if (before !== undefined) process.umask(before);
  });
}
