import assert from 'node:assert/strict';
import { it } from 'node:test';
import { encodeContent, packServerFrame } from '../src/index.ts';

it('a text push costs at most 40 bytes beyond its text and ids', () => {
  const varint = (value: number): number => Math.ceil(Math.max(1, Math.log2(value + 1)) / 7);
  for (const text of ['hi', 'x'.repeat(150), '你好'.repeat(500)]) {
    for (const [conversation, seq, sender] of [
      [5, 1, 2],
      [123_456, 99_999, 1_234_567],
      [2 ** 52, 2 ** 40, 2 ** 52],
    ] as const) {
      const content = encodeContent({ text });
      const message = { conversation, seq, sender, time: Date.now(), content };
      const frame = packServerFrame({ body: { case: 'message', value: message } });
      const own = Buffer.byteLength(text) + varint(conversation) + varint(seq) + varint(sender);
      assert.ok(frame.length - own <= 40, `${frame.length - own} bytes`);
    }
  }
});
