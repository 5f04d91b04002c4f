/**
 * A server inside the test's process, on parts that a test has tampered with. Killed, it forgets what its store
 * had not kept; started again, it is on the same ports.
 *
 * @module
 */
import { copyFile, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { openDirectoryBlobStore, systemRandom } from '@posthorn/server';
import type { BlobStore, Bus, Config, RunningServer, Store } from '@posthorn/server';
import { startInProcess } from '@posthorn/testing/in-process';
import type { Door } from '../../src/network/network.ts';
import type { Backups, Life, System } from '../../src/system/system.ts';

export interface PlantedServerOptions {
  /** Asked at each start. */
  readonly openStore: () => Promise<Store>;
  readonly bus?: (() => Bus) | undefined;
  readonly config?: Partial<Config> | undefined;
  /** Called when it is killed, before anything else: what was not committed is lost. */
  readonly onKill?: (() => void) | undefined;
  /** Puts a fault into the store of files. */
  readonly blobs?: ((blobs: BlobStore) => BlobStore) | undefined;
  /** Where SQLite has its files; then it can be restored from a backup. */
  readonly directory?: string | undefined;
}

/** Where files are, and the store of them. */
interface Files {
  readonly folder: string;
  readonly blobs: BlobStore;
}

export const SMALL = {
  http: 0,
  tcp: 0,
  heartbeat: 1000,
  registrationsPerHour: 0,
  drainWindow: 0,
  webhookAllow: ['127.0.0.1'],
};

export class PlantedServer implements System {
  readonly #options: PlantedServerOptions;
  readonly #bus: Bus | undefined;
  #server: RunningServer | undefined;
  #store: Store | undefined;
  #ports = { http: 0, tcp: 0, mqttPort: 0 };
  #epoch = '';
  readonly isOurs = true;
  readonly missing = {};
  readonly #files: Files;
  readonly backups: Backups | undefined;
  readonly files: (() => Promise<readonly string[]>) | undefined;

  private constructor(options: PlantedServerOptions, files: Files) {
    this.#options = options;
    this.#files = files;
    this.#bus = options.bus?.();
    const { directory } = options;
    this.backups = directory === undefined ? undefined : this.#backupsIn(directory);
    this.files = directory === undefined ? undefined : () => filesIn(directory);
  }

  static async start(options: PlantedServerOptions): Promise<PlantedServer> {
    const folder = await mkdtemp(join(tmpdir(), 'posthorn-planted-files-'));
    const right = await openDirectoryBlobStore({ directory: folder, random: systemRandom });
    const system = new PlantedServer(options, { folder, blobs: options.blobs?.(right) ?? right });
    await system.#start();
    return system;
  }

  readonly tcp: Door = { scheme: 'tcp', address: () => ({ host: '127.0.0.1', port: this.#ports.tcp }) };
  readonly http: Door = { scheme: 'http', address: () => ({ host: '127.0.0.1', port: this.#ports.http }) };

  /** If its configuration has it. */
  get mqtt(): Door | undefined {
    const address = (): ReturnType<Door['address']> => ({ host: '127.0.0.1', port: this.#ports.mqttPort });
    return this.#options.config?.mqtt === true ? { scheme: 'tcp', address } : undefined;
  }

  get directUrl(): string {
    return `tcp://127.0.0.1:${this.#ports.tcp}`;
  }

  filesUrl = (): string => `http://127.0.0.1:${this.#ports.http}`;

  get epoch(): string {
    return this.#epoch;
  }

  readonly life: Life = {
    kill: async () => {
      this.#options.onKill?.();
      await this.#stop();
    },
    stop: () => this.#stop(),
    start: () => this.#start(),
  };

  async close(): Promise<void> {
    await this.#stop();
    await this.#store?.close();
    await this.#files.blobs.close();
    await rm(this.#files.folder, { recursive: true, force: true });
  }

  #backupsIn(directory: string): Backups {
    const path = join(directory, 'posthorn.db');
    const mark = (): Promise<string> => readFile(join(directory, 'generation'), 'utf8');
    return {
      take: async () => {
        const database = new DatabaseSync(path, { readOnly: true });
        await backup(database, `${path}.backup`);
        database.close();
        const old = await mark();
        while ((await mark()) === old) await pause(20);
      },
      restore: async () => {
        await this.#stop();
        for (const end of ['', '-wal', '-shm']) await rm(`${path}${end}`, { force: true });
        await copyFile(`${path}.backup`, path);
        await this.#start();
      },
    };
  }

  async #start(): Promise<void> {
    const { openStore, config, directory } = this.#options;
    if (this.#store === undefined || directory !== undefined) this.#store = await openStore();
    const changes = { ...SMALL, ...this.#ports, ...config };
    const more = this.#bus === undefined ? {} : { bus: this.#bus };
    const { blobs } = this.#files;
    const { server } = await startInProcess(changes, { store: this.#store, blobs, ...more });
    this.#server = server;
    this.#epoch = server.epoch ?? '';
    const { mqtt: mqttPort = 0 } = server.ports;
    this.#ports = { http: server.httpPort, tcp: server.tcpPort ?? 0, mqttPort };
  }

  async #stop(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    await server?.close();
    // Files are opened anew each time; what is in memory stays.
    if (this.#options.directory !== undefined && server !== undefined) await this.#store?.close();
  }
}

async function filesIn(directory: string): Promise<readonly string[]> {
  const names = await readdir(directory);
  return names.filter((name) => !name.endsWith('.backup')).map((name) => join(directory, name));
}
