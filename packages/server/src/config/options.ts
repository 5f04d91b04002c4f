/**
 * Every option of `posthorn start`, once. Defaults, validation, `--help` and docs/configuration.md all come
 * from this table.
 *
 * An option is called the same everywhere: `--login-policy` is POSTHORN_LOGIN_POLICY in the environment and
 * "login-policy" in the configuration file.
 *
 * @module
 */
import { LIMITS } from '@posthorn/protocol';
import { ADDRESS_OPTIONS } from './address-options.ts';
import { CLUSTER_OPTIONS } from './cluster-options.ts';
import {
  choice,
  count,
  duration,
  onOff,
  port,
  portOrOff,
  size,
  storePlace,
  text,
  type Kind,
} from './kinds.ts';
import { option, optional } from './option.ts';
import type { Option } from './option.ts';

const DAY_MS = 86_400_000;

export const OPTIONS = {
  data: option({
    group: 'place',
    kind: text('DIR', { min: 1, max: 4096 }),
    default: './posthorn-data',
    description: 'Directory of the database. It is made when missing, and one server at a time may use it.',
    example: '/var/lib/posthorn',
  }),
  config: optional({
    group: 'place',
    kind: text('FILE', { min: 1, max: 4096 }),
    absent: 'posthorn.json in the data directory, when it is there',
    description: 'The configuration file: JSON, in which comments are allowed, with option names as keys.',
    example: '/etc/posthorn.json',
  }),
  store: option({
    group: 'place',
    kind: storePlace,
    default: 'sqlite',
    description:
      'Where messages are kept. `sqlite`: in the data directory. `postgres://` or `mysql://` (MariaDB too): on a ' +
      'database server, which several nodes may share; the database must exist, its tables are made. After `?` may ' +
      'follow, joined by `&`: sslmode=require, verify-ca or verify-full, sslrootcert=, sslcert=, sslkey= (PEM files), ' +
      'pool= (connections for writing, and as many for reading; 4). `memory` forgets everything at the end.',
    example: 'postgres://posthorn:secret@db.example.com/posthorn?sslmode=verify-full',
    secret: true,
  }),
  host: option({
    group: 'place',
    kind: text('ADDRESS', { min: 1, max: 255 }),
    default: '127.0.0.1',
    description:
      'Address to listen on. The default is reachable from this machine alone, because the first account ' +
      'becomes the administrator and passwords must not cross a network without TLS; 0.0.0.0 opens all.',
    example: '0.0.0.0',
  }),
  http: option({
    group: 'place',
    kind: port,
    default: 7010,
    description:
      'Port for HTTP: REST API, event stream, WebSocket (/ws), docs, health and metrics. 0 takes any.',
    example: '7010',
  }),
  tcp: option({
    group: 'place',
    kind: portOrOff,
    default: 7011,
    description: 'Port for the native protocol over TCP. 0 takes any free one.',
    example: '7011',
  }),

  ...ADDRESS_OPTIONS,
  ...CLUSTER_OPTIONS,

  registration: option({
    group: 'accounts',
    kind: choice('open', 'closed'),
    default: 'open',
    description: 'Whether people may make accounts themselves. The very first account can always be made.',
    example: 'closed',
  }),
  admin: optional({
    group: 'accounts',
    kind: text('NAME', { min: 1, max: LIMITS.maxNameChars }),
    absent: 'the first account',
    description: 'The name of the account that becomes administrator when it registers.',
    example: 'ann',
  }),
  loginPolicy: option({
    group: 'accounts',
    kind: choice('multi', 'one-per-class', 'single', 'reject'),
    default: 'one-per-class',
    description:
      'How many devices of a user may be connected: any number; one of each class (mobile, desktop, web, ' +
      'terminal; the newest wins); one in all (the newest wins); or one of each class and the first one stays.',
    example: 'multi',
  }),
  lobby: option({
    group: 'accounts',
    kind: onOff,
    default: true,
    description: 'The room where everyone is.',
    example: 'off',
  }),
  registrationsPerHour: option({
    group: 'accounts',
    kind: count({ min: 0, max: 1_000_000 }),
    default: 10_000,
    description: 'New accounts from one address (IPv6: one /64) within an hour; 0 sets no bound.',
    example: '20',
  }),
  sessionTtl: option({
    group: 'accounts',
    kind: duration({ minMs: 60_000, maxMs: 3650 * DAY_MS }),
    default: 90 * DAY_MS,
    description: 'A login that is not used for this long ends.',
    example: '30d',
  }),
  passwordMinLength: option({
    group: 'accounts',
    kind: count({ min: 1, max: 128 }),
    default: 4,
    description: 'Shortest password, in characters, that is taken for a new account or a change.',
    example: '12',
  }),

  maxGroupMembers: option({
    group: 'limits',
    kind: count({ min: 2, max: 1_000_000 }),
    default: 10_000,
    description: 'Members that a group may have.',
    example: '500',
  }),
  cim: option({
    group: 'cim',
    kind: onOff,
    default: false,
    description:
      'Let CIM’s clients in. CIM has no passwords: whoever can reach the HTTP port can then act as any account that ' +
      'was made by CIM’s registration, and as no other. So it is off unless you turn it on, best with a secret.',
    example: 'on',
  }),
  cimPort: option({
    group: 'cim',
    kind: port,
    default: 11_211,
    description: 'Port where CIM’s clients receive. 0 takes any free one.',
    example: '11211',
  }),
  cimSecret: optional({
    group: 'cim',
    kind: text('SECRET', { min: 8, max: 256 }),
    absent: 'none',
    description:
      'CIM’s HTTP calls must carry this in the header cim-secret, and the login frame in the property cim-secret.',
    example: 'a-long-random-secret',
    secret: true,
  }),
  heartbeat: option({
    group: 'limits',
    kind: duration({ minMs: 1000, maxMs: 600_000 }),
    default: 30_000,
    description: 'How often a silent client must say that it is there. After 2.5 times this it is cut.',
    example: '45s',
  }),
  maxConnections: option({
    group: 'limits',
    kind: count({ min: 1, max: 1_000_000 }),
    default: 50_000,
    description: 'Connections that are held at once; more are told that the server is overloaded.',
    example: '10000',
  }),
  maxFrame: option({
    group: 'limits',
    kind: size({ min: 16_384, max: 4_194_304 }),
    default: LIMITS.maxFrameBytes,
    description: 'Largest frame or request body that a client may send after login.',
    example: '1MiB',
  }),
  maxInFlight: option({
    group: 'limits',
    kind: count({ min: 1, max: 10_000 }),
    default: 256,
    description: 'Requests of one connection that are worked on at once; beyond it its socket is not read.',
    example: '256',
  }),
  sendRate: option({
    group: 'limits',
    kind: count({ min: 1, max: 1_000_000 }),
    default: 5000,
    description: 'Requests a second of one connection; beyond it its socket is read more slowly.',
    example: '100',
  }),
  outbound: option({
    group: 'limits',
    kind: size({ min: 65_536, max: 268_435_456 }),
    default: 1_048_576,
    description: 'Bytes kept for a client that reads too slowly; what does not fit it fetches later.',
    example: '1MiB',
  }),

  logLevel: option({
    group: 'operation',
    kind: choice('debug', 'info', 'warn', 'error', 'silent'),
    default: 'info',
    description:
      'How much is logged, on stderr. `debug` follows each message by its numbers, never its text.',
    example: 'debug',
  }),
  logFormat: option({
    group: 'operation',
    kind: choice('auto', 'json', 'text'),
    default: 'auto',
    description: 'One JSON object a line, or text for people. `auto`: text on a terminal.',
    example: 'json',
  }),
  drainWindow: option({
    group: 'operation',
    kind: duration({ minMs: 0, maxMs: 600_000 }),
    default: 5000,
    description:
      'When a server stops that is alone, its clients leave at a random moment within this time, and come back ' +
      'after another one. Also when the database was restored.',
    example: '30s',
  }),
  metrics: option({
    group: 'operation',
    kind: choice('private', 'public', 'off'),
    default: 'private',
    description:
      'Who may read /metrics: `private` lets in requests from this machine that crossed no proxy, an ' +
      'administrator’s token, and the metrics token.',
    example: 'private',
  }),
  metricsToken: optional({
    group: 'operation',
    kind: text('SECRET', { min: 16, max: 256 }),
    absent: 'none',
    description: 'A bearer token with which a monitoring system reads /metrics.',
    example: 'a-long-random-secret',
    secret: true,
  }),
  sweepInterval: option({
    group: 'operation',
    kind: duration({ minMs: 50, maxMs: 25_000 }),
    default: 10_000,
    description: 'How often recently changed conversations are announced again, which repairs lost pushes.',
    example: '10s',
  }),
  json: option({
    group: 'operation',
    kind: onOff,
    default: false,
    description: 'Print one line of JSON on stdout when the server is ready, for scripts.',
    example: '',
    flagOnly: true,
  }),
} as const satisfies Record<string, Option>;

export type OptionName = keyof typeof OPTIONS;

type ValueOf<O> = O extends { readonly kind: Kind<infer T>; readonly default: infer Default }
  ? Default extends undefined
    ? T | undefined
    : T
  : never;

/** A complete, valid configuration. Times in ms, sizes in bytes. */
export type Config = { readonly [Name in OptionName]: ValueOf<(typeof OPTIONS)[Name]> };
