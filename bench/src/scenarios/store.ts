/**
 * The store alone, compared with plain SQLite.
 *
 * @module
 */
import { SERVER_CORE } from '../cores.ts';
import type { Lab } from '../lab.ts';
import type { Outcome, Result } from '../outcome.ts';
import type { Scenario } from '../scenario.ts';

const BATCHES = [1000, 200, 1] as const;

export const store: Scenario = {
  name: 'store',
  summary: 'durable appends of the store alone, beside plain SQLite with the same indexes',
  run,
};

/** Durable appends per second, in batches. */
export async function appendRate(lab: Lab, which: 'raw' | 'store', batch: number): Promise<number> {
  const directory = await lab.directory();
  const args = [which, directory, String(batch), String(lab.seconds)];
  const child = lab.start('floors/append', args, { core: SERVER_CORE });
  const { perSecond } = await child.next<{ perSecond: number }>();
  await lab.end(child);
  await lab.remove(directory);
  return perSecond;
}

async function run(lab: Lab): Promise<Outcome> {
  const results: Result[] = [];
  for (const batch of BATCHES) {
    lab.note(`batches of ${batch}`);
    results.push({
      what: `store: durable appends in batches of ${batch}`,
      figure: await appendRate(lab, 'store', batch),
      unit: 'msg/s',
      floor: await appendRate(lab, 'raw', batch),
      floorName: 'plain SQLite with the same indexes',
    });
  }
  const [headline, ...more] = results;
  if (headline === undefined) throw new Error('no batch was measured');
  const points = (of: (result: Result) => number): readonly (readonly [number, number])[] =>
    BATCHES.map((batch, index) => [batch, of(results[index] ?? headline)] as const).toReversed();
  return {
    results: [headline, ...more],
    charts: [
      {
        title: 'Durable appends by batch size',
        x: { label: 'messages a commit', scale: 'log' },
        y: { label: 'messages a second', scale: 'linear' },
        series: [
          { name: 'the store', points: points(({ figure }) => figure) },
          { name: 'plain SQLite', points: points(({ floor }) => floor ?? 0), isFloor: true },
        ],
      },
    ],
  };
}
