/**
 * The store on database servers, beside the same rows inserted by hand.
 *
 * @module
 */
import { startMariadb, startPostgres } from '@posthorn/services';
import type { PrivateService } from '@posthorn/services';
import { SERVER_CORE } from '../cores.ts';
import type { Lab } from '../lab.ts';
import type { Outcome, Result } from '../outcome.ts';
import type { Scenario } from '../scenario.ts';

const BATCHES = [1000, 200, 1] as const;
const ENGINES: readonly (readonly [string, () => Promise<PrivateService>])[] = [
  ['PostgreSQL', () => startPostgres()],
  ['MariaDB', () => startMariadb()],
];

export const databases: Scenario = {
  name: 'databases',
  summary: 'durable appends of the store on PostgreSQL and MariaDB, beside the same rows inserted by hand',
  run,
};

async function rate(lab: Lab, which: 'raw' | 'store', url: string, batch: number): Promise<number> {
  const args = [which, url, String(batch), String(lab.seconds)];
  const child = lab.start('floors/database', args, { core: SERVER_CORE });
  const { perSecond } = await child.next<{ perSecond: number }>();
  await lab.end(child);
  return perSecond;
}

async function run(lab: Lab): Promise<Outcome> {
  const results: Result[] = [];
  for (const [name, start] of ENGINES) {
    lab.note(name);
    const service = await start();
    try {
      for (const batch of BATCHES) {
        results.push({
          what: `${name}: durable appends in batches of ${batch}`,
          figure: await rate(lab, 'store', service.url, batch),
          unit: 'msg/s',
          floor: await rate(lab, 'raw', service.url, batch),
          floorName: 'the same rows by one INSERT, with the same indexes',
        });
      }
    } finally {
      await service.remove();
    }
  }
  const [headline, ...more] = results;
  if (headline === undefined) throw new Error('nothing was measured');
  return { results: [headline, ...more], charts: [] };
}
