/** Event ids have a bounded size, whatever the number of conversations, and a new one costs what has changed. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { decodePositions, StreamPositions } from './positions.ts';

const EPOCH = 'e'.repeat(36);

function positionsOf(count: number, seqOf: (id: number) => number): StreamPositions {
  const positions = new StreamPositions();
  for (let id = 1; id <= count; id++) positions.set(id * 50, seqOf(id));
  return positions;
}

/** Counts what is looked at to make an id. */
class Watched extends StreamPositions {
  looked = 0;

  override get(id: number): number | undefined {
    this.looked++;
    return super.get(id);
  }
}

/** The same numbers each time (mulberry32). */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d_2b_79_f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

describe('event ids', () => {
  it('say how far a stream has come', () => {
    const positions = new StreamPositions();
    assert.deepEqual(decodePositions(positions.encode(EPOCH)), { epoch: EPOCH, positions: new Map() });
    for (const [id, seq] of [
      [7, 3],
      [2, 5_000_000_000],
      [1_000_000, 1],
      [7, 4],
    ] as const) {
      positions.set(id, seq);
      assert.deepEqual(decodePositions(positions.encode(EPOCH)), {
        epoch: EPOCH,
        positions: new Map([...positions].toSorted(([a], [b]) => a - b)),
      });
    }
  });

  it('do not grow with the number of conversations: what costs least to send again is left out', () => {
    for (const count of [300, 3000, 30_000]) {
      const positions = positionsOf(count, (id) => (id % 3 === 0 ? 10_000 + id : 1));
      const id = positions.encode(EPOCH);
      assert.ok(id.length <= 6144, `${count}: ${id.length}`);
      const kept = decodePositions(id).positions;
      const long = [...positions].filter(([, seq]) => seq > 1);
      if (kept.size < count)
        assert.ok([...kept].filter(([, seq]) => seq > 1).length >= Math.min(800, long.length));
      for (const [conversation, seq] of kept) assert.equal(positions.get(conversation), seq);
    }
  });

  it('are right after whatever changes', () => {
    for (const [conversations, seed] of [
      [150, 1],
      [5000, 2],
    ] as const) {
      const below = numbers(seed);
      const positions = new StreamPositions();
      for (let change = 0; change < 4000; change++) {
        const conversation = 1 + below(conversations) * 997;
        positions.set(conversation, (positions.get(conversation) ?? 0) + 1 + below(300));
        const id = positions.encode(EPOCH);
        if (change % 40 !== 0) continue;
        const kept = decodePositions(id).positions;
        assert.ok(id.length <= 6144);
        assert.deepEqual(
          [...kept.keys()],
          [...kept.keys()].toSorted((a, b) => a - b),
        );
        for (const [each, seq] of kept) assert.equal(seq, positions.get(each));
        if (conversations === 150) assert.equal(kept.size, positions.size);
        else assert.ok(kept.size >= Math.min(positions.size, 800), `${kept.size} of ${positions.size}`);
      }
    }
  });

  it('cost what has changed, also among 30,000 conversations', () => {
    const below = numbers(3);
    const positions = new Watched();
    for (let id = 1; id <= 30_000; id++) positions.set(id * 50, 1 + below(1000));
    positions.encode(EPOCH);
    for (let change = 0; change < 200; change++) {
      positions.looked = 0;
      positions.set((1 + below(30_000)) * 50, 1000 + change);
      positions.encode(EPOCH);
      assert.ok(positions.looked < 8000, `${positions.looked} positions were looked at`);
    }
  });
});
