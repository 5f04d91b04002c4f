/**
 * Uploads at once, each as fast as a telephone: 128 KiB a second. A process of its own, which goes on until it is killed.
 * Prints `begun` for each of them once, and `uploaded` for each file.
 *
 * @module
 */
import { setTimeout as pause } from 'node:timers/promises';

const [url = '', count = '', ...tokens] = process.argv.slice(2);
const PIECE = Buffer.alloc(32_768, 1);
const PIECES = 64;
const PIECE_MS = 250;

async function* slowly(): AsyncGenerator<Buffer> {
  for (let sent = 0; sent < PIECES; sent++) {
    yield PIECE;
    await pause(PIECE_MS);
  }
}

async function upload(token: string): Promise<void> {
  // They have begun at any moment, so that they do not all end together.
  await pause(Math.random() * PIECES * PIECE_MS);
  process.stdout.write('begun\n');
  for (;;) {
    const response = await fetch(`${url}/v1/files`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      body: ReadableStream.from(slowly()),
      duplex: 'half',
    } as unknown as RequestInit);
    process.stdout.write('uploaded\n');
    if (response.status !== 201) throw new Error(`${response.status}: ${await response.text()}`);
  }
}

await Promise.all(
  Array.from({ length: Number(count) }, (_, index) => upload(tokens[index % tokens.length] ?? '')),
);
