/**
 * Where something listens.
 *
 * @module
 */
import { bareHost, hostInUrl } from '../hosts.ts';
import type { Kind } from './kinds.ts';

export interface ListenAddress {
  /** Name or IP address, without brackets. */
  readonly host: string;
  /** 0 takes any free one. */
  readonly port: number;
}

const MUST = 'must be an address and a port, such as 127.0.0.1:9100 or [::1]:9100';

export const listenAddress: Kind<ListenAddress> = {
  placeholder: 'HOST:PORT',
  parse(raw) {
    const [, host = '', port = ''] = typeof raw === 'string' ? (/^(.+):(\d{1,5})$/.exec(raw) ?? []) : [];
    const bare = host.startsWith('[') ? bareHost(host) : host;
    if (bare === '' || (bare === host && host.includes(':')) || Number(port) > 65_535) throw new Error(MUST);
    return { host: bare, port: Number(port) };
  },
  format: ({ host, port }) => `${hostInUrl(host)}:${port}`,
};
