/**
 * Which parser reads which type.
 *
 * @module
 */
import type { Facts } from './formats/facts.ts';
import { inspectGif } from './formats/gif.ts';
import { inspectHeif } from './formats/heif.ts';
import { inspectJpeg } from './formats/jpeg.ts';
import { inspectMatroska } from './formats/matroska.ts';
import { inspectMp4 } from './formats/mp4.ts';
import { inspectPng } from './formats/png.ts';
import { inspectAac, inspectFlac, inspectMp3, inspectOgg, inspectWav } from './formats/sound.ts';
import { inspectWebp } from './formats/webp.ts';
import { Malformed } from './reader.ts';
import type { Reader } from './reader.ts';

type Parser = (reader: Reader, type: string) => Promise<Facts>;

const PARSERS: ReadonlyMap<string, Parser> = new Map<string, Parser>([
  ['image/jpeg', inspectJpeg],
  ['image/png', inspectPng],
  ['image/gif', inspectGif],
  ['image/webp', inspectWebp],
  ['image/avif', inspectHeif],
  ['image/heic', inspectHeif],
  ['image/heif', inspectHeif],
  ['video/mp4', inspectMp4],
  ['video/quicktime', inspectMp4],
  ['video/3gpp', inspectMp4],
  ['video/3gpp2', inspectMp4],
  ['audio/mp4', inspectMp4],
  ['video/webm', inspectMatroska],
  ['video/x-matroska', inspectMatroska],
  ['audio/wav', inspectWav],
  ['audio/flac', inspectFlac],
  ['audio/ogg', inspectOgg],
  ['video/ogg', inspectOgg],
  ['audio/mpeg', inspectMp3],
  ['audio/aac', inspectAac],
]);

/** Whether more than its first bytes is worth looking at. */
export function isInspected(type: string): boolean {
  return PARSERS.has(type);
}

/** Undefined: it is not what its beginning says, or broken. Rejects only where the file cannot be read. */
export async function inspect(reader: Reader, type: string): Promise<Facts | undefined> {
  try {
    return await PARSERS.get(type)?.(reader, type);
  } catch (error) {
    // Buffers throw RangeErrors for what is beyond their end.
    if (error instanceof Malformed || error instanceof RangeError) return undefined;
    throw error;
  }
}
