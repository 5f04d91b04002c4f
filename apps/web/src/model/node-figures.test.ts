import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Node } from '@posthorn/protocol';
import { NO_SERIES, rateOf, withSample } from './node-figures.ts';

function node(id: string, change: Partial<Node>): Node {
  return {
    id,
    host: 'a',
    gateway: true,
    router: true,
    version: '1',
    startedAt: 0,
    draining: false,
    answers: true,
    trouble: '',
    connections: 1,
    lagging: 0,
    running: 0,
    appended: 0,
    delivered: 0,
    loopDelayMs: 3,
    memoryBytes: 0,
    busLost: 0,
    busOutages: 0,
    addresses: [],
    time: 0,
    httpPort: 0,
    ...change,
  };
}

test('rates are of the time between two answers of a node', () => {
  const before = [node('a', { time: 1000, appended: 10 }), node('b', { time: 1000, appended: 100 })];
  const now = [node('a', { time: 3000, appended: 30 }), node('b', { time: 2000, appended: 105 })];
  assert.equal(rateOf(now, before, 'appended'), 15);
});

test('a node that is new, or has not answered, gives no rate', () => {
  assert.equal(rateOf([node('a', { time: 1000, appended: 9 })], [], 'appended'), null);
  const silent = [node('a', { time: 0 })];
  assert.equal(rateOf(silent, silent, 'appended'), null);
});

test('a series keeps the last half an hour', () => {
  let series = NO_SERIES;
  for (let at = 0; at < 700; at++)
    series = withSample(series, [node('a', { connections: at })], [], at * 3000);
  assert.equal(series.times.length, 600);
  assert.equal(series.connections.at(-1), 699);
  assert.equal(series.delays.at(-1), 3);
});
