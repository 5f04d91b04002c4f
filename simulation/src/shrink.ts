/**
 * Shortens a failing plan and simplifies its setting, as long as the same promise still breaks.
 *
 * @module
 */
import type { Plan } from './plan.ts';
import { play } from './play.ts';
import type { Outcome, PlayOptions } from './play.ts';
import { SIMPLIFICATIONS } from './simplify.ts';
import type { Simplification } from './simplify.ts';

/** What is left of a plan. */
export interface Rest {
  /** Indexes of the remaining steps. */
  readonly steps: readonly number[];
  readonly without: readonly Simplification[];
}

export interface Shrunk {
  readonly rest: Rest;
  readonly outcome: Outcome;
}

/** Most runs for shortening. */
const MAX_RUNS = 600;

export function everything(plan: Plan): Rest {
  return { steps: plan.steps.map((_step, index) => index), without: [] };
}

export function reduced(plan: Plan, { steps, without }: Rest): Plan {
  return {
    ...plan,
    steps: steps.flatMap((index) => plan.steps[index] ?? []),
    setting: without.reduce((setting, name) => SIMPLIFICATIONS[name](setting), plan.setting),
  };
}

/** `outcome`: the failure of the whole plan. */
export async function shrink(plan: Plan, outcome: Outcome, options: PlayOptions = {}): Promise<Shrunk> {
  const search = new Search(plan, outcome, options);
  await search.dropSteps();
  await search.simplify();
  await search.dropSteps();
  return search.best;
}

class Search {
  readonly #plan: Plan;
  readonly #options: PlayOptions;
  readonly #rule: string;
  #runs = 0;
  best: Shrunk;

  constructor(plan: Plan, outcome: Outcome, options: PlayOptions) {
    this.#plan = plan;
    this.#options = options;
    this.#rule = outcome.violation?.rule ?? '';
    this.best = { rest: everything(plan), outcome };
  }

  /** Leaves out ever smaller sequences of steps. */
  async dropSteps(): Promise<void> {
    for (let size = Math.ceil(this.best.rest.steps.length / 2); size >= 1; size = Math.floor(size / 2)) {
      let at = 0;
      while (at < this.best.rest.steps.length) {
        const { steps, without } = this.best.rest;
        const fewer = [...steps.slice(0, at), ...steps.slice(at + size)];
        // If steps were dropped, the next ones have moved to this index.
        if (!(await this.#fails({ steps: fewer, without }))) at += size;
      }
    }
  }

  async simplify(): Promise<void> {
    for (const name of Object.keys(SIMPLIFICATIONS) as Simplification[]) {
      const { steps, without } = this.best.rest;
      await this.#fails({ steps, without: [...without, name] });
    }
  }

  async #fails(rest: Rest): Promise<boolean> {
    if (this.#runs++ >= MAX_RUNS) return false;
    const outcome = await play(reduced(this.#plan, rest), this.#options);
    if (outcome.violation?.rule !== this.#rule) return false;
    this.best = { rest, outcome };
    return true;
  }
}
