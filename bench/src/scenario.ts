/**
 * What a scenario is.
 *
 * @module
 */
import type { Lab } from './lab.ts';
import type { Outcome } from './outcome.ts';

export interface Scenario {
  readonly name: string;
  /** One line for `--list`. */
  readonly summary: string;
  /** Measures. What it starts in the lab it may leave running: the lab ends it. */
  readonly run: (lab: Lab) => Promise<Outcome>;
}
