/**
 * The store on database servers, compared with inserting the same rows by hand.
 *
 * @module
 */
import type { PrivateService } from '@posthorn/services';
import { SERVER_CORE } from '../cores.ts';
import { startDatabase } from '../databases.ts';
import type { DatabaseName } from '../databases.ts';
import type { Appending, Contender } from '../floors/database.ts';
import type { Lab } from '../lab.ts';
import { rounded } from '../outcome.ts';
import type { Outcome, Result } from '../outcome.ts';
import type { Scenario } from '../scenario.ts';

const BATCHES = [1000, 200, 1] as const;
const NAMES: readonly DatabaseName[] = ['PostgreSQL', 'MariaDB'];

export const databases: Scenario = {
  name: 'databases',
  summary:
    'durable appends of the store on PostgreSQL and MariaDB, beside the same rows inserted by hand (needs both)',
  run,
};

async function run(lab: Lab): Promise<Outcome> {
  const results: Result[] = [];
  for (const name of NAMES) {
    const service = await startDatabase(lab, name);
    for (const batch of BATCHES) {
      lab.note(`${name}, batches of ${batch}`);
      results.push(
        resultOf(`${name}: durable appends in batches of ${batch}`, await measure(lab, service, batch)),
      );
    }
    await service.remove();
  }
  const [headline, ...more] = results;
  if (headline === undefined) throw new Error('nothing was measured');
  return { results: [headline, ...more], charts: [] };
}

type Measured = Readonly<Record<Contender, Appending>>;

async function measure(lab: Lab, { url, pid }: PrivateService, batch: number): Promise<Measured> {
  const args = [url, String(pid), String(batch), String(lab.seconds)];
  const child = lab.start('floors/database', args, { core: SERVER_CORE });
  const measured = await child.next<Measured>();
  await lab.end(child);
  return measured;
}

function resultOf(what: string, { store, raw }: Measured): Result {
  return {
    what,
    figure: store.perSecond,
    unit: 'msg/s',
    floor: raw.perSecond,
    floorName: 'the same rows by one INSERT, with the same indexes',
    detail: { ...costs('', store), ...costs('floor ', raw) },
  };
}

/** CPU time in µs per message, and the duration of a commit in ms. */
function costs(prefix: string, { writerUs, databaseUs, p50Ms, p99Ms }: Appending): Record<string, number> {
  return {
    [`${prefix}writerUs`]: rounded(writerUs),
    [`${prefix}databaseUs`]: rounded(databaseUs),
    [`${prefix}commitP50Ms`]: rounded(p50Ms),
    [`${prefix}commitP99Ms`]: rounded(p99Ms),
  };
}
