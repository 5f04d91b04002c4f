/** In which order what waits is taken. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { WaitingLine } from '../../src/pipeline/waiting-line.ts';

interface Item {
  readonly name: string;
  readonly content: Uint8Array;
  readonly submission: { readonly sender: number };
}

/** `a1`: the first one of sender a, of `bytes` bytes. */
function item(name: string, bytes = 1): Item {
  return { name, content: new Uint8Array(bytes), submission: { sender: name.charCodeAt(0) } };
}

const A = 'a'.charCodeAt(0);

/** A turn is one message. */
function lineOf(...names: readonly string[]): WaitingLine<Item> {
  const line = new WaitingLine<Item>({ count: 1, bytes: 100 });
  for (const name of names) line.add(item(name));
  return line;
}

function names(items: Iterable<Item>): string {
  return Array.from(items, ({ name }) => name).join(' ');
}

describe('what waits', () => {
  it('is taken in turns of the senders, of each in its order and side by side', () => {
    const line = lineOf('a1', 'a2', 'a3', 'a4', 'b1', 'b2', 'c1');
    assert.equal(names(line.take(5, 100)), 'a1 a2 b1 b2 c1');
    assert.equal(names(line.take(5, 100)), 'a3 a4');
    assert.deepEqual([line.length, line.bytes], [0, 0]);
    assert.deepEqual(line.take(5, 100), []);
  });

  it('goes on with the turn after those who have been served', () => {
    const line = lineOf('a1', 'a2', 'a3', 'b1', 'b2', 'c1');
    assert.equal(names(line.take(2, 100)), 'a1 b1');
    line.add(item('d1'));
    assert.equal(names(line.take(2, 100)), 'c1 a2');
    assert.equal(names(line.take(2, 100)), 'b2 d1');
    assert.equal(names(line.take(2, 100)), 'a3');
  });

  it('is as many of each sender as a turn has, or bytes', () => {
    const line = new WaitingLine<Item>({ count: 2, bytes: 10 });
    for (const name of ['a1', 'a2', 'a3', 'a4', 'b1', 'c1', 'c2', 'c3']) {
      line.add(item(name, name === 'c1' ? 20 : 1));
    }
    assert.equal(names(line.take(4, 100)), 'a1 a2 b1 c1');
    assert.equal(names(line.take(4, 100)), 'a3 a4 c2 c3');
  });

  it('leaves most of the room to those who have little, however much one has', () => {
    const line = lineOf('b1', 'c1', 'c2');
    for (let count = 1; count <= 100; count++) line.add(item(`a${count}`));
    assert.equal(names(line.take(6, 1000)), 'b1 c1 c2 a1 a2 a3');
  });

  it('is taken until there are so many bytes, at least one', () => {
    const line = new WaitingLine<Item>({ count: 9, bytes: 100 });
    for (const each of [item('a1', 50), item('a2', 5), item('b1', 5), item('b2', 5)]) line.add(each);
    assert.equal(names(line.take(9, 20)), 'a1');
    assert.equal(line.bytes, 15);
    assert.equal(names(line.take(9, 11)), 'b1 b2 a2');
  });

  it('comes before what its sender has sent later when it is put back', () => {
    const line = lineOf('a1', 'a2', 'a3', 'b1');
    const taken = line.take(3, 100);
    assert.equal(names(taken), 'a1 a2 b1');
    line.add(item('b2'));
    line.putBack(taken);
    assert.deepEqual([line.length, line.bytes], [5, 5]);
    assert.equal(names(line), 'a1 a2 a3 b1 b2');
    assert.equal(names(line.take(9, 100)), 'a1 a2 a3 b1 b2');
  });

  it('takes no turns while its sender is parked', () => {
    const line = lineOf('a1', 'a2', 'b1');
    line.park(A, line.take(1, 100));
    line.add(item('a3'));
    assert.equal(names(line.take(9, 100)), 'b1');
    assert.deepEqual(line.take(9, 100), []);
    assert.equal(line.length, 3);
    line.resume(A);
    assert.equal(names(line.take(9, 100)), 'a1 a2 a3');
  });

  it('tells how many come before one more', () => {
    const line = lineOf('a1', 'a2', 'a3', 'a4', 'b1');
    const before = (sender: string): number => line.lengthBefore(sender.charCodeAt(0));
    assert.deepEqual([before('a'), before('b'), before('c')], [5, 4, 2]);
    assert.equal(lineOf().lengthBefore(1), 0);
  });
});
