/**
 * Rows with a due time: whatever has come due is carried out by one router, within about a second. A row stays until it
 * is done, so it outlives any router; that it is done once is up to who carries it out.
 *
 * @module
 */
import type { Clock } from '../clock.ts';
import type { Due, DuePage } from '../store/due.ts';
import type { Duty } from './duties.ts';

export interface DueWork<Row extends Due> {
  /** Name of the duty. */
  readonly name: string;
  /** A page of what is due, by due time and id. */
  readonly find: (page: DuePage) => Promise<readonly Row[]>;
  /**
   * Must be harmless when it is repeated, also by another router at the same time. Rows that are found again are tried again
   * in the next round.
   */
  readonly carryOut: (rows: readonly Row[]) => Promise<void>;
}

const INTERVAL_MS = 1000;
/** Rows that are carried out together. */
const PAGE = 50;
const START: Due = { id: 0, due: 0 };

/** The duty of looking for what is due. Each round tries every row that is due once. */
export function dueDuty<Row extends Due>(
  { clock }: { readonly clock: Pick<Clock, 'now'> },
  { name, find, carryOut }: DueWork<Row>,
): Duty {
  return {
    name,
    intervalMs: INTERVAL_MS,
    async run(mayGoOn) {
      const now = clock.now();
      for (let after: Due | undefined = START; after !== undefined && (await mayGoOn());) {
        const found: readonly Row[] = await find({ now, after, limit: PAGE });
        if (found.length > 0) await carryOut(found);
        after = found.length === PAGE ? found.at(-1) : undefined;
      }
    },
  };
}
