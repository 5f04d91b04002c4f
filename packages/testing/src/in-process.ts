/**
 * A server inside the test's process, on a store in memory unless it is given another one.
 *
 * @module
 */
import {
  configWith,
  createMemoryStore,
  silentLogger,
  startServer,
  systemClock,
  systemRandom,
} from '@posthorn/server';
import type { Config, RunningServer, ServerParts, Store } from '@posthorn/server';
import { cheapDerive } from './cheap-passwords.ts';

export interface InProcess {
  readonly server: RunningServer;
  readonly store: Store;
  readonly httpUrl: string;
  readonly tcpUrl: string;
}

type GivenParts = Partial<
  Pick<ServerParts, 'limits' | 'clock' | 'logger' | 'store' | 'bus' | 'blobs' | 'protocols' | 'features'>
>;

export interface InProcessOptions extends GivenParts {
  /** With argon2id, for tests of logins themselves. */
  readonly hasRealPasswords?: boolean;
}

/** Close it with `server.close()`, and a store of one's own after it. */
export async function startInProcess(
  changes: Partial<Config> = {},
  { hasRealPasswords = false, ...more }: InProcessOptions = {},
): Promise<InProcess> {
  const store = more.store ?? createMemoryStore({ random: systemRandom });
  const config = configWith({
    http: 0,
    tcp: 0,
    passwordMinLength: 1,
    // No test calls other servers unless it is about that.
    previews: false,
    // Whether the page is built makes no difference to tests of other things.
    web: 'off',
    commonPasswords: true,
    drainWindow: 0,
    ...changes,
  });
  const server = await startServer({
    config,
    clock: systemClock,
    random: systemRandom,
    logger: silentLogger,
    ...(!hasRealPasswords && { derive: cheapDerive }),
    ...more,
    store,
  });
  return {
    server,
    store,
    httpUrl: `http://127.0.0.1:${server.httpPort}`,
    tcpUrl: `tcp://127.0.0.1:${server.tcpPort}`,
  };
}
