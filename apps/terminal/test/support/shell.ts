/**
 * The command `posthorn` as a script uses it: a command line and an input, an exit code and what was printed.
 *
 * @module
 */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { launch } from '@posthorn/testing/command';
import type { Ended as Launched } from '@posthorn/testing/command';
import { startInProcess } from '@posthorn/testing/in-process';
import { runCommand } from '../../src/run-command.ts';

export interface Ended extends Launched {
  /** Of stdout. */
  readonly lines: readonly string[];
}

interface Place {
  readonly httpUrl: string;
  readonly tcpUrl: string;
}

interface Closable {
  close(): Promise<void>;
}

export class Shell {
  /** The server that the commands are sent to. */
  readonly place: Place;
  /** The home of whoever types. */
  readonly home: string;
  readonly #own: Closable | undefined;
  /** No command runs as a process. */
  readonly #isHere: boolean;
  readonly #seen = new Set<string>();

  private constructor(place: Place, home: string, own: Closable | undefined, isHere: boolean) {
    this.place = place;
    this.home = home;
    this.#own = own;
    this.#isHere = isHere;
  }

  /** At a server of its own, in this process. */
  static async inProcess(): Promise<Shell> {
    const place = await startInProcess();
    return Shell.open(place, place.server);
  }

  /** Romeo and Juliet, 1 and 2, have accounts. `own`: closes with the shell. `isHere`: no command runs as a process. */
  static async open(place: Place, own?: Closable, { isHere = false } = {}): Promise<Shell> {
    const shell = new Shell(place, await mkdtemp(join(tmpdir(), 'posthorn-home-')), own, isHere);
    for (const name of ['romeo', 'juliet']) {
      const { code, stderr } = await shell.run(['register', ...shell.as(name)]);
      assert.equal(code, 0, stderr);
    }
    return shell;
  }

  /** Arguments for this user. */
  as(name: string): string[] {
    return ['--server', this.place.httpUrl, '--user', name, '--password', 'secret'];
  }

  /** Of the commands. */
  environment(more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
    return { PATH: process.env['PATH'], HOME: this.home, TERM: 'dumb', ...more };
  }

  /**
   * Each command runs as a process once, which shows that the process ends and says so with its exit code. From then on it
   * runs here, in a tenth of the time.
   */
  run(args: readonly string[], input = '', env: NodeJS.ProcessEnv = {}): Promise<Ended> {
    const [command = ''] = args;
    if (this.#isHere || this.#seen.has(command)) return this.#runHere(args, input, env);
    this.#seen.add(command);
    return this.launch(args, input, env);
  }

  /** As a process. */
  async launch(args: readonly string[], input = '', env: NodeJS.ProcessEnv = {}): Promise<Ended> {
    return withLines(await launch(args, { input, env: this.environment(env) }).ended);
  }

  async close(): Promise<void> {
    await rm(this.home, { recursive: true });
    await this.#own?.close();
  }

  async #runHere(args: readonly string[], input: string, env: NodeJS.ProcessEnv): Promise<Ended> {
    const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
    const printed = [text(stdout), text(stderr)] as const;
    stdin.end(input);
    const io = { stdin, stdout, stderr, env: this.environment(env), signal: new AbortController().signal };
    const code = await runCommand(args, io);
    stdout.end();
    stderr.end();
    return withLines({ code, stdout: await printed[0], stderr: await printed[1] });
  }
}

function withLines(ended: Launched): Ended {
  return { ...ended, lines: ended.stdout.split('\n').filter((line) => line !== '') };
}
