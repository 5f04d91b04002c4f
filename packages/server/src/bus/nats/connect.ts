/**
 * Makes the first connection to NATS, and configures reconnects.
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import {
  AuthorizationError,
  connect,
  credsAuthenticator,
  NatsConnectionImpl,
  usernamePasswordAuthenticator,
  tokenAuthenticator,
} from '@nats-io/transport-node';
import type { Authenticator, ConnectionOptions, TlsOptions } from '@nats-io/transport-node';
import type { Clock, Random } from '../../clock.ts';
import type { Logger } from '../../logger.ts';
import { ENCODING_HINT } from '../../url-login.ts';
import { BusError } from '../bus.ts';
import type { NatsAddress, NatsLogin } from './address.ts';
import type { Backoff } from './backoff.ts';

export interface NatsConnectOptions {
  readonly address: NatsAddress;
  /** A `.creds` file. Read again at each reconnect, so that it can be renewed. */
  readonly credentialsFile?: string;
  /** PEM files. Without a CA, the system's certificates are used. */
  readonly tls?: { readonly ca?: string; readonly cert?: string; readonly key?: string };
  /** Client name shown in NATS' monitoring. */
  readonly name: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  /** How long to wait at start for a server that cannot be reached. */
  readonly connectTimeoutMs?: number;
  /** Interval of pings. After three without an answer, the connection is given up. */
  readonly pingIntervalMs?: number;
}

const CONNECT_TIMEOUT_MS = 30_000;
/** Timeout of one attempt: TCP, TLS and greeting. */
const ATTEMPT_TIMEOUT_MS = 5000;
const PING_INTERVAL_MS = 2000;
const MAX_PINGS_OUT = 2;

/**
 * Connects. `backoff` controls reconnects. Rejects with a BusError `down` whose message says what to do and contains no
 * secret.
 */
export async function connectNats(
  options: NatsConnectOptions,
  backoff: Backoff,
): Promise<NatsConnectionImpl> {
  const { clock, address, logger, connectTimeoutMs = CONNECT_TIMEOUT_MS } = options;
  const where = address.servers.join(', ');
  checkTlsFiles(options.tls);
  const library = libraryOptions(options, backoff);
  const until = clock.monotonic() + connectTimeoutMs;
  for (let isFirst = true; ; isFirst = false) {
    try {
      return await connected(library);
    } catch (cause) {
      if (cause instanceof BusError) throw cause;
      if (cause instanceof AuthorizationError) throw new BusError('down', refused(where), { cause });
      const { message } = cause as Error;
      if (clock.monotonic() + backoff.delayMs > until) {
        throw new BusError('down', unreachable(where, connectTimeoutMs, message), { cause });
      }
      if (isFirst) logger.warn({ servers: where, reason: message }, 'waiting for NATS');
      await pause(backoff.delayMs);
      backoff.attempt();
    }
  }
}

async function connected(library: ConnectionOptions): Promise<NatsConnectionImpl> {
  const connection = await connect(library);
  // connect() returns this class. Only its protocol handler allows light subscriptions.
  if (!(connection instanceof NatsConnectionImpl)) throw new Error('the NATS library has changed');
  if (connection.info?.headers !== true) {
    await connection.close();
    throw new BusError('down', 'This NATS server is too old: Posthorn needs 2.2 or newer.');
  }
  return connection;
}

function refused(where: string): string {
  return `NATS at ${where} refuses the login: check the user, password, token or credentials file of --bus; ${ENCODING_HINT}.`;
}

function unreachable(where: string, waitedMs: number, reason: string): string {
  const waited = `${Math.round(waitedMs / 1000)} s`;
  return `NATS cannot be reached at ${where} (waited ${waited}: ${reason}). Start nats-server, or correct --bus.`;
}

function libraryOptions(options: NatsConnectOptions, backoff: Backoff): ConnectionOptions {
  const { address, name, pingIntervalMs = PING_INTERVAL_MS, tls = {} } = options;
  const authenticator = authenticatorOf(options, address.login);
  const tlsOptions: TlsOptions = {
    ...(tls.ca !== undefined && { caFile: tls.ca }),
    ...(tls.cert !== undefined && { certFile: tls.cert }),
    ...(tls.key !== undefined && { keyFile: tls.key }),
  };
  return {
    servers: [...address.servers],
    name,
    ...(authenticator !== undefined && { authenticator }),
    ...((address.isTlsRequired || Object.keys(tlsOptions).length > 0) && { tls: tlsOptions }),
    timeout: ATTEMPT_TIMEOUT_MS,
    pingInterval: pingIntervalMs,
    maxPingOut: MAX_PINGS_OUT,
    maxReconnectAttempts: -1,
    // The password may be changing right now, so keep trying.
    ignoreAuthErrorAbort: true,
    noAsyncTraces: true,
    reconnectDelayHandler: () => backoff.delayMs,
  };
}

/** Throws if a file is unreadable. The library would only report it at each attempt, and keep trying. */
function checkTlsFiles(files: NatsConnectOptions['tls'] = {}): void {
  for (const [name, path] of Object.entries(files)) {
    try {
      readFileSync(path);
    } catch (cause) {
      throw new BusError('down', `The file of --bus-${name} cannot be read: ${path}.`, { cause });
    }
  }
}

function authenticatorOf(
  { credentialsFile, logger }: NatsConnectOptions,
  login: NatsLogin,
): Authenticator | undefined {
  if (credentialsFile !== undefined) return credsAuthenticator(credentialsReader(credentialsFile, logger));
  switch (login.kind) {
    case 'none':
      return undefined;
    case 'token':
      return tokenAuthenticator(login.token);
    case 'password':
      return usernamePasswordAuthenticator(login.user, login.password);
  }
}

/**
 * Reads the file at once, and again at each call of the result. While it is unreadable, the last content is returned.
 */
function credentialsReader(path: string, logger: Logger): () => Uint8Array {
  let content = readCredentials(path);
  return () => {
    try {
      content = readCredentials(path);
    } catch (error) {
      logger.error({ err: error }, 'the credentials of NATS cannot be read again; the earlier ones are used');
    }
    return content;
  };
}

function readCredentials(path: string): Uint8Array {
  let content: Buffer;
  try {
    content = readFileSync(path);
  } catch (cause) {
    throw new BusError('down', `The credentials file of --bus-credentials cannot be read: ${path}.`, {
      cause,
    });
  }
  if (!/BEGIN NATS USER JWT[\s\S]+BEGIN USER NKEY SEED/.test(content.toString('latin1'))) {
    throw new BusError('down', `${path} is no NATS credentials file (a JWT and an NKEY seed).`);
  }
  return content;
}
