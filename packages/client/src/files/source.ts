/**
 * Opens what is uploaded, and tells one source from others.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type { Source, UploadOptions } from './api.ts';
import { openPath } from './node.ts';
import type { OpenSource } from './open-source.ts';
import { StreamSource } from './stream-source.ts';

/** How much of each end goes into the fingerprint. */
const SAMPLE_BYTES = 64 * 1024;

/** Rejects with INVALID if it cannot be read. */
export async function openSource(source: Source, { name, type, size }: UploadOptions): Promise<OpenSource> {
  const opened = await open(source, size);
  if (name === undefined && type === undefined) return opened;
  return renamed(opened, name ?? opened.name, type ?? opened.type);
}

function open(source: Source, size: number | undefined): OpenSource | Promise<OpenSource> {
  if (typeof source === 'string') return openPath(source);
  if (source instanceof Blob) return blobSource(source);
  if (source instanceof Uint8Array) return bytesSource(source);
  if (source instanceof ArrayBuffer) return bytesSource(new Uint8Array(source));
  return new StreamSource(source, size);
}

function renamed(source: OpenSource, name: string, type: string): OpenSource {
  const { size, lastModified, isLasting } = source;
  return {
    name,
    type,
    size,
    lastModified,
    isLasting,
    read: (start, length) => source.read(start, length),
    ...(source.rest !== undefined && { rest: () => source.rest?.() ?? new ReadableStream() }),
    close: () => source.close(),
  };
}

function blobSource(blob: Blob): OpenSource {
  const { name = 'file', lastModified = 0 } = blob as Partial<Pick<File, 'name' | 'lastModified'>>;
  return {
    name,
    lastModified,
    type: blob.type,
    size: blob.size,
    isLasting: true,
    async read(start, length) {
      try {
        return new Uint8Array(await blob.slice(start, start + length).arrayBuffer());
      } catch (cause) {
        // A browser says so of a file that was changed or removed (https://w3c.github.io/FileAPI/#NotReadableError).
        throw new PosthornError('INVALID', `${name} cannot be read any more`, { cause });
      }
    },
    async close() {},
  };
}

function bytesSource(bytes: Uint8Array): OpenSource {
  return {
    name: 'file',
    lastModified: 0,
    type: '',
    size: bytes.length,
    isLasting: true,
    async read(start, length) {
      return bytes.subarray(start, start + length);
    },
    async close() {},
  };
}

/**
 * What tells a source from others after a restart: name, size, time of the last change, and bytes at both ends. Undefined for a
 * stream.
 */
export async function fingerprintOf(source: OpenSource, voice = false): Promise<string | undefined> {
  const { name, size, lastModified, isLasting } = source;
  if (!isLasting || size === undefined) return undefined;
  const about = new TextEncoder().encode(JSON.stringify([name, lastModified, voice]));
  const first = await source.read(0, SAMPLE_BYTES);
  const last =
    size > SAMPLE_BYTES ? await source.read(Math.max(SAMPLE_BYTES, size - SAMPLE_BYTES), SAMPLE_BYTES) : [];
  return `${size}-${hashOf([about, first, last])}`;
}

/** 64 bits of FNV-1a in two lanes: pages without TLS have no crypto.subtle, and nobody attacks their own uploads. */
function hashOf(parts: readonly Iterable<number>[]): string {
  let [a, b] = [0x811c9dc5, 0x9dc5811c];
  for (const part of parts) {
    for (const byte of part) {
      a = Math.imul(a ^ byte, 0x01000193);
      b = Math.imul(b ^ byte ^ 0x5a, 0x01000193) ^ (b >>> 15);
    }
  }
  return [a, b].map((lane) => (lane >>> 0).toString(16).padStart(8, '0')).join('');
}
