/**
 * `posthorn start`: reads the configuration, runs the server, and shuts it down cleanly.
 *
 * @module
 */
import { hostname } from 'node:os';
import { isatty } from 'node:tty';
import { BlobError } from './blobs/blob-store.ts';
import { BusError } from './bus/bus.ts';
import { startServer } from './compose/server.ts';
import { newNodeId } from './compose/identity.ts';
import { servesPage } from './compose/page.ts';
import type { RunningServer } from './compose/parts.ts';
import { loadConfig, optionSets } from './compose/options.ts';
import { ConfigError } from './config/config-error.ts';
import type { Config } from './compose/options.ts';
import { EXIT_CODES, startHelp } from './config/reference.ts';
import { hostInUrl } from './hosts.ts';
import { createLogger } from './log-output.ts';
import type { Logger } from './logger.ts';
import { isStartedByNpm, watchParent } from './parent.ts';
import { isLoopback } from './networks.ts';
import { StoreError } from './store/store.ts';
import { systemClock, systemRandom } from './system.ts';
import { VERSION } from './version.ts';

const STDIN = 0;

/** Runs until it is told to stop. Resolves with the exit code. */
export async function start(argv: readonly string[]): Promise<number> {
  if (argv.includes('--help') || argv.includes('-h')) {
    process.stdout.write(startHelp(optionSets(), process.stdout.columns));
    return EXIT_CODES.ok.code;
  }
  const parent = process.ppid;
  try {
    const { config, warnings } = loadConfig({ argv, env: process.env });
    const id = newNodeId(systemRandom);
    const logger = createLogger(config, id);
    for (const warning of warnings) logger.warn({}, warning);
    const server = await startServer({
      config,
      clock: systemClock,
      random: systemRandom,
      logger,
      id,
      hostName: hostname(),
    });
    // First, since whoever reads that we are ready may send a signal at once.
    const stopped = untilStopped(server, logger, parent);
    announce(config, server, logger);
    return await stopped;
  } catch (error) {
    const { code, sentence } = explain(error);
    process.stderr.write(`${sentence}\n`);
    return code;
  }
}

function announce(config: Config, server: RunningServer, logger: Logger): void {
  const { httpPort: http, metricsPort: metrics, ports, epoch } = server;
  const { bootstrapSecret } = server;
  const ready = { event: 'ready', http, metrics, tcp: null, ...ports, epoch: epoch ?? null, bootstrapSecret };
  if (config.json) process.stdout.write(`${JSON.stringify(ready)}\n`);
  const isSecure = config.tlsCert !== undefined;
  const url = urlOf(config, http);
  logger.info(
    { version: VERSION, http, metrics, ...ports, ...whereKept(config), epoch },
    `Posthorn is ready at ${url}`,
  );
  if (!isSecure && !isLoopback(config.host)) {
    logger.warn({}, 'Passwords and messages cross the network unencrypted: set --tls-cert and --tls-key.');
  }
  if (config.json) return;
  if (process.stdout.isTTY) process.stdout.write(welcome(url, servesPage(config)));
  if (bootstrapSecret !== undefined)
    process.stdout.write(bootstrapNote(url, bootstrapSecret, servesPage(config)));
}

/** Where people find this node. */
function urlOf({ publicUrl, http, host, tlsCert }: Config, port: number): string {
  if (publicUrl !== undefined) return publicUrl.href;
  if (typeof http === 'string') return `unix:${http}`;
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host;
  return `${tlsCert === undefined ? 'http' : 'https'}://${hostInUrl(name)}:${port}`;
}

/** Where this node stores messages, without password. A gateway stores none. */
function whereKept({ role, store, data }: Config): { readonly data?: string; readonly store?: string } {
  if (role === 'gateway') return {};
  return store === 'sqlite' ? { data } : { store: String(store) };
}

function welcome(url: string, hasPage: boolean): string {
  return [
    '',
    `  📯 Posthorn is ready: ${url}   (API docs: ${url}/docs)`,
    '',
    hasPage ? '  Open it in a browser, or chat in another terminal:' : '  Chat in another terminal:',
    `     npx posthorn chat --server ${url}`,
    '',
    '  Ctrl+C stops it. Nothing that was acknowledged is ever lost.',
    '',
    '',
  ].join('\n');
}

/** On stdout, as secrets do not belong into the log. */
function bootstrapNote(url: string, secret: string, hasPage: boolean): string {
  return [
    '',
    '  There is no administrator yet. Make the first one with this secret, which works once and is not shown again:',
    `     POSTHORN_BOOTSTRAP_SECRET=${secret} npx posthorn chat --register --server ${url} --user NAME`,
    ...(hasPage ? [`  A browser at ${url} asks for it too.`] : []),
    '  "npx posthorn admin NAME" does it on the database itself, without the secret.',
    '',
    '',
  ].join('\n');
}

/**
 * The first signal drains; the second one stops at once. The end of npm's shell counts as a first signal, but never
 * as a second one: Ctrl+C reaches us and the shell.
 */
function untilStopped(server: RunningServer, logger: Logger, parent: number): Promise<number> {
  return new Promise((resolve, reject) => {
    let isDraining = false;
    const drain = (reason: Readonly<Record<string, unknown>>): void => {
      isDraining = true;
      stopWatching();
      logger.info(reason, 'draining; a second signal stops at once');
      server.drain().then(() => {
        logger.info({}, 'stopped');
        resolve(EXIT_CODES.ok.code);
      }, reject);
    };
    const onSignal = (signal: NodeJS.Signals): void => {
      if (isDraining) server.close().then(() => resolve(EXIT_CODES.interrupted.code), reject);
      else drain({ signal });
    };
    const stopWatching = isStartedByNpm(process.env)
      ? watchParent(parent, () => drain({ reason: 'the shell of npm has ended' }))
      : (): void => {};
    // A terminal sends it too, when it closes.
    if (!isatty(STDIN)) process.on('SIGHUP', () => void server.reloadCertificates()); // Never rejects.
    process.on('SIGTERM', onSignal);
    process.on('SIGINT', onSignal);
  });
}

const LISTEN_CODES: Readonly<Record<string, string>> = {
  EADDRINUSE: 'is in use already; stop what uses it or choose another with --http or --tcp',
  EACCES: 'may not be opened; ports below 1024 need more rights, so choose another with --http or --tcp',
  EADDRNOTAVAIL: 'is not an address of this machine; choose another with --host',
  ENOTFOUND: 'is not a known address; choose another with --host',
};

function explain(error: unknown): { readonly code: number; readonly sentence: string } {
  if (error instanceof ConfigError) return { code: EXIT_CODES.usage.code, sentence: error.message };
  if (error instanceof BusError) return { code: EXIT_CODES.bus.code, sentence: error.message };
  if (error instanceof StoreError || error instanceof BlobError)
    return { code: EXIT_CODES.data.code, sentence: error.message };
  const {
    code = '',
    address,
    port = 0,
  } = error as NodeJS.ErrnoException & { address?: string; port?: number };
  const listening = LISTEN_CODES[code];
  if (listening !== undefined && (error as NodeJS.ErrnoException).syscall !== undefined) {
    return {
      code: EXIT_CODES.address.code,
      // A Unix socket has none.
      sentence: `${address ?? 'The address'}${port > 0 ? `:${port}` : ''} ${listening}.`,
    };
  }
  const cause = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { code: EXIT_CODES.failed.code, sentence: `Posthorn failed: ${cause}` };
}
