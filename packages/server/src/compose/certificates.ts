/**
 * The certificate of a node. All its TLS listeners change to a new one when its files change; open connections stay.
 *
 * @module
 */
import { X509Certificate } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { createSecureContext } from 'node:tls';
import type { Server as TlsServer } from 'node:tls';
import type { Clock } from '../clock.ts';
import { ConfigError } from '../config/config-error.ts';
import type { ListenerCertificates, TlsFiles } from '../gateway/listeners.ts';
import type { Logger } from '../logger.ts';
import type { Config } from './options.ts';

export interface CertificatesParts {
  readonly config: Pick<Config, 'tlsCert' | 'tlsKey'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

interface Paths {
  readonly cert: string;
  readonly key: string;
}

/** How often the files are looked at. They are read when they have stayed the same since the look before. */
const LOOK_MS = 5000;

export class Certificates implements ListenerCertificates {
  readonly #parts: CertificatesParts;
  readonly #paths: Paths;
  readonly #servers: TlsServer[] = [];
  #files: TlsFiles;
  /** The state of the files at the last look. */
  #seen: string;
  #hasChanged = false;
  #isClosed = false;
  #reloading: Promise<void> = Promise.resolve();

  private constructor(parts: CertificatesParts, paths: Paths, files: TlsFiles, seen: string) {
    this.#parts = parts;
    this.#paths = paths;
    this.#files = files;
    this.#seen = seen;
  }

  /** Undefined without TLS. Rejects with a ConfigError. */
  static async open(parts: CertificatesParts): Promise<Certificates | undefined> {
    const { tlsCert: cert, tlsKey: key } = parts.config;
    if (cert === undefined || key === undefined) return undefined;
    const paths = { cert, key };
    const seen = await stateOf(paths);
    return new Certificates(parts, paths, await readTls(paths), seen);
  }

  get files(): TlsFiles {
    return this.#files;
  }

  keepCurrent(server: TlsServer): void {
    if (this.#servers.length === 0) this.#lookLater();
    this.#servers.push(server);
  }

  /** Reads the files now. When they are unusable, logs why and keeps the old certificate. Never rejects. */
  reload(): Promise<void> {
    return (this.#reloading = this.#reloading.then(() => this.#reload()));
  }

  /** Stops looking at the files. Idempotent. */
  close(): void {
    this.#isClosed = true;
  }

  async #reload(): Promise<void> {
    const { logger } = this.#parts;
    try {
      const files = await readTls(this.#paths);
      if (this.#isClosed) return;
      for (const server of this.#servers) server.setSecureContext({ ...files });
      this.#files = files;
      const { validTo, subject } = new X509Certificate(files.cert);
      logger.info({ subject, validTo }, 'the certificate was read again; new connections get it');
    } catch (error) {
      const reason = (error as Error).message;
      logger.error({ reason }, 'the certificate was not read again, so the old one stays in use');
    }
  }

  #lookLater(): void {
    this.#parts.clock.after(LOOK_MS, () => {
      if (this.#isClosed) return;
      void this.#look().then(() => this.#lookLater()); // Never rejects.
    });
  }

  async #look(): Promise<void> {
    const state = await stateOf(this.#paths);
    const isSettled = state === this.#seen;
    this.#seen = state;
    // Certificate and key are rarely replaced in one moment.
    if (this.#hasChanged && isSettled) await this.reload();
    this.#hasChanged = !isSettled;
  }
}

/** Text that differs when one of the files, or what its link leads to, has changed. */
async function stateOf({ cert, key }: Paths): Promise<string> {
  const state = async (path: string): Promise<string> => {
    try {
      const { ino, size, mtimeMs } = await stat(path);
      return `${ino} ${size} ${mtimeMs}`;
    } catch (error) {
      return (error as Error).message;
    }
  };
  return `${await state(cert)}, ${await state(key)}`;
}

/** Rejects with a ConfigError. */
async function readTls({ cert, key }: Paths): Promise<TlsFiles> {
  let files: TlsFiles;
  try {
    files = { cert: await readFile(cert, 'utf8'), key: await readFile(key, 'utf8') };
  } catch (cause) {
    throw new ConfigError(`A TLS file cannot be read: ${(cause as Error).message}.`, { cause });
  }
  try {
    createSecureContext(files);
  } catch (cause) {
    throw new ConfigError(
      `--tls-cert ${cert} and --tls-key ${key} cannot be used: they must be PEM files of one certificate ` +
        `with its chain and of its own private key, without a passphrase (${(cause as Error).message}).`,
      { cause },
    );
  }
  return files;
}
