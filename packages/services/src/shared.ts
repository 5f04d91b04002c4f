/**
 * Database servers that the processes of one test run share, since each takes seconds to start. The first who asks has
 * one started; all of them end with the process that serves them (shared-main.ts).
 *
 * @module
 */
import { once } from 'node:events';
import { statfsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startMariadb } from './mariadb.ts';
import { startPostgres } from './postgres.ts';
import { MissingProgramError } from './service.ts';
import type { PrivateService } from './service.ts';

export type SharedName = 'PostgreSQL' | 'MariaDB';

/** The environment variable that says where to ask: a socket that its owner alone may use. */
export const SHARED_SERVICES = 'POSTHORN_SHARED_SERVICES';

/** Several files run at a time, with several stores each. */
const CONNECTIONS = '600';

type Starts = Readonly<Record<SharedName, () => Promise<PrivateService>>>;

/** Nobody pulls the plug of them, and no database of a test lives long enough to be tidied up. */
const POSTGRES_SETTINGS = {
  max_connections: CONNECTIONS,
  max_wal_size: '256MB',
  full_page_writes: 'off',
  autovacuum_naptime: '10min',
};

const STARTS: Starts = {
  PostgreSQL: () => startPostgres({ settings: POSTGRES_SETTINGS, parentDirectory: quickFolder() }),
  MariaDB: () =>
    startMariadb({ settings: { 'max-connections': CONNECTIONS }, parentDirectory: quickFolder() }),
};

/** What their data take at most, several times over. */
const ROOM_BYTES = 3 * 2 ** 30;

/**
 * Where their data lie: in memory where there is room, since nobody kills them and so nothing need be on a disk. They
 * run with the settings that a durable ack needs all the same.
 */
function quickFolder(): string {
  const folder = '/dev/shm';
  try {
    const { bavail, bsize } = statfsSync(folder);
    if (bavail * bsize > ROOM_BYTES && process.availableMemory() > 2 * ROOM_BYTES) return folder;
  } catch {
    // Not Linux.
  }
  return tmpdir();
}

type Answer = { readonly url: string } | { readonly missing: string } | { readonly failed: string };

/**
 * The URL of the shared server, as its owner; undefined where nobody shares one. Rejects with a MissingProgramError, or
 * with what the server printed.
 */
export async function sharedServer(name: SharedName): Promise<string | undefined> {
  const socketPath = process.env[SHARED_SERVICES];
  if (socketPath === undefined || socketPath === '') return undefined;
  const asked = request({ socketPath, path: `/${name}` });
  asked.end();
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  const answer = JSON.parse((await response.setEncoding('utf8').toArray()).join('')) as Answer;
  if ('url' in answer) return answer.url;
  if ('missing' in answer) throw new MissingProgramError(answer.missing);
  throw new Error(answer.failed);
}

export class SharedServices {
  readonly #folder: string;
  readonly #starts: Starts;
  readonly #http: Server;
  readonly #services = new Map<SharedName, Promise<PrivateService>>();

  private constructor(folder: string, starts: Starts) {
    this.#folder = folder;
    this.#starts = starts;
    this.#http = createServer((asked, response) => void this.#answer(asked, response));
  }

  /** `starts`: how each is started, for tests. */
  static async serve(starts: Starts = STARTS): Promise<SharedServices> {
    const folder = await mkdtemp(join(tmpdir(), 'posthorn-shared-'));
    const shared = new SharedServices(folder, starts);
    shared.#http.listen(shared.socketPath);
    await once(shared.#http, 'listening');
    return shared;
  }

  /** For {@link SHARED_SERVICES}. */
  get socketPath(): string {
    return join(this.#folder, 'socket');
  }

  /** Ends what was started and removes its data. */
  async close(): Promise<void> {
    this.#http.closeAllConnections();
    this.#http.close();
    for (const starting of this.#services.values()) {
      const service = await starting.catch(() => undefined);
      await service?.remove();
    }
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #answer(asked: IncomingMessage, response: ServerResponse): Promise<void> {
    response.end(JSON.stringify(await this.#find(asked.url?.slice(1) ?? '')));
  }

  async #find(name: string): Promise<Answer> {
    if (!isShared(name, this.#starts)) return { failed: `there is no shared ${name}` };
    try {
      const starting = this.#services.get(name) ?? this.#starts[name]();
      this.#services.set(name, starting);
      return { url: (await starting).url };
    } catch (error) {
      const { message } = error as Error;
      return error instanceof MissingProgramError ? { missing: message } : { failed: message };
    }
  }
}

function isShared(name: string, starts: Starts): name is SharedName {
  return Object.hasOwn(starts, name);
}
