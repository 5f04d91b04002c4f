import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { encodeServerFrame, FrameDecoder, packAnswer, packServerFrame, withLength } from '../src/index.ts';
import type { PosthornError } from '../src/index.ts';

function collect(decoder: FrameDecoder, chunks: readonly Uint8Array[]): string[] {
  const frames: string[] = [];
  for (const chunk of chunks) decoder.push(chunk, (payload) => frames.push(Buffer.from(payload).toString()));
  return frames;
}

describe('frames on a byte stream', () => {
  const texts = ['a', 'bc', 'x'.repeat(127), 'y'.repeat(128), 'z'.repeat(20_000), 'end'];
  const stream = Buffer.concat(texts.map((text) => withLength(Buffer.from(text))));

  it('come out whole however the stream is cut', () => {
    for (const size of [1, 2, 3, 7, 100, 129, 4096, stream.length]) {
      const chunks: Buffer[] = [];
      for (let at = 0; at < stream.length; at += size) chunks.push(stream.subarray(at, at + size));
      assert.deepEqual(collect(new FrameDecoder(65_536), chunks), texts, `chunks of ${size}`);
    }
  });

  it('wait while the decoder is paused, however the stream is cut', () => {
    for (const size of [1, 3, 129, 4096, stream.length]) {
      const decoder = new FrameDecoder(65_536);
      const frames: string[] = [];
      const onFrame = (payload: Uint8Array): void => {
        frames.push(Buffer.from(payload).toString());
        decoder.pause();
      };
      for (let at = 0; at < stream.length; at += size) decoder.push(stream.subarray(at, at + size), onFrame);
      for (let index = 1; index <= texts.length; index++) {
        assert.deepEqual(frames, texts.slice(0, index), `chunks of ${size}`);
        decoder.resume(onFrame);
      }
      decoder.push(withLength(Buffer.from('next')), onFrame);
      decoder.resume(onFrame);
      assert.deepEqual(frames, [...texts, 'next']);
    }
  });

  const refused: readonly [string, number[], string][] = [
    ['a length of zero', [0], 'MALFORMED_FRAME'],
    ['a length that never ends', [0x80, 0x80, 0x80, 0x80, 0x80, 0x80], 'MALFORMED_FRAME'],
    ['a length above the limit', [0x81, 0x80, 0x04], 'TOO_LARGE'],
  ];
  for (const [what, bytes, code] of refused) {
    it(`refuses ${what}`, () => {
      assert.throws(
        () =>
          collect(
            new FrameDecoder(65_536),
            bytes.map((byte) => Uint8Array.of(byte)),
          ),
        (error: PosthornError) => error.code === code,
      );
    });
  }
});

describe('an answer whose body was encoded before', () => {
  it('is the same bytes as one that is encoded whole', () => {
    const value = { code: 38, message: 'm'.repeat(200), retryAfterMs: 500 };
    const encoded = encodeServerFrame({ body: { case: 'error', value } });
    for (const re of [1, 127, 128, 2 ** 40]) {
      assert.deepEqual(packAnswer(re, encoded), packServerFrame({ re, body: { case: 'error', value } }));
    }
  });
});
