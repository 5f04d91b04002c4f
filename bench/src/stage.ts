/**
 * A seeded server on a core of its own, for one scenario.
 *
 * @module
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Child } from './child.ts';
import { SERVER_CORE } from './cores.ts';
import { seed } from './seed.ts';
import type { Seeded } from './seed.ts';

const SERVER = fileURLToPath(new URL('server.ts', import.meta.url));

export interface Stage {
  readonly server: Child;
  readonly http: number;
  readonly tcp: number;
  readonly users: readonly Seeded[];
  end(): Promise<void>;
}

/** A directory on a real disk: a fsync to memory would cost nothing. */
export async function benchDirectory(): Promise<string> {
  return mkdtemp(join(process.env['POSTHORN_BENCH_DIR'] ?? '/var/tmp', 'posthorn-bench-'));
}

export async function setStage(userCount: number, config: object = {}): Promise<Stage> {
  const directory = await benchDirectory();
  const users = await seed(directory, userCount);
  const server = new Child(SERVER, [directory, JSON.stringify(config)], {
    core: SERVER_CORE,
    nodeArgs: ['--expose-gc'],
  });
  const { http, tcp } = await server.next<{ http: number; tcp: number }>();
  return {
    server,
    http,
    tcp,
    users,
    async end() {
      await server.end('SIGKILL');
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** What /proc says once the server has collected its garbage. */
export async function memoryOf(child: Child): Promise<{ readonly rss: number; readonly heap: number }> {
  child.say('gc');
  return child.next();
}
