/**
 * The body of an answer: decompressed, and never more of it than was asked for.
 *
 * @module
 */
import type { IncomingMessage } from 'node:http';
import { pipeline } from 'node:stream';
import type { Readable, Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip } from 'node:zlib';
import { OutgoingError } from './error.ts';

/** What is asked for, and understood. */
export const ENCODINGS = 'gzip, br';

/** How much longer than its contents a compressed body may be. */
const OVERHEAD_BYTES = 65_536;

export interface BodyBounds {
  /** After decompression. */
  readonly maxBytes: number;
  /** What happens there: the chunks end, as if nothing more had come, or they throw `too-large`. */
  readonly beyond: 'end' | 'fail';
}

/** Throws `unusable` for an encoding that was not asked for. Whoever stops reading closes the connection. */
export function bodyOf(answer: IncomingMessage, bounds: BodyBounds): AsyncGenerator<Buffer> {
  const { maxBytes, beyond } = bounds;
  if (beyond === 'fail' && Number(answer.headers['content-length'] ?? 0) > maxBytes) throw tooLarge();
  const decoder = decoderFor(answer.headers['content-encoding']);
  if (decoder === undefined) return bounded(answer, bounds);
  // Also what decompresses to nothing comes to an end.
  const most = { maxBytes: maxBytes + OVERHEAD_BYTES, beyond: 'fail' } as const;
  // A failure ends `decoder` with it.
  pipeline(
    answer,
    (source: Readable) => bounded(source, most),
    decoder,
    () => {},
  );
  return bounded(decoder, bounds);
}

function decoderFor(encoding = 'identity'): Transform | undefined {
  switch (encoding.trim().toLowerCase()) {
    case '':
    case 'identity':
      return undefined;
    case 'gzip':
    case 'x-gzip':
      return createGunzip();
    case 'br':
      return createBrotliDecompress();
    default:
      throw new OutgoingError('unusable', 'the answer is encoded in a way that was not asked for');
  }
}

async function* bounded(source: Readable, { maxBytes, beyond }: BodyBounds): AsyncGenerator<Buffer> {
  let left = maxBytes;
  for await (const chunk of source as AsyncIterable<Buffer>) {
    if (chunk.length > left) {
      if (beyond === 'fail') throw tooLarge();
      yield chunk.subarray(0, left);
      return;
    }
    left -= chunk.length;
    yield chunk;
  }
}

function tooLarge(): OutgoingError {
  return new OutgoingError('too-large', 'the answer is longer than what is taken');
}
