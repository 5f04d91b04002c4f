/**
 * The options of a cluster: what joins its processes.
 *
 * @module
 */
import { ConfigError } from './config-error.ts';
import { busAddress, choice, duration, freeText, onOff } from './kinds.ts';
import { flagOf, OPTION_GROUPS, option, optional, optionsOf } from './option.ts';
import type { OptionTable, Values } from './option.ts';

const path = freeText('PATH', { min: 1, max: 4096 });

export const CLUSTER_OPTIONS = {
  role: option({
    group: OPTION_GROUPS.cluster,
    kind: choice('all', 'gateway', 'router'),
    default: 'all',
    description:
      'What this process is in a cluster: `gateway` holds the connections of clients, `router` has the rules, the ' +
      'database and HTTP, `all` is both. One role alone needs a bus that the others share.',
    example: 'gateway',
  }),
  gatewayStrategy: option({
    group: OPTION_GROUPS.cluster,
    kind: choice('least-connections', 'round-robin', 'random', 'consistent-hash'),
    default: 'least-connections',
    description:
      'In which order a login names the gateways of a cluster: the emptiest first, each in turn, in any order, or ' +
      'for each user always the same one while it is there. Set it on the routers.',
    example: 'consistent-hash',
  }),
  drainTimeout: option({
    group: OPTION_GROUPS.cluster,
    kind: duration({ minMs: 0, maxMs: 3_600_000 }),
    default: 60_000,
    description:
      'When a node of a cluster stops, its clients go to the others as fast as those take them; by this time the ' +
      'last one has gone.',
    example: '5m',
  }),
  bus: option({
    group: OPTION_GROUPS.cluster,
    kind: busAddress,
    default: 'memory',
    description:
      'What carries messages between the processes of a cluster: `memory` for one process alone, or a NATS server, ' +
      'several of one NATS cluster separated by commas. `nats://` uses TLS when the server asks for it, `tls://` always; ' +
      'a token goes before the host like a user without a password.',
    example: 'nats://posthorn:secret@nats-1:4222,nats://nats-2:4222',
    secret: true,
  }),
  busSecret: optional({
    group: OPTION_GROUPS.cluster,
    kind: freeText('SECRET', { min: 32, max: 1024 }),
    absent: 'none',
    description:
      'Shared by all nodes of a cluster: everything that they say to each other over NATS is encrypted with it, and ' +
      'whatever is not is ignored. Make one with `openssl rand -hex 32`. Needed unless NATS is on this machine.',
    example: 'what-openssl-rand-hex-32-has-printed',
    secret: true,
  }),
  busUnprotected: option({
    group: OPTION_GROUPS.cluster,
    kind: onOff,
    default: false,
    description:
      'Accepts a NATS on another machine although it is reached without a login and TLS, or the nodes share no ' +
      '`--bus-secret`. Whoever reaches that NATS can read messages and passwords, and act as anybody.',
    example: 'on',
  }),
  busCredentials: optional({
    group: OPTION_GROUPS.cluster,
    kind: path,
    absent: 'none',
    description: 'A NATS credentials file (`.creds`, with an NKEY), instead of a login in the URL.',
    example: '/etc/posthorn/nats.creds',
  }),
  busCa: optional({
    group: OPTION_GROUPS.cluster,
    kind: path,
    absent: 'the system’s authorities',
    description: 'PEM file with the authority that signed the certificate of NATS.',
    example: '/etc/posthorn/nats-ca.pem',
  }),
  busCert: optional({
    group: OPTION_GROUPS.cluster,
    kind: path,
    absent: 'none',
    description: 'PEM file with the certificate that we show to NATS.',
    example: '/etc/posthorn/nats-cert.pem',
  }),
  busKey: optional({
    group: OPTION_GROUPS.cluster,
    kind: path,
    absent: 'none',
    description: 'PEM file with the private key of that certificate.',
    example: '/etc/posthorn/nats-key.pem',
  }),
} as const satisfies OptionTable;

export function checkCluster(config: Values): void {
  const cluster = optionsOf(config, CLUSTER_OPTIONS);
  if ((cluster.busCert === undefined) !== (cluster.busKey === undefined)) {
    throw new ConfigError('--bus-cert and --bus-key go together; give both, or none.');
  }
  assertBusProtected(config);
  if (cluster.bus !== 'memory') return;
  const useless = (['busSecret', 'busCredentials', 'busCa', 'busCert'] as const).find(
    (name) => cluster[name] !== undefined,
  );
  if (useless !== undefined) {
    throw new ConfigError(`--${flagOf(useless)} is there without --bus; say where NATS is, or leave it out.`);
  }
}

/** Throws a ConfigError for a NATS elsewhere that others could reach and use, unless `busUnprotected` accepts it. */
export function assertBusProtected(config: Values): void {
  const { bus, busUnprotected, busSecret, busCredentials, busCa, busCert } = optionsOf(
    config,
    CLUSTER_OPTIONS,
  );
  if (bus === 'memory' || bus.isLoopback || busUnprotected) return;
  const hasLogin = bus.login.kind !== 'none' || busCredentials !== undefined;
  const hasTls = bus.isTlsRequired || busCa !== undefined || busCert !== undefined;
  const missing = [
    ...(hasLogin || hasTls ? [] : ['a login or TLS (--bus tls://user:password@HOST:4222)']),
    ...(busSecret === undefined
      ? ['a secret that all nodes share (--bus-secret, of openssl rand -hex 32)']
      : []),
  ];
  if (missing.length === 0) return;
  throw new ConfigError(
    `NATS at ${bus.servers.join(', ')} is on another machine: whoever reaches it could read passwords and act as ` +
      `anybody. Give it ${missing.join(' and ')}, or accept the danger with --bus-unprotected on.`,
  );
}
