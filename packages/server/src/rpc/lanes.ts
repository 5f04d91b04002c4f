/**
 * Lanes: sends of one connection to the same place share a lane, in which they must keep their order (promise 4).
 *
 * @module
 */
import type { SendHead } from '@posthorn/protocol/requests';

/** A call's place in the order of its connection's sends. */
export interface LanePosition {
  /** Send.order; 0 for everything else, and for sends without one. */
  readonly order: number;
  /** The destination as the client names it; see {@link laneOf}. */
  readonly lane: string;
}

/** `c` and a conversation's id, or `u` and a user's id. A gateway does not know which of them mean the same conversation. */
function laneOf(target: SendHead['target']): string {
  return `${target?.case === 'user' ? 'u' : 'c'}${target?.value ?? 0}`;
}

/** The position of everything that is not a send. */
export const UNORDERED: LanePosition = { order: 0, lane: '' };

export function positionOf({ order, target }: SendHead): LanePosition {
  return { order, lane: laneOf(target) };
}
