/**
 * A private OpenLDAP server.
 *
 * @module
 */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findProgram, freePort } from './program.ts';
import type { PrivateService } from './service.ts';

const START_TIMEOUT_MS = 20_000;
const RETRY_MS = 20;
/** How much of what it printed an error shows. */
const SHOWN_CHARS = 2000;
/** Debian's places. */
const SCHEMA_FOLDER = '/etc/ldap/schema';
const MODULES = '/usr/lib/ldap';
/** With those of inetOrgPerson and posixGroup. */
const SCHEMAS = ['core', 'cosine', 'inetorgperson', 'nis'];

export interface SlapdOptions {
  readonly suffix: string;
  /** Its entries. */
  readonly ldif: string;
  /** Whoever may do everything is `cn=admin,SUFFIX`. */
  readonly adminPassword: string;
  /** Lines of its configuration file, for all of it and for the database. */
  readonly global?: string;
  readonly config?: string;
  /** For ldaps and StartTLS. */
  readonly tls?: { readonly cert: string; readonly key: string };
}

export interface Slapd extends PrivateService {
  /** ldaps://; empty without a certificate. */
  readonly secureUrl: string;
}

/** A running slapd. Rejects with a MissingProgramError, or with what it printed. */
export async function startSlapd(options: SlapdOptions): Promise<Slapd> {
  const program = findProgram({ command: 'slapd', variable: 'POSTHORN_SLAPD', aptPackage: 'slapd' });
  const directory = await mkdtemp(join(tmpdir(), 'posthorn-slapd-'));
  const service = new PrivateSlapd({
    program,
    directory,
    port: await freePort(),
    securePort: options.tls === undefined ? 0 : await freePort(),
  });
  try {
    await service.prepare(options);
    await service.start();
  } catch (error) {
    await service.remove();
    throw error;
  }
  return service;
}

interface Place {
  readonly program: string;
  readonly directory: string;
  readonly port: number;
  /** 0: no TLS. */
  readonly securePort: number;
}

class PrivateSlapd implements Slapd {
  readonly #place: Place;
  #child: ChildProcess | undefined;
  #printed = '';

  constructor(place: Place) {
    this.#place = place;
  }

  get url(): string {
    return `ldap://127.0.0.1:${this.#place.port}`;
  }

  get secureUrl(): string {
    return this.#place.securePort === 0 ? '' : `ldaps://127.0.0.1:${this.#place.securePort}`;
  }

  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  async prepare(options: SlapdOptions): Promise<void> {
    const { directory } = this.#place;
    await mkdir(join(directory, 'data'));
    if (options.tls !== undefined) {
      await writeFile(join(directory, 'cert.pem'), options.tls.cert);
      await writeFile(join(directory, 'key.pem'), options.tls.key);
    }
    await writeFile(this.#config, configOf(directory, options));
    await writeFile(join(directory, 'data.ldif'), options.ldif);
    const child = this.#spawn(['-T', 'add', '-f', this.#config, '-l', join(directory, 'data.ldif')]);
    const [code] = (await once(child, 'exit')) as [number | null];
    if (code !== 0) throw new Error(`slapd took no entries: ${this.#printed.trim()}`);
  }

  async start(): Promise<void> {
    if (this.#child !== undefined) return;
    const urls = [this.url, this.secureUrl].filter((url) => url !== '').map((url) => `${url}/`);
    // With -d it stays in the foreground.
    const child = this.#spawn(['-d', '0', '-f', this.#config, '-h', urls.join(' ')]);
    this.#child = child;
    child.once('exit', () => {
      if (this.#child === child) this.#child = undefined;
    });
    await once(child, 'spawn');
    await this.#listens(child);
  }

  stop(): Promise<void> {
    return this.#end('SIGTERM');
  }

  kill(): Promise<void> {
    return this.#end('SIGKILL');
  }

  pause(): void {
    this.#child?.kill('SIGSTOP');
  }

  resume(): void {
    this.#child?.kill('SIGCONT');
  }

  async remove(): Promise<void> {
    await this.kill();
    await rm(this.#place.directory, { recursive: true, force: true });
  }

  get #config(): string {
    return join(this.#place.directory, 'slapd.conf');
  }

  #spawn(args: readonly string[]): ChildProcess {
    const child = spawn(this.#place.program, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    this.#printed = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#printed = (this.#printed + text).slice(-SHOWN_CHARS);
    });
    return child;
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    if (child === undefined) return;
    const exited = once(child, 'exit');
    child.kill(signal);
    // One that is paused would hear of it only later.
    child.kill('SIGCONT');
    await exited;
  }

  async #listens(child: ChildProcess): Promise<void> {
    const until = performance.now() + START_TIMEOUT_MS;
    while (child.exitCode === null && child.signalCode === null && performance.now() < until) {
      if (await accepts(this.#place.port)) return;
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
    await this.kill();
    throw new Error(`slapd did not start: ${this.#printed.trim()}`);
  }
}

function configOf(directory: string, options: SlapdOptions): string {
  const { suffix, adminPassword, global = '', config = '', tls } = options;
  return [
    ...SCHEMAS.map((name) => `include ${SCHEMA_FOLDER}/${name}.schema`),
    `pidfile ${directory}/slapd.pid`,
    `argsfile ${directory}/slapd.args`,
    `modulepath ${MODULES}`,
    'moduleload back_mdb',
    global,
    ...(tls === undefined
      ? []
      : [`TLSCertificateFile ${directory}/cert.pem`, `TLSCertificateKeyFile ${directory}/key.pem`]),
    'database mdb',
    `suffix "${suffix}"`,
    `directory ${directory}/data`,
    'maxsize 10485760',
    'dbnosync',
    `rootdn "cn=admin,${suffix}"`,
    `rootpw "${adminPassword}"`,
    config,
    '',
  ].join('\n');
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    const answer = (does: boolean) => (): void => {
      socket.destroy();
      resolve(does);
    };
    socket.once('connect', answer(true)).once('error', answer(false));
  });
}
