/**
 * Parses `--store postgres://…`: the address of a database server, and the login.
 *
 * @module
 */
import { bareHost } from '../../hosts.ts';
import { isLoopback } from '../../networks.ts';
import { decodedPart, ENCODING_HINT } from '../../url-login.ts';

export type TlsMode = 'disable' | 'require' | 'verify-ca' | 'verify-full';

export interface TlsWish {
  readonly mode: TlsMode;
  /** Paths of PEM files. */
  readonly ca: string | undefined;
  readonly cert: string | undefined;
  readonly key: string | undefined;
}

const ENGINES = { postgres: 'postgres', postgresql: 'postgres', mysql: 'mysql', mariadb: 'mysql' } as const;
const PORTS = { postgres: 5432, mysql: 3306 } as const;
const TLS_MODES: readonly TlsMode[] = ['disable', 'require', 'verify-ca', 'verify-full'];
const PARAMETERS = ['sslmode', 'sslrootcert', 'sslcert', 'sslkey', 'pool'];
const DEFAULT_POOL = 4;
const MAX_POOL = 100;

export type EngineName = keyof typeof PORTS;

/** The address of a database with a login. No visible field contains the password, so it may be logged. */
export class DatabaseAddress {
  readonly engine: EngineName;
  /** Name, address, or the path of a Unix socket: for PostgreSQL of its directory, for MySQL of itself. */
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly tls: TlsWish;
  /** Maximum connections for writing, and the same number for reading. */
  readonly pool: number;
  readonly #password: string;

  /** Throws an Error whose message completes "option store …" and contains no secret. */
  constructor(text: string) {
    const url = URL.canParse(text) ? new URL(text) : undefined;
    const engine = ENGINES[url?.protocol.slice(0, -1) as keyof typeof ENGINES];
    if (url === undefined || engine === undefined) {
      throw new Error(
        `must be sqlite, memory, or a URL such as postgres://user:password@host:5432/database; ${ENCODING_HINT}`,
      );
    }
    const database = decodedPart(url.pathname.slice(1));
    const isComplete = url.hostname !== '' && database !== '' && url.username !== '';
    // A password with a # or / ends the address too early.
    if (!isComplete || database.includes('/') || url.hash !== '') {
      throw new Error(
        `must name a user, a host and a database: ${engine}://user:password@host/database; ${ENCODING_HINT}`,
      );
    }
    this.engine = engine;
    this.host = bareHost(decodedPart(url.hostname));
    this.port = url.port === '' ? PORTS[engine] : Number(url.port);
    this.database = database;
    this.user = decodedPart(url.username);
    this.#password = decodedPart(url.password);
    const parameters = readParameters(url.searchParams);
    this.tls = tlsOf(parameters);
    if (this.isSocket && this.tls.mode !== 'disable') {
      throw new Error('names a Unix socket, which has no TLS: leave out sslmode and sslrootcert');
    }
    this.pool = poolOf(parameters.get('pool'));
  }

  get password(): string {
    return this.#password;
  }

  /** Without the password. */
  toString(): string {
    const host = this.host.includes(':') ? `[${this.host}]` : encodeURIComponent(this.host);
    return `${this.engine}://${encodeURIComponent(this.user)}@${host}:${this.port}/${this.database}`;
  }

  /** Whether traffic crosses a network that others may read. */
  get isExposed(): boolean {
    return this.tls.mode === 'disable' && !this.isSocket && !isLoopback(this.host);
  }

  get isSocket(): boolean {
    return this.host.startsWith('/');
  }
}

function readParameters(given: URLSearchParams): ReadonlyMap<string, string> {
  const unknown = [...given.keys()].find((name) => !PARAMETERS.includes(name));
  if (unknown !== undefined) {
    // Anything else may be the end of a password with a ?.
    const shown = /^[a-z_]+$/i.test(unknown) ? `the parameter "${unknown}"` : 'something else after the ?';
    throw new Error(`has ${shown}; there are ${PARAMETERS.join(', ')}; ${ENCODING_HINT}`);
  }
  return new Map(given);
}

function tlsOf(parameters: ReadonlyMap<string, string>): TlsWish {
  const wanted = parameters.get('sslmode') ?? (parameters.has('sslrootcert') ? 'verify-full' : 'disable');
  const mode = TLS_MODES.find((each) => each === wanted);
  if (mode === undefined) throw new Error(`has an sslmode that is not one of ${TLS_MODES.join(', ')}`);
  return {
    mode,
    ca: parameters.get('sslrootcert'),
    cert: parameters.get('sslcert'),
    key: parameters.get('sslkey'),
  };
}

function poolOf(text: string | undefined): number {
  if (text === undefined) return DEFAULT_POOL;
  const size = Number(text);
  if (!/^\d{1,3}$/.test(text) || size < 1 || size > MAX_POOL) {
    throw new Error(`has a pool that is not a number from 1 to ${MAX_POOL}`);
  }
  return size;
}
