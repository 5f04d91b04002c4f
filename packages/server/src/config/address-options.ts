/**
 * The options of TLS, and of the addresses by which clients and proxies come. Part of the table in options.ts.
 *
 * @module
 */
import { address, list, network, onOff, text } from './kinds.ts';
import { option, optional } from './option.ts';
import type { Option } from './option.ts';

const path = text('PATH', { min: 1, max: 4096 });

export const ADDRESS_OPTIONS = {
  tlsCert: optional({
    group: 'tls',
    kind: path,
    absent: 'no TLS',
    description:
      'PEM file with the certificate and its chain. With it and the key every listener speaks TLS.',
    example: '/etc/posthorn/cert.pem',
  }),
  tlsKey: optional({
    group: 'tls',
    kind: path,
    absent: 'no TLS',
    description: 'PEM file with the private key of the certificate.',
    example: '/etc/posthorn/key.pem',
  }),
  advertise: option({
    group: 'tls',
    kind: list(address(['tcp', 'tls', 'ws', 'wss', 'cim'], { path: true })),
    default: [],
    description:
      'Addresses that a login tells clients to connect to, best first; cim://HOST:PORT for CIM’s clients. Needed ' +
      'behind a proxy or NAT; otherwise they follow from the host name that the client used, and in a cluster from ' +
      '--host, or the name of the machine. Each gateway of a cluster has its own.',
    example: 'wss://chat.example.com/ws,tls://chat.example.com:7011',
  }),
  origins: option({
    group: 'tls',
    kind: list(address(['http', 'https'], { path: false })),
    default: [],
    description: 'Web origins whose pages may use the WebSocket and the API, besides the server’s own.',
    example: 'https://chat.example.com',
  }),
  trustedProxies: option({
    group: 'tls',
    kind: list(network),
    default: [],
    description:
      'Addresses and networks of proxies in front of this node. What they say about where a client comes from is ' +
      'believed, in `X-Forwarded-For` and with --proxy-protocol; of anybody else it is ignored.',
    example: '10.0.0.0/8,fd00::/8',
  }),
  proxyProtocol: option({
    group: 'tls',
    kind: onOff,
    default: false,
    description:
      'Connections over TCP that come from --trusted-proxies begin with a header of the PROXY protocol (version 1 ' +
      'or 2), which says whose they are. Others are taken as they come. TLS must end at the proxy then.',
    example: 'on',
  }),
} as const satisfies Record<string, Option>;
