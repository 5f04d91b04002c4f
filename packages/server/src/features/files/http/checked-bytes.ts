/**
 * Bytes with a checksum: none of them may become part of an upload unless it is right, so they wait on the local disk.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import { createHash, randomUUID } from 'node:crypto';
import { open, unlink } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HttpRefusal } from './refusal.ts';
import type { Checksum } from './tus-headers.ts';

/** Of a request with a checksum. What is larger is sent in several. */
export const MAX_CHECKED_BYTES = 67_108_864;
const MISMATCH = 460;

export interface CheckedBytes extends AsyncDisposable {
  bytes(): AsyncIterable<Uint8Array>;
}

/** Rejects with 460 if the checksum is wrong, and with TOO_LARGE. Dispose the result. */
export async function checkedBytes(
  source: AsyncIterable<Uint8Array>,
  { algorithm, digest }: Checksum,
): Promise<CheckedBytes> {
  const file = await namelessFile();
  try {
    const hash = createHash(algorithm);
    let length = 0;
    for await (const chunk of source) {
      length += chunk.length;
      if (length > MAX_CHECKED_BYTES)
        throw new PosthornError(
          'TOO_LARGE',
          `a request with a checksum has at most ${MAX_CHECKED_BYTES} bytes; send several`,
        );
      hash.update(chunk);
      await file.appendFile(chunk);
    }
    if (!hash.digest().equals(digest))
      throw new HttpRefusal(
        MISMATCH,
        'INVALID',
        `the ${algorithm} of these bytes is another one; send them again`,
      );
    return {
      bytes: () => file.createReadStream({ start: 0, autoClose: false }),
      [Symbol.asyncDispose]: () => file.close(),
    };
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** Goes with its handle, also if the process dies. */
async function namelessFile(): Promise<FileHandle> {
  const path = join(tmpdir(), `posthorn-${randomUUID()}.part`);
  const file = await open(path, 'wx+', 0o600);
  await unlink(path);
  return file;
}
