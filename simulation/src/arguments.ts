/**
 * The command line of the simulation.
 *
 * @module
 */
import { parseArgs } from 'node:util';
import type { Shape } from './setting.ts';
import { isSimplification, SIMPLIFICATIONS } from './simplify.ts';
import type { Simplification } from './simplify.ts';

export interface Arguments {
  readonly seeds: number | undefined;
  readonly from: number | undefined;
  readonly minutes: number | undefined;
  /** Undefined: the seed chooses. */
  readonly shape: Shape | undefined;
  readonly goesOn: boolean;
  /** A single seed, shown with its trace. */
  readonly seed: string | undefined;
  readonly steps: readonly number[] | undefined;
  readonly without: readonly Simplification[];
  readonly isHelp: boolean;
}

export const USAGE = `npm run simulate -- [options]
  --seeds N       so many seeds (default: 1000)
  --minutes M     for so long instead
  --from SEED     the first seed, a whole number (default: a random one, which is printed)
  --shape SHAPE   together: each node is gateway and router in one; apart: gateways and routers are nodes
                  of their own; both: each seed chooses (default), one in three apart
  --go-on         do not stop at the first failure; each broken promise is shown once
  --seed SEED     this seed alone, with its whole trace
  --steps N,N     only these steps of its plan, as a report names them
  --without X,X   in a simpler world: ${Object.keys(SIMPLIFICATIONS).join(', ')}
  --help          this text`;

/** Throws an Error whose message says what is wrong. */
export function parseArguments(argv: readonly string[]): Arguments {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      seeds: { type: 'string' },
      minutes: { type: 'string' },
      from: { type: 'string' },
      shape: { type: 'string' },
      'go-on': { type: 'boolean' },
      seed: { type: 'string' },
      steps: { type: 'string' },
      without: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  const { seeds, minutes, from, shape, seed, steps, without, help } = values;
  if (seed === undefined && (steps ?? without) !== undefined) {
    throw new Error('--steps and --without are for one seed: name it with --seed.');
  }
  return {
    seeds: numberOf('--seeds', seeds, { min: 1, isWhole: true }),
    minutes: numberOf('--minutes', minutes, { min: 0, isWhole: false }),
    from: numberOf('--from', from, { min: 0, isWhole: true }),
    shape: shapeOf(shape ?? 'both'),
    goesOn: values['go-on'] ?? false,
    seed,
    steps: steps === undefined ? undefined : listOf(steps).map((step) => stepOf(step)),
    without: listOf(without ?? '').map((name) => simplificationOf(name)),
    isHelp: help ?? false,
  };
}

function numberOf(
  name: string,
  text: string | undefined,
  { min, isWhole }: { readonly min: number; readonly isWhole: boolean },
): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (
    text.trim() === '' ||
    !Number.isFinite(value) ||
    value < min ||
    (isWhole && !Number.isSafeInteger(value))
  ) {
    throw new Error(`${name} needs a${isWhole ? ' whole' : ''} number from ${min} up, not "${text}".`);
  }
  return value;
}

function shapeOf(text: string): Shape | undefined {
  if (text === 'both') return undefined;
  if (text === 'together' || text === 'apart') return text;
  throw new Error(`--shape is together, apart or both, not "${text}".`);
}

function listOf(text: string): string[] {
  return text.split(',').filter((part) => part !== '');
}

function stepOf(text: string): number {
  const [step = 0] = [numberOf('--steps', text, { min: 0, isWhole: true })];
  return step;
}

function simplificationOf(name: string): Simplification {
  if (isSimplification(name)) return name;
  throw new Error(`--without knows ${Object.keys(SIMPLIFICATIONS).join(', ')}, not "${name}".`);
}
