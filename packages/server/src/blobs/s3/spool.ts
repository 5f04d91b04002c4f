/**
 * A part on the local disk until it is sent: S3 wants to know its length and hash first, and memory is not for parts. The file has
 * no name, so nothing of it is left after a crash.
 *
 * @module
 */
import { createHash } from 'node:crypto';
import type { Hash } from 'node:crypto';
import { open, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { Random } from '../../clock.ts';
import { fileFailure, FILE_MODE, writeAll } from '../files.ts';
import { newId } from '../names.ts';
import type { S3Body } from './client.ts';

const CHUNK_BYTES = 64 * 1024;

export class Spool {
  readonly #file: FileHandle;
  readonly #directory: string;
  #hash: Hash = createHash('sha256');
  #bytes = 0;

  private constructor(file: FileHandle, directory: string) {
    this.#file = file;
    this.#directory = directory;
  }

  static async open(directory: string, random: Random): Promise<Spool> {
    const path = join(directory, `part-${newId(random)}`);
    try {
      const file = await open(path, 'wx+', FILE_MODE);
      await rm(path);
      return new Spool(file, directory);
    } catch (error) {
      throw fileFailure(error, directory);
    }
  }

  get bytes(): number {
    return this.#bytes;
  }

  async add(bytes: Uint8Array): Promise<void> {
    try {
      await writeAll(this.#file, bytes, this.#bytes, (written) => {
        this.#hash.update(written);
        this.#bytes += written.length;
      });
    } catch (error) {
      throw fileFailure(error, this.#directory);
    }
  }

  /** What it has now. Valid until the next add() or clear(). */
  body(): S3Body {
    const bytes = this.#bytes;
    const read = (): Readable => Readable.from(this.#chunks(bytes), { objectMode: false });
    return { bytes, sha256: this.#hash.copy().digest('hex'), read };
  }

  clear(): void {
    this.#hash = createHash('sha256');
    this.#bytes = 0;
  }

  async close(): Promise<void> {
    await this.#file.close();
  }

  /** Not a stream of the file's own: each of these stays with the open file as a listener. */
  async *#chunks(bytes: number): AsyncGenerator<Buffer> {
    for (let at = 0; at < bytes;) {
      const buffer = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, bytes - at));
      const { bytesRead } = await this.#file.read(buffer, 0, buffer.length, at);
      if (bytesRead === 0) throw new Error(`a part has ${at} of ${bytes} bytes`);
      yield buffer.subarray(0, bytesRead);
      at += bytesRead;
    }
  }
}
