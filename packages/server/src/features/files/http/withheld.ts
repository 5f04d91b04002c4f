/**
 * Holds the end of a stream back until it is known that all of it was right: a reader who has been promised a number of bytes, and
 * has got them, could not be told any more.
 *
 * @module
 */
import { pipeline, Transform } from 'node:stream';
import type { Readable } from 'node:stream';

/**
 * The same bytes. Fails when `source` fails, before its last chunk, with what `failure` makes of that. Destroying either destroys both.
 */
export function withholdingEnd(source: Readable, failure: (error: Error) => Error): Readable {
  let last: Buffer | undefined;
  const result = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const before = last;
      last = chunk;
      if (before === undefined) done();
      else done(null, before);
    },
    flush(done) {
      done(null, last);
    },
  });
  source.once('error', (error) => result.destroy(failure(error)));
  // Errors are those of the result, which its reader gets.
  return pipeline(source, result, () => {});
}
