/**
 * A running server of somebody else: used like any client would, and never harmed.
 *
 * @module
 */
import type { Door } from '../network/network.ts';
import type { System } from './system.ts';

export function remoteSystem(url: string): System {
  const { protocol, hostname, port } = new URL(url);
  const isTcp = protocol === 'tcp:' || protocol === 'tls:';
  const address = (): { host: string; port: number } => ({ host: hostname, port: Number(port) });
  const door: Door = { scheme: isTcp ? 'tcp' : 'http', address, direct: url };
  return {
    tcp: isTcp ? door : undefined,
    http: door,
    directUrl: url,
    isOurs: false,
    epoch: '',
    missing: {},
    async close() {},
  };
}
