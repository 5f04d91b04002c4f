/**
 * The environment of a command, passed in so that tests can replace it.
 *
 * @module
 */
import type { Readable, Writable } from 'node:stream';

export interface Io {
  readonly stdin: Readable & { readonly isTTY?: boolean };
  /** Results. */
  readonly stdout: Writable & { readonly isTTY?: boolean; readonly columns?: number };
  /** Everything else. */
  readonly stderr: Writable & { readonly isTTY?: boolean };
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Aborted when the user interrupts. */
  readonly signal: AbortSignal;
}

/** The environment of this process. A first SIGINT or SIGTERM aborts; a second one ends the process. */
export function processIo(): Io {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => controller.abort());
  // The reader may close the pipe first (`posthorn listen | head`): then there is nothing left to do.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  const { stdin, stdout, stderr, env } = process;
  return { stdin, stdout, stderr, env, signal: controller.signal };
}

/** Lines of a text. A byte order mark at its beginning, as some programs write it, is no part of the first one. */
export async function* textLines(lines: AsyncIterable<string>): AsyncGenerator<string> {
  let isFirst = true;
  for await (const line of lines) {
    yield isFirst ? line.replace(/^\uFEFF/, '') : line;
    isFirst = false;
  }
}

/** Writes and waits while the reader is slow. */
export function write(stream: Writable, text: string): Promise<void> {
  return writeBytes(stream, text);
}

/** Like write(), for what is no text. */
export async function writeBytes(stream: Writable, bytes: string | Uint8Array): Promise<void> {
  if (stream.write(bytes) || stream.destroyed) return;
  await new Promise<void>((resolve) => {
    const done = (): void => {
      stream.off('drain', done).off('close', done);
      resolve();
    };
    stream.on('drain', done).on('close', done);
  });
}
