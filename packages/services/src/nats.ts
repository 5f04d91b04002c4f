/**
 * A private nats-server.
 *
 * @module
 */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findProgram, freePort } from './program.ts';
import type { PrivateService } from './service.ts';

/** It starts within a few ms; a machine that is busy may need longer. */
const START_TIMEOUT_MS = 20_000;
const ATTEMPT_MS = 1000;
const RETRY_MS = 20;
/** How much of what it printed an error shows. */
const SHOWN_CHARS = 2000;

export interface NatsOptions {
  /** Lines of its configuration file: users, TLS, limits. */
  readonly config?: string;
  /** The part of the URL before the host: "user:secret@". */
  readonly credentials?: string;
  /** Instead of a free one. */
  readonly port?: number;
}

/** A running nats-server. Rejects with a MissingProgramError, or with what it printed. */
export async function startNats(options: NatsOptions = {}): Promise<PrivateService> {
  const program = findProgram({
    command: 'nats-server',
    variable: 'POSTHORN_NATS_SERVER',
    aptPackage: 'nats-server',
  });
  const directory = await mkdtemp(join(tmpdir(), 'posthorn-nats-'));
  const port = options.port ?? (await freePort());
  await writeFile(join(directory, 'nats.conf'), options.config ?? '');
  const url = `nats://${options.credentials ?? ''}127.0.0.1:${port}`;
  const service = new PrivateNats({ program, directory, port, url });
  try {
    await service.start();
  } catch (error) {
    await service.remove();
    throw error;
  }
  return service;
}

interface Place {
  readonly program: string;
  readonly directory: string;
  readonly port: number;
  readonly url: string;
}

class PrivateNats implements PrivateService {
  readonly #place: Place;
  #child: ChildProcess | undefined;
  #printed = '';

  constructor(place: Place) {
    this.#place = place;
  }

  get url(): string {
    return this.#place.url;
  }

  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  async start(): Promise<void> {
    if (this.#child !== undefined) return;
    const { program, directory, port } = this.#place;
    const config = join(directory, 'nats.conf');
    const args = ['--addr', '127.0.0.1', '--port', String(port), '--config', config];
    const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    this.#child = child;
    this.#printed = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#printed = (this.#printed + text).slice(-SHOWN_CHARS);
    });
    child.once('exit', () => {
      if (this.#child === child) this.#child = undefined;
    });
    await once(child, 'spawn');
    await this.#answers(child);
  }

  stop(): Promise<void> {
    return this.#end('SIGTERM');
  }

  kill(): Promise<void> {
    return this.#end('SIGKILL');
  }

  pause(): void {
    this.#child?.kill('SIGSTOP');
  }

  resume(): void {
    this.#child?.kill('SIGCONT');
  }

  async remove(): Promise<void> {
    await this.kill();
    await rm(this.#place.directory, { recursive: true, force: true });
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    if (child === undefined) return;
    const exited = once(child, 'exit');
    child.kill(signal);
    // One that is paused would hear of it only later.
    child.kill('SIGCONT');
    await exited;
  }

  /** Waits until it greets. */
  async #answers(child: ChildProcess): Promise<void> {
    const until = performance.now() + START_TIMEOUT_MS;
    while (child.exitCode === null && child.signalCode === null && performance.now() < until) {
      if (await greets(this.#place.port)) return;
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
    await this.kill();
    throw new Error(`nats-server did not start: ${this.#printed.trim()}`);
  }
}

/** Whether something on that port says INFO, as NATS does first of all. */
function greets(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    const answer = (does: boolean) => (): void => {
      socket.destroy();
      resolve(does);
    };
    socket.once('data', answer(true)).once('error', answer(false)).once('close', answer(false));
    socket.setTimeout(ATTEMPT_MS, answer(false));
  });
}
