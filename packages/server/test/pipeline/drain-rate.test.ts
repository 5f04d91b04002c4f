/** How long what waits will wait is known from batches that tell. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DrainRate } from '../../src/pipeline/drain-rate.ts';

describe('the rate of draining', () => {
  it('is not known before a batch was through', () => {
    assert.equal(new DrainRate(1000).waitMs(1_000_000), 0);
  });

  it('is not believed to be as low as small batches are slow', () => {
    const rate = new DrainRate(1000);
    rate.took(1, 10);
    assert.equal(rate.waitMs(1000), 0);
    rate.took(1000, 50);
    assert.equal(rate.waitMs(1000), 50);
    for (let count = 0; count < 100; count++) rate.took(1, 10);
    assert.equal(rate.waitMs(1000), 50);
  });

  it('says nothing of fewer than would tell, however slow they were', () => {
    const rate = new DrainRate(1000);
    rate.took(1000, 5000);
    assert.equal(rate.waitMs(249), 0);
    assert.equal(rate.waitMs(250), 1250);
  });

  it('falls with large batches that are slow, within a few of them', () => {
    const rate = new DrainRate(1000);
    rate.took(1000, 50);
    for (let count = 0; count < 10; count++) rate.took(1000, 500);
    assert.ok(rate.waitMs(1000) > 350);
  });

  it('rises with batches of any size, so that it cannot stay low when only small ones are let in', () => {
    const rate = new DrainRate(1000);
    rate.took(1000, 5000);
    for (let count = 0; count < 20; count++) rate.took(50, 5);
    assert.ok(rate.waitMs(1000) < 110);
  });
});
