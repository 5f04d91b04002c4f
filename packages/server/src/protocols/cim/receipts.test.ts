import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Receipts } from './receipts.ts';

describe('what is confirmed', () => {
  it('by a ping: what was written before the ping before it', () => {
    const receipts = new Receipts();
    receipts.written(7, 1, 0);
    assert.deepEqual(receipts.pinged(), []);
    receipts.written(7, 2, 10);
    receipts.written(8, 1, 10);
    assert.deepEqual(receipts.pinged(), [{ conversation: 7, delivered: 1 }]);
    assert.deepEqual(receipts.pinged(), [
      { conversation: 7, delivered: 2 },
      { conversation: 8, delivered: 1 },
    ]);
    assert.deepEqual(receipts.pinged(), []);
  });

  it('by the end of the connection: all but the last second', () => {
    const receipts = new Receipts();
    receipts.written(7, 1, 0);
    receipts.written(8, 1, 500);
    receipts.written(7, 2, 1501);
    assert.deepEqual(receipts.ended(2500), [
      { conversation: 7, delivered: 1 },
      { conversation: 8, delivered: 1 },
    ]);
  });

  it('what the client does not get goes with what it got before, and makes no list longer', () => {
    const receipts = new Receipts();
    receipts.written(7, 1, 0);
    receipts.skipped(7, 2, 0);
    for (let seq = 1; seq < 1000; seq++) receipts.skipped(8, seq, 0);
    receipts.pinged();
    assert.deepEqual(receipts.pinged(), [
      { conversation: 7, delivered: 2 },
      { conversation: 8, delivered: 999 },
    ]);
  });
});
