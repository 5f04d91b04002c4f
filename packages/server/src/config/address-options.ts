/**
 * TLS, and the addresses by which clients and proxies come.
 *
 * @module
 */
import { ConfigError } from './config-error.ts';
import { address, list, networkOrSocket, onOff, freeText } from './kinds.ts';
import { isLoopback } from '../networks.ts';
import { OPTION_GROUPS, option, optional, optionsOf } from './option.ts';
import { origin } from './origin.ts';
import { publicUrl } from './public-url.ts';
import type { OptionTable, Values } from './option.ts';
import { PLACE_OPTIONS } from './place-options.ts';

const path = freeText('PATH', { min: 1, max: 4096 });

/** Addresses of one wire protocol that --advertise accepts. */
export interface AdvertisedAddresses {
  /** URL schemes. */
  readonly schemes: readonly string[];
  /** Mentioned in the help text of --advertise. */
  readonly help?: string;
}

export const TLS_OPTIONS = {
  tlsCert: optional({
    group: OPTION_GROUPS.tls,
    kind: path,
    absent: 'no TLS',
    description:
      'PEM file with the certificate and its chain. With it and the key every listener speaks TLS. ' +
      'Both are read again when they change, and at SIGHUP.',
    example: '/etc/posthorn/cert.pem',
  }),
  tlsKey: optional({
    group: OPTION_GROUPS.tls,
    kind: path,
    absent: 'no TLS',
    description: 'PEM file with the private key of the certificate.',
    example: '/etc/posthorn/key.pem',
  }),
} as const satisfies OptionTable;

export const PROXIES = {
  publicUrl: optional({
    group: OPTION_GROUPS.tls,
    kind: publicUrl,
    absent: 'the host name that a client used',
    description:
      'The server’s URL as clients see it, when a proxy serves it under a path or another name. The proxy may pass on the ' +
      'path or cut it off. Logins then name the WebSocket there, unless --advertise names other addresses; pages of this ' +
      'origin are the server’s own.',
    example: 'https://example.com/chat',
  }),
  origins: option({
    group: OPTION_GROUPS.tls,
    kind: list(origin),
    default: [],
    description:
      'Origins whose pages may use the WebSocket and the API, besides the server’s own. Apps have schemes of their ' +
      'own, such as `capacitor://localhost`, `tauri://localhost` or `app://.`; `null` are pages without an origin, such as ' +
      'local files. The log names the origins that were refused.',
    example: 'https://chat.example.com,capacitor://localhost',
  }),
  trustedProxies: option({
    group: OPTION_GROUPS.tls,
    kind: list(networkOrSocket),
    default: [],
    description:
      'Addresses and networks of proxies in front of this node. What they say about where a client comes from is ' +
      'believed, in `X-Forwarded-For` and with --proxy-protocol; of anybody else it is ignored. `unix` means whoever ' +
      'connects to a Unix socket.',
    example: '10.0.0.0/8,fd00::/8',
  }),
  proxyProtocol: option({
    group: OPTION_GROUPS.tls,
    kind: onOff,
    default: false,
    description:
      'Connections over TCP that come from --trusted-proxies begin with a header of the PROXY protocol (version 1 ' +
      'or 2), which says whose they are. Others are taken as they come. TLS must end at the proxy then.',
    example: 'on',
  }),
} as const satisfies OptionTable;

/** The table of a server with these wire protocols. */
export function addressOptions(wires: readonly AdvertisedAddresses[]) {
  const schemes = wires.flatMap((wire) => wire.schemes);
  const help = wires.flatMap((wire) => wire.help ?? []).map((each) => `; ${each}`);
  return {
    ...TLS_OPTIONS,
    advertise: option({
      group: OPTION_GROUPS.tls,
      kind: list(address(schemes)),
      default: [],
      description:
        `Addresses that a login tells clients to connect to, best first${help.join('')}. Needed ` +
        'behind a proxy or NAT; otherwise they follow from the host name that the client used, and in a cluster from ' +
        '--host, or the name of the machine. Each gateway of a cluster has its own.',
      example: 'wss://chat.example.com/ws,tls://chat.example.com:7011',
    }),
    ...PROXIES,
  } as const satisfies OptionTable;
}

export type AddressTable = ReturnType<typeof addressOptions>;

/** Whether the options say that clients come from other machines. */
export function isExposed(config: Values): boolean {
  const {
    host,
    http,
    publicUrl: proxied,
    trustedProxies,
  } = optionsOf(config, { ...PLACE_OPTIONS, ...PROXIES });
  return !isLoopback(host) || typeof http === 'string' || proxied !== undefined || trustedProxies.length > 0;
}

export function checkAddresses(config: Values): void {
  const { tlsCert, tlsKey, proxyProtocol, trustedProxies } = optionsOf(config, {
    ...TLS_OPTIONS,
    ...PROXIES,
  });
  if ((tlsCert === undefined) !== (tlsKey === undefined)) {
    const [given, missing] = tlsCert === undefined ? ['tls-key', 'tls-cert'] : ['tls-cert', 'tls-key'];
    throw new ConfigError(`--${given} is there without --${missing}; TLS needs both.`);
  }
  if (proxyProtocol && trustedProxies.length === 0) {
    throw new ConfigError(
      '--proxy-protocol is on without --trusted-proxies; say which addresses may use it.',
    );
  }
  if (proxyProtocol && tlsCert !== undefined) {
    throw new ConfigError('--proxy-protocol and --tls-cert do not go together; let TLS end at the proxy.');
  }
}
