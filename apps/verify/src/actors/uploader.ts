/**
 * Uploads files, around all proxies, as their users.
 *
 * @module
 */
import { createHash } from 'node:crypto';
import type { AttachmentInit } from '@posthorn/protocol';
import type { Dice } from '../dice.ts';
import type { History } from '../history.ts';
import type { User } from '../places.ts';

export interface UploaderOptions {
  /** Of the server's HTTP; the port may change. */
  readonly url: () => string;
  readonly history: History;
}

const BYTES = [1, 30_000] as const;
const TIMEOUT_MS = 5000;

export class Uploader {
  readonly #options: UploaderOptions;

  constructor(options: UploaderOptions) {
    this.#options = options;
  }

  /** Uploads a file of chance bytes. Undefined: the server does not take it now. */
  async upload({ id: user, name, token }: User, id: string, dice: Dice): Promise<AttachmentInit | undefined> {
    const bytes = bytesOf(id, dice);
    try {
      const response = await fetch(`${this.#options.url()}/v1/files?name=${encodeURIComponent(id)}.bin`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/octet-stream' },
        body: bytes,
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      const answer = (await response.json()) as Readonly<Record<string, unknown>>;
      if (response.status !== 201) return undefined;
      const hash = createHash('sha256').update(bytes).digest('hex');
      const attachment = {
        id: String(answer['id']),
        name: String(answer['name']),
        type: String(answer['type']),
        bytes: Number(answer['bytes']),
      };
      this.#options.history.record({ op: 'upload', who: name, user, file: attachment.id, hash });
      return attachment;
    } catch {
      // It is down, or its answer was lost.
      return undefined;
    }
  }
}

/** Different for different ids. */
function bytesOf(id: string, dice: Dice): Uint8Array<ArrayBuffer> {
  const length = Math.round(dice.between(...BYTES));
  const bytes = new Uint8Array(length + id.length);
  for (let at = 0; at < length; at++) bytes[at] = dice.below(256);
  bytes.set(Buffer.from(id), length);
  return bytes;
}
