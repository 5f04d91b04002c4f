/**
 * Somebody who is asked: a service, or a module.
 *
 * @module
 */
import type { Fields } from './answer.ts';
import type { HookEvent } from './places.ts';

export interface HookQuestion {
  readonly event: HookEvent;
  /** Unix ms. */
  readonly time: number;
  readonly data: Fields;
}

export interface Hook {
  /** For logs and metrics. */
  readonly name: string;
  readonly events: readonly HookEvent[];
  /** Resolves with what was answered, not read yet. Rejects with whatever is wrong. Its time is bounded. */
  ask(question: HookQuestion): Promise<unknown>;
}
