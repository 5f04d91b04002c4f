/**
 * The one door of this room: what a file is, how it is shown, and what to keep of it.
 *
 * @module
 */
import { randomUUID } from 'node:crypto';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { cleanedBy } from './edits.ts';
import { bytesOf, MAX_PICTURE_BYTES, writeExcerpt } from './excerpt.ts';
import type { Examined, MediaSource } from './examined.ts';
import { inspect, isInspected } from './inspect.ts';
import { fileReader } from './reader.ts';
import { SNIFFED_BYTES, typeOf, UNKNOWN_TYPE } from './sniff.ts';

export interface MediaOptions {
  /** For temporary files, at most some 256 MiB for each file that is worked on. Exists. */
  readonly directory: string;
  /** Whether what says where and how something was taken is taken away. */
  readonly stripMetadata: boolean;
}

export interface ExamineOptions {
  /** Who has sent it: users take turns. */
  readonly user: number;
  /** The MIME type that the sender said. */
  readonly claimedType?: string;
}

const NOTHING = {
  width: 0,
  height: 0,
  durationMs: 0,
  waveform: new Uint8Array(),
  thumbhash: new Uint8Array(),
};

export class Media {
  readonly #options: MediaOptions;

  constructor(options: MediaOptions) {
    this.#options = options;
  }

  /**
   * Never rejects because of what is in the file: a picture that cannot be read is a plain file. Rejects if the source fails, or the
   * disk of temporary files.
   */
  async examine(source: MediaSource, options: ExamineOptions): Promise<Examined> {
    const head = await bytesOf(source, 0, Math.min(SNIFFED_BYTES, source.bytes));
    const type = typeOf(head, options.claimedType);
    const plain: Examined = { type, ...NOTHING, cleaned: undefined, thumbnails: [] };
    if (!isInspected(type)) return plain;
    const isTooLarge = type.startsWith('image/') && source.bytes > MAX_PICTURE_BYTES;
    return isTooLarge ? { ...plain, type: UNKNOWN_TYPE } : this.#inspected(source, plain);
  }

  /** Ends what is under way. Idempotent. */
  close(): Promise<void> {
    return Promise.resolve();
  }

  async #inspected(source: MediaSource, plain: Examined): Promise<Examined> {
    const path = join(this.#options.directory, `${randomUUID()}.part`);
    try {
      await writeExcerpt(source, path, plain.type);
      await using file = await open(path, 'r');
      const facts = await inspect(fileReader(file, source.bytes), plain.type);
      if (facts === undefined) return { ...plain, type: UNKNOWN_TYPE };
      const { edits, ...known } = facts;
      return {
        ...plain,
        ...known,
        cleaned: this.#options.stripMetadata ? cleanedBy(edits, source) : undefined,
      };
    } finally {
      await rm(path, { force: true });
    }
  }
}
