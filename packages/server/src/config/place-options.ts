/**
 * Where a server runs: its directory, its database, the addresses it listens on.
 *
 * @module
 */
import { freeText, storePlace } from './kinds.ts';
import { fileMode, listenPlace } from './listen-place.ts';
import { OPTION_GROUPS, option, optional } from './option.ts';
import type { OptionTable } from './option.ts';

export const PLACE_OPTIONS = {
  data: option({
    group: OPTION_GROUPS.place,
    kind: freeText('DIR', { min: 1, max: 4096 }),
    default: './posthorn-data',
    description: 'Directory of the database. It is made when missing, and one server at a time may use it.',
    example: '/var/lib/posthorn',
    locates: 'directory',
  }),
  config: optional({
    group: OPTION_GROUPS.place,
    kind: freeText('FILE', { min: 1, max: 4096 }),
    absent: 'posthorn.json in the data directory, when it is there',
    locates: 'file',
    description: 'The configuration file: JSON, in which comments are allowed, with option names as keys.',
    example: '/etc/posthorn.json',
  }),
  store: option({
    group: OPTION_GROUPS.place,
    kind: storePlace,
    default: 'sqlite',
    description:
      'Where messages are kept. `sqlite`: in the data directory. `postgres://` or `mysql://` (MariaDB too): on a ' +
      'database server, which several nodes may share; the database must exist, its tables are made. After `?` may ' +
      'follow, joined by `&`: sslmode=require, verify-ca or verify-full, sslrootcert=, sslcert=, sslkey= (PEM files), ' +
      'pool= (connections for writing, and as many for reading; 4). A Unix socket stands in the place of the host, with %2F ' +
      'for /: postgres://posthorn@%2Frun%2Fpostgresql/posthorn. `memory` forgets everything at the end.',
    example: 'postgres://posthorn:secret@db.example.com/posthorn?sslmode=verify-full',
    secret: true,
  }),
  secretsKeyFile: optional({
    group: OPTION_GROUPS.place,
    kind: freeText('FILE', { min: 1, max: 4096 }),
    absent: 'such secrets are stored as they are',
    description:
      'A file with keys that seal the secrets in the database that the server must be able to read again: those of ' +
      'authenticator apps, webhooks, pushes and links. `posthorn secrets-key` makes one. One key a line: the first one seals, all ' +
      'of them open; `plain` in the first line opens everything. What is not sealed with the first key is so after the start. ' +
      'All routers of a database need the same file, and a backup is worth little without it.',
    example: '/etc/posthorn/secrets-key',
  }),
  host: option({
    group: OPTION_GROUPS.place,
    kind: freeText('ADDRESS', { min: 1, max: 255 }),
    default: '127.0.0.1',
    description:
      'Address to listen on. The default is reachable from this machine alone, because passwords must not cross a ' +
      'network without TLS; 0.0.0.0 opens all.',
    example: '0.0.0.0',
  }),
  http: option({
    group: OPTION_GROUPS.place,
    kind: listenPlace,
    default: 7010,
    description:
      'Port for HTTP: REST API, event stream, WebSocket (/ws), docs, health and metrics. 0 takes any. An absolute path ' +
      'makes a Unix socket instead, for a proxy on this machine.',
    example: '7010',
  }),
  socketMode: option({
    group: OPTION_GROUPS.place,
    kind: fileMode,
    default: 0o660,
    description: 'Permissions of Unix sockets. Whoever may write to one may connect.',
    example: '666',
  }),
} as const satisfies OptionTable;
