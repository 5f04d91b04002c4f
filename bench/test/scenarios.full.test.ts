/** Every scenario of `posthorn bench`, at a size that shows whether it works, not how fast anything is. */
import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import { makeHome, runScenarios, UNITS } from './support/runs.ts';

const NATS = ['nats-server', 'POSTHORN_NATS_SERVER'] as const;
const POSTGRES = ['PostgreSQL', 'POSTHORN_POSTGRES'] as const;
const MARIADB = ['MariaDB', 'POSTHORN_MARIADB'] as const;
/** Run side by side. */
const PARTS = [
  [
    'store',
    'codec',
    'direct',
    'polls',
    'lists',
    'search',
    'entries',
    'overload',
    'cim',
    'mqtt',
    'topologies',
    'databases',
    'cluster-connections',
    'cluster-fanout',
  ],
  [
    'fanout',
    'group-size',
    'connections',
    'storm',
    'catchup',
    'stalled',
    'attack',
    'followers',
    'indexing',
    'webhooks',
    'rolling-restart',
  ],
];
/** `npm test` installs NATS and databases where it may, and says so where it may not. */
const NEEDS: Readonly<Record<string, readonly (readonly [name: string, variable: string])[]>> = {
  topologies: [NATS, POSTGRES, MARIADB],
  databases: [POSTGRES, MARIADB],
  lists: [POSTGRES, MARIADB],
  search: [POSTGRES, MARIADB],
  'cluster-connections': [NATS],
  'cluster-fanout': [NATS],
  'rolling-restart': [NATS, POSTGRES],
};

/** Why a scenario cannot run here; undefined when it can. */
function whyNot(scenario: string): string | undefined {
  const missing = NEEDS[scenario]?.find(([, variable]) => process.env[variable] === undefined);
  return missing && `${missing[0]} is missing`;
}

let home = '';

before(async () => {
  home = await makeHome();
});

after(() => rm(home, { recursive: true }));

describe('scenarios', { concurrency: 2 }, () => {
  for (const all of PARTS) {
    const names = all.filter((name) => whyNot(name) === undefined);
    for (const name of all.filter((each) => !names.includes(each))) it(name, { skip: whyNot(name) });
    it(`${names.join(', ')} end with a line of JSON each`, () => runScenarios(home, names));
  }

  it('are all named here', () => {
    assert.deepEqual(PARTS.flat().toSorted(), Object.keys(UNITS).toSorted());
  });
});
