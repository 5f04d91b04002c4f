/** Event ids have a bounded size, whatever the number of conversations. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { decodePositions, encodePositions } from './positions.ts';

const EPOCH = 'e'.repeat(36);

describe('event ids', () => {
  it('say how far a stream has come', () => {
    const positions = new Map([
      [7, 3],
      [2, 5_000_000_000],
      [1_000_000, 1],
    ]);
    assert.deepEqual(decodePositions(encodePositions(EPOCH, positions)), { epoch: EPOCH, positions });
  });

  it('do not grow with the number of conversations: what costs least to send again is left out', () => {
    for (const count of [300, 3000, 30_000]) {
      const positions = new Map<number, number>();
      for (let id = 1; id <= count; id++) positions.set(id * 50, id % 3 === 0 ? 10_000 + id : 1);
      const id = encodePositions(EPOCH, positions);
      assert.ok(id.length <= 6144, `${count}: ${id.length}`);
      const kept = decodePositions(id).positions;
      const long = [...positions].filter(([, seq]) => seq > 1);
      if (kept.size < count)
        assert.ok([...kept].filter(([, seq]) => seq > 1).length >= Math.min(800, long.length));
      for (const [conversation, seq] of kept) assert.equal(positions.get(conversation), seq);
    }
  });
});
