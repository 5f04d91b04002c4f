/**
 * A real server in a process of its own, that can be killed and started again on the same data and ports.
 *
 * @module
 */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** The `posthorn` of this repository. */
export const LAUNCHER = fileURLToPath(new URL('../../../apps/cli/bin/posthorn.js', import.meta.url));

export interface Ready {
  readonly http: number;
  readonly tcp: number;
  /** With --cim. */
  readonly cim?: number;
  readonly epoch: string;
}

export class ServerProcess {
  readonly directory: string;
  readonly #options: readonly string[];
  #child: ChildProcess | undefined;
  #ready: Ready | undefined;
  /** The `posthorn` that runs from the next start on. */
  launcher = LAUNCHER;
  stderr = '';

  private constructor(directory: string, options: readonly string[]) {
    this.directory = directory;
    this.#options = options;
  }

  /** Starts one on an empty data directory, by default of its own. `options`: more of `posthorn start`. */
  static async start(
    options: readonly string[] = [],
    directory?: string,
    launcher = LAUNCHER,
  ): Promise<ServerProcess> {
    const server = new ServerProcess(directory ?? (await mkdtemp(join(tmpdir(), 'posthorn-'))), options);
    server.launcher = launcher;
    await server.start();
    return server;
  }

  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  get httpUrl(): string {
    return `http://127.0.0.1:${this.ready.http}`;
  }

  get tcpUrl(): string {
    return `tcp://127.0.0.1:${this.ready.tcp}`;
  }

  get ready(): Ready {
    if (this.#ready === undefined) throw new Error('not started');
    return this.#ready;
  }

  /** Starts it (again), on the ports that it had. Rejects with what it said when it does not start. */
  async start(): Promise<void> {
    const ports = [this.#ready?.http ?? 0, this.#ready?.tcp ?? 0];
    const child = spawn(
      process.execPath,
      [
        this.launcher,
        'start',
        '--json',
        '--data',
        this.directory,
        '--http',
        String(ports[0]),
        '--tcp',
        String(ports[1]),
        '--log-format',
        'json',
        ...this.#options,
      ],
      { stdio: ['ignore', 'pipe', 'pipe'] },
    );
    this.#child = child;
    child.stderr.setEncoding('utf8').on('data', (text: string) => (this.stderr += text));
    const lines = createInterface({ input: child.stdout });
    const [line] = (await Promise.race([once(lines, 'line'), once(child, 'exit').then(() => [''])])) as [
      string,
    ];
    if (line === '') throw new Error(`the server did not start: ${this.stderr}`);
    this.#ready = JSON.parse(line) as Ready;
  }

  /** Power for the process is gone: no handler runs. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** Asks it to stop; resolves with its exit code. */
  async stop(): Promise<number | null> {
    return this.#end('SIGTERM');
  }

  /** Ends it and removes its data. */
  async remove(): Promise<void> {
    await this.kill();
    await rm(this.directory, { recursive: true, force: true });
  }

  async #end(signal: NodeJS.Signals): Promise<number | null> {
    const child = this.#child;
    this.#child = undefined;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null)
      return child?.exitCode ?? null;
    const exited = once(child, 'exit');
    child.kill(signal);
    const [code] = (await exited) as [number | null];
    return code;
  }
}
