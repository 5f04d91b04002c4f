/**
 * Sends of one connection that may go to the same place share a lane: there they must stay in their order (promise 4).
 *
 * @module
 */
import type { SendHead } from '@posthorn/protocol/requests';

/** A call's place in the order of its connection's sends. */
export interface LanePosition {
  /** Send.order; 0 for everything else, and for sends without one. */
  readonly order: number;
  /** Where it goes, as the client calls it; see {@link laneOf}. */
  readonly lane: string;
}

/** `c` and a conversation's id, or `u` and that of the other user: which of these are the same is not known here. */
function laneOf(target: SendHead['target']): string {
  return `${target?.case === 'user' ? 'u' : 'c'}${target?.value ?? 0}`;
}

/** Of everything but sends. */
export const UNORDERED: LanePosition = { order: 0, lane: '' };

export function positionOf({ order, target }: SendHead): LanePosition {
  return { order, lane: laneOf(target) };
}
