/**
 * Figures of the server over time, from what its nodes count.
 *
 * @module
 */
import type { Node } from '@posthorn/protocol';

/** What is drawn; one value for each time. Null: not known. */
export interface Series {
  /** Unix seconds. */
  readonly times: readonly number[];
  /** In a second. */
  readonly messages: readonly (number | null)[];
  readonly deliveries: readonly (number | null)[];
  readonly connections: readonly (number | null)[];
  /** The longest delay of any event loop, in ms. */
  readonly delays: readonly (number | null)[];
}

export const NO_SERIES: Series = { times: [], messages: [], deliveries: [], connections: [], delays: [] };

/** What is kept: at one sample in 3 s, half an hour. */
const MOST = 600;

/** Adds what the nodes count now. Rates come from what they counted before; a node that has started anew gives none. */
export function withSample(
  series: Series,
  nodes: readonly Node[],
  before: readonly Node[],
  now: number,
): Series {
  return {
    times: kept(series.times, Math.round(now / 100) / 10),
    messages: kept(series.messages, rateOf(nodes, before, 'appended')),
    deliveries: kept(series.deliveries, rateOf(nodes, before, 'delivered')),
    connections: kept(series.connections, sum(nodes, 'connections')),
    delays: kept(series.delays, Math.max(0, ...nodes.map(({ loopDelayMs }) => loopDelayMs))),
  };
}

/** How many in a second, all nodes together. Null: no node has answered twice. */
export function rateOf(
  nodes: readonly Node[],
  before: readonly Node[],
  counter: 'appended' | 'delivered',
): number | null {
  let total = 0;
  let isKnown = false;
  for (const node of nodes) {
    const last = before.find(({ id }) => id === node.id);
    if (last === undefined || node.time <= last.time || last.time === 0) continue;
    total += (Math.max(0, node[counter] - last[counter]) * 1000) / (node.time - last.time);
    isKnown = true;
  }
  return isKnown ? Math.round(total * 10) / 10 : null;
}

export function sum(nodes: readonly Node[], counter: 'connections' | 'memoryBytes'): number {
  return nodes.reduce((total, node) => total + node[counter], 0);
}

function kept<T>(values: readonly T[], value: T): readonly T[] {
  return [...values.slice(-(MOST - 1)), value];
}
