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
import { runCommand } from '../../src/run-command.ts';

export interface Ended {
  readonly code: number | null;
  readonly lines: readonly string[];
  readonly stderr: string;
}

interface Place {
  readonly httpUrl: string;
}

export class Shell {
  readonly #place: Place;
  /** The home of whoever types. */
  readonly home: string;
  readonly #seen = new Set<string>();

  private constructor(place: Place, home: string) {
    this.#place = place;
    this.home = home;
  }

  /** Romeo and Juliet, 1 and 2, have accounts. */
  static async open(place: Place): Promise<Shell> {
    const shell = new Shell(place, await mkdtemp(join(tmpdir(), 'posthorn-home-')));
    for (const name of ['romeo', 'juliet']) {
      const { code, stderr } = await shell.run(['register', ...shell.as(name)]);
      assert.equal(code, 0, stderr);
    }
    return shell;
  }

  /** Arguments for this user. */
  as(name: string): string[] {
    return ['--server', this.#place.httpUrl, '--user', name, '--password', 'secret'];
  }

  /**
   * Each command runs as a process once, which shows that the process ends and says so with its exit code. From then on it
   * runs here, in a tenth of the time.
   */
  run(args: readonly string[], input = '', env: NodeJS.ProcessEnv = {}): Promise<Ended> {
    const [command = ''] = args;
    if (this.#seen.has(command)) return this.#runHere(args, input, env);
    this.#seen.add(command);
    return this.launch(args, input, env);
  }

  /** As a process. */
  async launch(args: readonly string[], input = '', env: NodeJS.ProcessEnv = {}): Promise<Ended> {
    const { code, stdout, stderr } = await launch(args, { input, env: this.#environment(env) }).ended;
    return { code, lines: linesOf(stdout), stderr };
  }

  async close(): Promise<void> {
    await rm(this.home, { recursive: true });
  }

  async #runHere(args: readonly string[], input: string, env: NodeJS.ProcessEnv): Promise<Ended> {
    const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
    const printed = [text(stdout), text(stderr)] as const;
    stdin.end(input);
    const io = { stdin, stdout, stderr, env: this.#environment(env), signal: new AbortController().signal };
    const code = await runCommand(args, io);
    stdout.end();
    stderr.end();
    return { code, lines: linesOf(await printed[0]), stderr: await printed[1] };
  }

  #environment(more: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
    return { PATH: process.env['PATH'], HOME: this.home, TERM: 'dumb', ...more };
  }
}

function linesOf(printed: string): readonly string[] {
  return printed.split('\n').filter((line) => line !== '');
}
