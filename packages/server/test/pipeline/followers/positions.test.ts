/** What a follower's router writes down, and in what order. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { Positions } from '../../../src/pipeline/followers/positions.ts';
import type { FollowerRecords } from '../../../src/pipeline/followers/records.ts';

const MARK = 1_000_000;

function positions(): Positions {
  return new Positions({} as FollowerRecords, { follower: 1, fence: 1, epoch: 'a' }, MARK);
}

function move(of: Positions, ...conversations: readonly number[]): void {
  for (const conversation of conversations) {
    const place = of.learn(conversation, 0);
    of.give(place, place.given + 1);
    for (const each of of.takeGiven()) of.advance(each);
  }
}

it('a round writes what has moved by conversation, each with its latest position', () => {
  const of = positions();
  move(of, 5, 3, 9, 3);
  const first = of.take(2);
  assert.deepEqual(first.moves, [3, 2, 5, 1]);
  of.settle(first, true);
  move(of, 9, 1);
  const second = of.take(2);
  assert.deepEqual(second.moves, [9, 2], 'what moves meanwhile waits for the next round');
  of.settle(second, true);
  const third = of.take(2);
  assert.deepEqual(third.moves, [1, 1]);
  of.settle(third, true);
  assert.equal(of.needsWrite, false);
});

it('the mark is written with the last of the positions that it stands on', () => {
  const of = positions();
  move(of, 1, 2, 3);
  of.raiseMark(MARK + 1);
  const first = of.take(2);
  assert.equal(first.mark, undefined);
  of.settle(first, true);
  of.raiseMark(MARK + 2);
  const second = of.take(2);
  assert.equal(second.mark, MARK + 1, 'what moved after the round began is not written');
  of.settle(second, true);
});

it('what could not be written is written in the next round, and the mark waits for it', () => {
  const of = positions();
  move(of, 1, 2, 3);
  of.raiseMark(MARK + 1);
  const first = of.take(2);
  of.settle(first, false);
  const second = of.take(2);
  assert.deepEqual([second.moves, second.mark], [[3, 1], undefined]);
  of.settle(second, true);
  const third = of.take(2);
  assert.deepEqual([third.moves, third.mark], [[1, 1, 2, 1], MARK + 1]);
});

it('a position that moves while it is written is written again', () => {
  const of = positions();
  move(of, 1);
  const first = of.take(2);
  move(of, 1);
  of.settle(first, true);
  assert.deepEqual(of.take(2).moves, [1, 2]);
});
