/**
 * Payloads of what is pushed, made once for all connections of a gateway that receive the same push.
 *
 * @module
 */
import { decodeContent } from '@posthorn/protocol';
import type { MessageInit } from '@posthorn/protocol';
import { payloadOf } from './payloads.ts';
import type { Payload, PayloadOptions } from './payloads.ts';

type Made = Map<string, Promise<Payload | undefined>>;

export class SharedPayloads {
  /** By the decoded push, which all its receivers have. */
  readonly #made = new WeakMap<MessageInit, Made>();

  /** As {@link payloadOf}. */
  async of(message: MessageInit, options: PayloadOptions): Promise<Payload | undefined> {
    const made: Made = this.#made.get(message) ?? new Map();
    this.#made.set(message, made);
    const key = `${options.form} ${options.version}`;
    const known = made.get(key);
    if (known === undefined) {
      const own = payloadOf(message, options);
      if (!dependsOnReader(message)) made.set(key, own);
      return own;
    }
    // The connection that was asked for names may have ended.
    return known.catch(() => payloadOf(message, options));
  }
}

/** It quotes another message, which not everybody may see. */
function dependsOnReader({ content }: MessageInit): boolean {
  return content !== undefined && decodeContent(content).kind?.case === 'pin';
}
