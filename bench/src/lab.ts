/**
 * The lab of a scenario: the size of the measurement, and its processes and directories, which end with the lab.
 *
 * @module
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MALLOC } from '@posthorn/services';
import { Child } from './child.ts';
import type { ChildOptions } from './child.ts';
import { SERVER_CORE } from './cores.ts';
import { seed } from './seed.ts';
import type { Seeded } from './seed.ts';
import { ServerChild } from './server-child.ts';

export interface LabOptions {
  /** Length of a measurement in s, without its warm-up. */
  readonly seconds: number;
  /** 1: the size for which the targets hold. Less: a trial run. */
  readonly scale: number;
  /** On a real disk: an fsync to memory would cost nothing. */
  readonly parentDirectory: string;
  /** Where the server writes CPU profiles; undefined: none. */
  readonly profileDirectory: string | undefined;
  /** Reports progress. */
  readonly note: (text: string) => void;
}

/** A server with users, on a core of its own. */
export interface Stage {
  readonly server: ServerChild;
  readonly http: number;
  readonly tcp: number;
  readonly users: readonly Seeded[];
  readonly directory: string;
  end(): Promise<void>;
}

/** Options of `posthorn start` in camelCase: `maxGroupMembers` is `--max-group-members`. */
export type ServerOptions = Readonly<Record<string, string | number | boolean>>;

const SERVER_DEFAULTS: ServerOptions = {
  http: 0,
  tcp: 0,
  loginPolicy: 'multi',
  maxConnections: 1_000_000,
  sendRate: 1_000_000,
  groupsPerHour: 0,
  addedPerHour: 0,
  drainWindow: '0s',
  // A machine with one core can be too busy for heartbeats; its connections must not be closed for silence.
  heartbeat: '600s',
};

export class Lab {
  readonly #options: LabOptions;
  readonly #children = new Set<Child>();
  readonly #directories = new Set<string>();
  readonly #others: (() => Promise<void>)[] = [];

  constructor(options: LabOptions) {
    this.#options = options;
  }

  get seconds(): number {
    return this.#options.seconds;
  }

  get scale(): number {
    return this.#options.scale;
  }

  /** Contains all temporary directories; on the measured disk. */
  get parentDirectory(): string {
    return this.#options.parentDirectory;
  }

  note(text: string): void {
    this.#options.note(text);
  }

  /** Scales a count of the full size to this run; at least `least`. */
  scaled(count: number, least = 1): number {
    return Math.max(least, Math.round(count * this.#options.scale));
  }

  /** Starts one of our programs. `name`: its file in this directory, without the extension. */
  start(name: string, args: readonly string[], options: ChildOptions): Child {
    return this.#kept(new Child(programFile(name), args, options));
  }

  /** An empty directory, removed at the end. */
  async directory(): Promise<string> {
    const directory = await mkdtemp(join(this.#options.parentDirectory, 'posthorn-bench-'));
    this.#directories.add(directory);
    return directory;
  }

  /** A server with `userCount` users who have a session each. `prepare` may add data to its directory. */
  async stage(
    userCount: number,
    config: ServerOptions = {},
    prepare?: (directory: string, users: readonly Seeded[]) => Promise<void>,
  ): Promise<Stage> {
    const directory = await this.directory();
    const users = await seed(directory, userCount);
    await prepare?.(directory, users);
    const server = await this.server(directory, config);
    return {
      server,
      http: server.http,
      tcp: server.tcp,
      users,
      directory,
      end: async () => {
        await this.end(server.child);
        await this.remove(directory);
      },
    };
  }

  /** A server on an existing directory. */
  async server(directory: string, config: ServerOptions = {}): Promise<ServerChild> {
    const { profileDirectory } = this.#options;
    const profiling =
      profileDirectory === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profileDirectory}`];
    const child = this.start('server', flagsOf({ data: directory, ...SERVER_DEFAULTS, ...config }), {
      core: SERVER_CORE,
      nodeArgs: ['--expose-gc', ...profiling],
      env: MALLOC,
    });
    const { http, tcp } = await child.next<{ http: number; tcp: number }>();
    return new ServerChild(child, http, tcp);
  }

  /** Ends a process of this lab. Idempotent. */
  async end(child: Child): Promise<void> {
    this.#children.delete(child);
    if (this.#options.profileDirectory === undefined) await child.end('SIGKILL');
    else await child.leave();
  }

  async remove(directory: string): Promise<void> {
    this.#directories.delete(directory);
    await rm(directory, { recursive: true, force: true });
  }

  /** Adds something to remove when the lab closes. */
  onClose(remove: () => Promise<void>): void {
    this.#others.push(remove);
  }

  /** Ends all processes and removes all directories. Idempotent. */
  async close(): Promise<void> {
    await Promise.all([...this.#children].map((child) => this.end(child)));
    await Promise.all(this.#others.map((remove) => remove()));
    await Promise.all([...this.#directories].map((directory) => this.remove(directory)));
  }

  #kept(child: Child): Child {
    this.#children.add(child);
    return child;
  }
}

/** A program of this package: TypeScript in a checkout, JavaScript in an installed package. */
function programFile(name: string): string {
  const ending = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  return fileURLToPath(new URL(`${name}.${ending}`, import.meta.url));
}

function flagsOf(options: ServerOptions): readonly string[] {
  return Object.entries(options).map(([name, value]) => {
    const flag = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    const text = typeof value === 'boolean' ? (value ? 'on' : 'off') : String(value);
    return `--${flag}=${text}`;
  });
}
