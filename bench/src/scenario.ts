/**
 * The interface of a scenario.
 *
 * @module
 */
import type { Lab } from './lab.ts';
import type { Outcome } from './outcome.ts';

export interface Scenario {
  readonly name: string;
  /** One line for `--list`. */
  readonly summary: string;
  /** Measures. May leave running what it starts in the lab: the lab ends it. */
  readonly run: (lab: Lab) => Promise<Outcome>;
}
