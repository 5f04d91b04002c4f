/**
 * Connections to servers of a directory: each for a few requests, within a time.
 *
 * @module
 */
import net from 'node:net';
import type { Socket } from 'node:net';
import tls from 'node:tls';
import type { ConnectionOptions } from 'node:tls';
import type * as Ldap from 'ldapts';
import type { Client } from 'ldapts';
import { bareHost } from '../../hosts.ts';
import type { DirectorySettings } from './directories-file.ts';

export type Library = typeof Ldap;

/** It is loaded when there is a directory. */
export function load(): Promise<Library> {
  return import('ldapts');
}

export interface Target extends Pick<DirectorySettings, 'startTls' | 'ca'> {
  readonly url: URL;
  /** Ends it, whatever it waits for. */
  readonly signal: AbortSignal;
}

/** Connects, does the work, and hangs up. Rejects with what the work does, and with the reason of the signal. */
export async function overConnection<T>(
  library: Library,
  { url, startTls, ca, signal }: Target,
  work: (client: Client) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  const secured = tlsOptions(url, ca);
  const sockets: Socket[] = [];
  const kept = <S extends Socket>(socket: S): S => {
    sockets.push(socket);
    return socket;
  };
  const client = new library.Client({
    url: url.href,
    ...(url.protocol === 'ldaps:' && { tlsOptions: secured }),
    createConnection: ((...given: Parameters<typeof net.connect>) =>
      kept(net.connect(...given))) as typeof net.connect,
    createSecureConnection: ((...given: Parameters<typeof tls.connect>) =>
      kept(tls.connect(...given))) as typeof tls.connect,
  });
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const abort = (): void => {
    reject(signal.reason as Error);
    for (const socket of sockets) socket.destroy();
  };
  signal.addEventListener('abort', abort, { once: true });
  const run = async (): Promise<T> => {
    if (startTls) await client.startTLS(secured);
    return work(client);
  };
  try {
    return await Promise.race([run(), aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
    // The server is told; nobody waits for that.
    void client.unbind().catch(() => {});
  }
}

function tlsOptions({ hostname }: URL, ca: string | undefined): ConnectionOptions {
  const host = bareHost(hostname);
  // An address is no server name (RFC 6066 §3); certificates are compared with the host.
  return {
    host,
    ...(net.isIP(host) === 0 && { servername: host }),
    minVersion: 'TLSv1.2',
    ...(ca !== undefined && { ca }),
  };
}
