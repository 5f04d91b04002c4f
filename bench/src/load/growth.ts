/**
 * How much memory idle connections take.
 *
 * @module
 */
import { sideBySide } from '../side-by-side.ts';

/** Looks at the memory while connections are added. */
export const SAMPLES = 6;
const MIB = 1024 * 1024;

/** The growth of a server's memory. */
export interface Grown {
  /** Resident bytes before the first connection. */
  readonly idle: number;
  /** Bytes per connection after the first ones. */
  readonly resident: number;
  readonly heap: number;
  readonly first: number;
  readonly perSecond: number;
  readonly curve: readonly (readonly [connections: number, megabytes: number])[];
}

type Asked = () => Promise<{ readonly rss: number; readonly heap: number }>;

/** Opens connections, and measures the server's growth for all but the first ones. */
export async function grow(of: {
  readonly first: number;
  readonly count: number;
  readonly usage: Asked;
  readonly open: (index: number) => Promise<{ close(): void }>;
}): Promise<Grown> {
  const { first, count, usage, open } = of;
  const pipes: { close(): void }[] = [];
  let openingMs = 0;
  const upTo = async (many: number): Promise<void> => {
    const from = pipes.length;
    const start = performance.now();
    pipes.push(...(await sideBySide(many - from, (index) => open(from + index))));
    openingMs += performance.now() - start;
  };
  const empty = await usage();
  const curve: [number, number][] = [[0, empty.rss / MIB]];
  await upTo(first);
  const before = await usage();
  curve.push([first, before.rss / MIB]);
  openingMs = 0;
  let after = before;
  for (let sample = 1; sample <= SAMPLES; sample++) {
    await upTo(first + Math.round((count * sample) / SAMPLES));
    after = await usage();
    curve.push([pipes.length, after.rss / MIB]);
  }
  for (const pipe of pipes) pipe.close();
  return {
    idle: empty.rss,
    // With few connections V8 may return more memory than they take.
    resident: Math.max(0, after.rss - before.rss) / count,
    heap: (after.heap - before.heap) / count,
    first: before.rss - empty.rss,
    perSecond: (count / openingMs) * 1000,
    curve,
  };
}
