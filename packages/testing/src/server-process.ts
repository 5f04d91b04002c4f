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
import type { PosthornOptions, PosthornReady } from '@posthorn/services';
import { CHEAP_PASSWORDS } from './cheap-passwords.ts';

/** The `posthorn` of this repository. */
export const LAUNCHER = fileURLToPath(new URL('../../../apps/cli/bin/posthorn.js', import.meta.url));

/** Tests use short passwords. */
const ANY_PASSWORD = { POSTHORN_PASSWORD_MIN_LENGTH: '1', POSTHORN_COMMON_PASSWORDS: 'on' };

export interface Ready extends PosthornReady {
  /** With --cim. */
  readonly cim?: number;
}

export interface ServerProcessOptions extends Pick<PosthornOptions, 'name' | 'ports' | 'onLog'> {
  /** An empty data directory; by default one of its own in the system's place for temporary files. */
  readonly directory?: string | undefined;
  readonly launcher?: string;
}

export class ServerProcess extends PosthornProcess<Ready> {
  readonly directory: string;
  /** All that it has logged. */
  stderr = '';

  private constructor(
    directory: string,
    options: readonly string[],
    { launcher = LAUNCHER, onLog, ...more }: ServerProcessOptions,
  ) {
    const logFormat = options.includes('--log-format') ? [] : ['--log-format', 'json'];
    super({
      ...more,
      launcher,
      nodeArgs: CHEAP_PASSWORDS,
      env: ANY_PASSWORD,
      options: ['--data', directory, ...logFormat, ...options],
      onLog: (text) => {
        this.stderr += text;
        onLog?.(text);
      },
    });
    this.directory = directory;
  }

  /** `options`: more of `posthorn start`. Rejects with what it said when it does not start. */
  static async start(
    options: readonly string[] = [],
    more: ServerProcessOptions = {},
  ): Promise<ServerProcess> {
    const directory = more.directory ?? (await mkdtemp(join(tmpdir(), 'posthorn-')));
    const server = new ServerProcess(directory, options, more);
    try {
      await server.start();
    } catch (error) {
      if (more.directory === undefined) await server.remove();
      throw error;
    }
    return server;
  }

  /** Ends it and removes its data. */
  async remove(): Promise<void> {
    await this.kill();
    await rm(this.directory, { recursive: true, force: true });
  }
}
