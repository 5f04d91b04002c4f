/**
 * Runs the duties that the features of a router have.
 *
 * @module
 */
import { Duties } from '../pipeline/duties.ts';
import type { DutiesOptions } from '../pipeline/duties.ts';
import { createFollowerRecords } from '../pipeline/followers/records.ts';
import type { Services } from '../router/services.ts';

export interface RunDutiesOptions extends Pick<DutiesOptions, 'duties' | 'isShared'> {
  readonly services: Services;
}

/** Undefined: there is none. */
export function runDuties({ duties, isShared, services }: RunDutiesOptions): Duties | undefined {
  if (duties.length === 0) return undefined;
  const { store, clock, random, logger, config } = services;
  const records = createFollowerRecords(store);
  return new Duties({ duties, isShared, records, node: config.node, clock, random, logger });
}
