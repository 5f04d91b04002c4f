/** Small commits of a steady stream begin in a rhythm, and nobody waits for it in vain. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Gathering } from '../../src/router/gathering.ts';

function from(...senders: readonly number[]): { readonly submission: { readonly sender: number } }[] {
  return senders.map((sender) => ({ submission: { sender } }));
}

describe('gathering', () => {
  it('lets a message on a calm server begin at once', () => {
    const gathering = new Gathering(2);
    assert.equal(gathering.waitMs(0, from(1)), 0);
    gathering.began(0, from(1));
    assert.equal(gathering.waitMs(2, from(2)), 0);
  });

  it('keeps a small commit waiting for the rest of the interval', () => {
    const gathering = new Gathering(2);
    gathering.began(10, from(1));
    assert.equal(gathering.waitMs(10.5, from(2)), 1.5);
    assert.equal(gathering.waitMs(10.5, from(1, 2)), 1.5);
    gathering.began(12, from(1, 2));
    assert.equal(gathering.waitMs(12.5, from(2)), 1.5, 'there were several in the last one');
  });

  it('lets a lone sender who waits for each ack go on at once', () => {
    const gathering = new Gathering(2);
    for (let ms = 0; ms < 5; ms += 0.5) {
      assert.equal(gathering.waitMs(ms, from(1)), 0);
      gathering.began(ms, from(1));
    }
    assert.equal(gathering.waitMs(5, from(1, 1, 1)), 0, 'or who does not wait');
  });

  it('lets a commit that is not small begin at once', () => {
    const gathering = new Gathering(2);
    gathering.began(0, from(1, 2));
    assert.equal(gathering.waitMs(0.1, from(...Array.from({ length: 64 }, (_, index) => index))), 0);
  });
});
