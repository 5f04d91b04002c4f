/**
 * A real server in a process of its own, on a data directory that goes with it.
 *
 * @module
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PosthornProcess } from '@posthorn/services';
import type { PosthornReady } from '@posthorn/services';
import { CHEAP_PASSWORDS } from './cheap-passwords.ts';

/** The `posthorn` of this repository. */
export const LAUNCHER = fileURLToPath(new URL('../../../apps/cli/bin/posthorn.js', import.meta.url));

export interface Ready extends PosthornReady {
  /** With --cim. */
  readonly cim?: number;
}

export class ServerProcess extends PosthornProcess<Ready> {
  readonly directory: string;
  /** All that it has logged. */
  stderr = '';

  private constructor(directory: string, options: readonly string[], launcher: string) {
    super({
      launcher,
      nodeArgs: CHEAP_PASSWORDS,
      options: ['--data', directory, '--log-format', 'json', ...options],
      onLog: (text) => (this.stderr += text),
    });
    this.directory = directory;
  }

  /** Starts one on an empty data directory, by default of its own. `options`: more of `posthorn start`. */
  static async start(
    options: readonly string[] = [],
    directory?: string,
    launcher = LAUNCHER,
  ): Promise<ServerProcess> {
    const place = directory ?? (await mkdtemp(join(tmpdir(), 'posthorn-')));
    const server = new ServerProcess(place, options, launcher);
    await server.start();
    return server;
  }

  /** Ends it and removes its data. */
  async remove(): Promise<void> {
    await this.kill();
    await rm(this.directory, { recursive: true, force: true });
  }
}
