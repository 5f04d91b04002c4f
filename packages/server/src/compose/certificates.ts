/**
 * The certificate of a node. All its TLS listeners change to a new one when its files change; open connections stay.
 *
 * @module
 */
import { constants, X509Certificate } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { createSecureContext } from 'node:tls';
import type { Server as TlsServer } from 'node:tls';
import type { Clock } from '../clock.ts';
import { ConfigError } from '../config/config-error.ts';
import type { TrustedFiles, TrustPaths } from '../gateway/client-certificates.ts';
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

/** A server with this certificate, and what it asks of its clients. */
interface Served {
  readonly server: TlsServer;
  readonly asked: TrustPaths | undefined;
}

/**
 * A resumed session of TLS would not look at the client's certificate again, nor at what was revoked meanwhile. (Without
 * tickets TLS 1.3 resumes from a cache of the server's, which is none unless somebody adds one.)
 */
const RESUMES_NOTHING = constants.SSL_OP_NO_TICKET;
const CERTIFICATE = /-----BEGIN (?:TRUSTED )?CERTIFICATE-----[^-]*-----END (?:TRUSTED )?CERTIFICATE-----/g;
const LIST = /-----BEGIN X509 CRL-----[^-]*-----END X509 CRL-----/g;

/** How often the files are looked at. They are read when they have stayed the same since the look before. */
const LOOK_MS = 5000;

export class Certificates implements ListenerCertificates {
  readonly #parts: CertificatesParts;
  readonly #paths: Paths;
  readonly #servers: Served[] = [];
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
    const seen = await stateOf([cert, key]);
    return new Certificates(parts, paths, await readTls(paths), seen);
  }

  get files(): TlsFiles {
    return this.#files;
  }

  trustedBy(asked: TrustPaths): Promise<TrustedFiles> {
    return readTrusted(asked);
  }

  keepCurrent(server: TlsServer, asked?: TrustPaths): void {
    if (this.#servers.length === 0) this.#lookLater();
    this.#servers.push({ server, asked });
    // Its files were read a moment ago.
    if (asked !== undefined) void this.#state().then((state) => (this.#seen = state));
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
      const contexts = await Promise.all(
        this.#servers.map(async ({ server, asked }) => ({
          server,
          context: { ...files, ...(asked && (await readTrusted(asked))) },
        })),
      );
      if (this.#isClosed) return;
      for (const { server, context } of contexts) server.setSecureContext(context);
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
    const state = await this.#state();
    const isSettled = state === this.#seen;
    this.#seen = state;
    // Certificate and key are rarely replaced in one moment.
    if (this.#hasChanged && isSettled) await this.reload();
    this.#hasChanged = !isSettled;
  }

  #state(): Promise<string> {
    const trusted = this.#servers.flatMap(({ asked }) => [asked?.ca ?? [], asked?.crl ?? []].flat());
    return stateOf([this.#paths.cert, this.#paths.key, ...trusted]);
  }
}

/** Text that differs when one of the files, or what its link leads to, has changed. */
async function stateOf(paths: readonly string[]): Promise<string> {
  const state = async (path: string): Promise<string> => {
    try {
      const { ino, size, mtimeMs } = await stat(path);
      return `${ino} ${size} ${mtimeMs}`;
    } catch (error) {
      return (error as Error).message;
    }
  };
  return (await Promise.all(paths.map(state))).join(', ');
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

/** Rejects with a ConfigError. */
async function readTrusted({ ca, crl }: TrustPaths): Promise<TrustedFiles> {
  const certificates = await readBlocks(ca, CERTIFICATE, 'certificate of a CA');
  const lists = crl === undefined ? undefined : await readBlocks(crl, LIST, 'list of revoked certificates');
  const files = { ca: certificates, ...(lists && { crl: lists }), secureOptions: RESUMES_NOTHING };
  try {
    for (const certificate of certificates) new X509Certificate(certificate);
    createSecureContext(files);
  } catch (cause) {
    const paths = [ca, crl ?? []].flat().join(' and ');
    throw new ConfigError(`${paths} cannot be used for clients: ${(cause as Error).message}.`, { cause });
  }
  return files;
}

async function readBlocks(path: string, block: RegExp, what: string): Promise<string[]> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw new ConfigError(`A TLS file cannot be read: ${(cause as Error).message}.`, { cause });
  }
  const blocks = text.match(block);
  if (blocks === null) throw new ConfigError(`${path} is no PEM file with a ${what}.`);
  return blocks;
}
