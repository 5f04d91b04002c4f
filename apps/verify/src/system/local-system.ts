/**
 * A private server: its own process in its own directory.
 *
 * @module
 */
import { execFile } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { fileURLToPath } from 'node:url';
import { setTimeout as pause } from 'node:timers/promises';
import { PosthornProcess } from '@posthorn/services';
import type { Door } from '../network/network.ts';
import { RawConnection } from '../actors/raw-connection.ts';
import { LoopDisk, whyNoLoopDisk } from './loop-disk.ts';
import type { Backups, Body, Life, System, WallClock } from './system.ts';

export interface LocalSystemOptions {
  /** The path of the `posthorn` script. */
  readonly launcher: string;
  /** An empty directory for the system's data and logs. */
  readonly folder: string;
  /** Called if the server ends by itself. */
  readonly onDeath: (sentence: string) => void;
  /** More options of `posthorn start`. */
  readonly options?: readonly string[];
}

/** Small bounds, so that a minute shows what would otherwise take an hour. */
export const START_OPTIONS = [
  '--heartbeat=2s',
  '--outbound=64KiB',
  '--registrations-per-hour=0',
  '--webhook-allow=127.0.0.1',
  '--drain-window=500ms',
  '--mqtt=on',
  '--mqtt-port=0',
  '--log-format=json',
  '--log-level=warn',
];

const PRELOAD = new URL(
  import.meta.url.endsWith('.ts') ? './wall-clock-preload.ts' : './wall-clock-preload.js',
  import.meta.url,
);

export class LocalSystem implements System {
  readonly #options: LocalSystemOptions;
  readonly #clockFile: string;
  readonly #data: string;
  readonly disk: LoopDisk | undefined;
  readonly missing: Readonly<Record<string, string>>;
  readonly #process: PosthornProcess;
  readonly isOurs = true;

  private constructor(
    options: LocalSystemOptions,
    disk: LoopDisk | undefined,
    whyNoDisk: string | undefined,
  ) {
    this.#options = options;
    this.disk = disk;
    this.missing = whyNoDisk === undefined ? {} : { disk: whyNoDisk };
    this.#clockFile = join(options.folder, 'clock');
    this.#data = join(disk?.path ?? options.folder, 'data');
    this.#process = new PosthornProcess({
      launcher: options.launcher,
      nodeArgs: ['--import', fileURLToPath(PRELOAD)],
      options: [`--data=${this.#data}`, ...START_OPTIONS, ...(options.options ?? [])],
      env: { POSTHORN_VERIFY_CLOCK: this.#clockFile },
      onLog: (text) => appendFileSync(join(options.folder, 'server.log'), text),
      onDeath: options.onDeath,
    });
  }

  /** Rejects with the server's output if it does not start. */
  static async create(options: LocalSystemOptions): Promise<LocalSystem> {
    let why = whyNoLoopDisk();
    let disk: LoopDisk | undefined;
    await mkdir(options.folder, { recursive: true });
    if (why === undefined) {
      try {
        disk = await LoopDisk.create(options.folder);
      } catch (error) {
        why = `a loop mount is not possible here (${(error as Error).message.split('\n')[0]})`;
      }
    }
    const system = new LocalSystem(options, disk, why);
    try {
      await system.#process.start();
    } catch (error) {
      await system.close();
      throw error;
    }
    return system;
  }

  readonly tcp: Door = {
    scheme: 'tcp',
    address: () => ({ host: '127.0.0.1', port: this.#process.ready.tcp }),
  };
  readonly http: Door = {
    scheme: 'http',
    address: () => ({ host: '127.0.0.1', port: this.#process.ready.http }),
  };

  readonly mqtt: Door = {
    scheme: 'tcp',
    address: () => ({ host: '127.0.0.1', port: this.#process.ready.mqtt ?? 0 }),
  };

  get directUrl(): string {
    return this.#process.tcpUrl;
  }

  filesUrl = (): string => this.#process.httpUrl;

  get epoch(): string {
    return this.#process.ready.epoch;
  }

  readonly life: Life = {
    kill: () => this.#process.kill(),
    stop: () => this.#process.stop(),
    start: () => this.#process.start(),
  };

  get body(): Body {
    return this.#process;
  }

  readonly wallClock: WallClock = {
    shift: async (offsetMs) => {
      await writeFile(this.#clockFile, String(offsetMs));
      this.#process.signal('SIGUSR2');
      for (let tries = 0; tries < 100; tries++) {
        if (Math.abs((await this.#serverTime()) - Date.now() - offsetMs) < 5000) return;
        await pause(20);
      }
      throw new Error('the server does not go by the shifted clock');
    },
  };

  /** By the commands of operators. */
  readonly backups: Backups = {
    take: async () => {
      const folder = dirname(this.#backup);
      await rm(folder, { recursive: true, force: true });
      await mkdir(folder);
      await this.#operate('backup', '--data', this.#data, '--to', this.#backup);
      // The server marks its data every two seconds. Without a new mark, later writes could look like the same
      // history.
      const mark = (): Promise<string> => readFile(join(this.#data, 'generation'), 'utf8');
      const old = await mark();
      while ((await mark()) === old) await pause(50);
    },
    restore: async () => {
      await this.#process.kill();
      await this.#operate('restore', '--from', this.#backup, '--data', this.#data, '--force');
      for (const name of await readdir(this.#data)) {
        if (name.startsWith('before-restore-')) await rm(join(this.#data, name), { recursive: true });
      }
      await this.#process.start();
    },
  };

  async files(): Promise<readonly string[]> {
    const entries = await readdir(this.#data, { recursive: true, withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  }

  get #backup(): string {
    return join(this.#options.folder, 'backup/posthorn.db');
  }

  async #operate(...args: readonly string[]): Promise<void> {
    await promisify(execFile)(process.execPath, [this.#options.launcher, ...args]);
  }

  async close(): Promise<void> {
    await this.#process.kill();
    await this.disk?.remove();
  }

  async #serverTime(): Promise<number> {
    const connection = await RawConnection.open({ url: this.directUrl, timeoutMs: 5000 });
    try {
      return (await connection.ask('hello', { version: 1, client: 'posthorn-verify' })).serverTime;
    } finally {
      connection.close();
    }
  }
}
