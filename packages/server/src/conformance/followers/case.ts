/**
 * One case of the suite of followers.
 *
 * @module
 */
import type { Stage } from './stage.ts';

export interface FollowerCase {
  readonly name: string;
  readonly run: (stage: Stage) => Promise<void>;
}
