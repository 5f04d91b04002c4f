/** Devices write to the space of their user while routers are killed: each write is made once, and all end equal. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { TEST_ENGINES } from '@posthorn/testing/databases';
import { Condition } from '@posthorn/testing/condition';
import { FOR_TESTS, ProcessCluster } from '@posthorn/testing/process-cluster';
import { People } from './support/people.ts';
import type { Person } from './support/people.ts';

const WRITES = 150;
const SHARED_KEYS = 5;

function seen({ client: { mine } }: Person): Readonly<Record<string, unknown>> {
  return Object.fromEntries(mine.keys().map((key) => [key, mine.get(key)]));
}

describe('a personal space in a cluster whose routers are killed', () => {
  for (const engine of TEST_ENGINES) {
    it(`has each write once, on all devices, on ${engine.name}`, { timeout: 120_000 }, async (t) => {
      const server = await engine.start();
      if (typeof server === 'string') return t.skip(server);
      const cluster = await ProcessCluster.start(server.lodging, FOR_TESTS);
      const all = [0, 1].map(
        (index) => new People({ tcpUrl: cluster.url('tcp', index), httpUrl: cluster.url('http', index) }),
      );
      t.after(async () => {
        for (const people of all) await people.close();
        await cluster.close();
      });
      const devices: Person[] = [];
      for (const people of all) devices.push(await people.join('romeo'), await people.join('romeo'));
      const changed = new Condition();
      for (const { client } of devices) client.on('mine', () => changed.changed());
      for (const [device, { client }] of devices.entries()) {
        for (let count = 0; count < WRITES; count++) {
          void client.mine.set(`own/${device}/${count}`, count);
          void client.mine.set(`shared/${count % SHARED_KEYS}`, `${device}.${count}`);
        }
      }
      const [first] = devices;
      assert.ok(first !== undefined);
      const arrived = (): number => first.client.mine.keys('own/').length;
      for (const router of cluster.routers) {
        const before = arrived();
        await changed.until(() => arrived() > before);
        await router.kill();
        await router.start();
      }
      const keys = devices.length * WRITES + SHARED_KEYS;
      // A device that has a write on its way shows another value than the others.
      await changed.until(() => {
        const [one, ...others] = devices.map((each) => JSON.stringify(seen(each)));
        return first.client.mine.keys().length === keys && others.every((each) => each === one);
      });
      const { entries, version } = await first.client.call('getMine', { prefix: 'shared/' });
      for (const { key, value } of entries) assert.equal(first.client.mine.get(key), JSON.parse(value));
      // Only the last of several waiting writes to a shared key is sent, and no write is made twice.
      assert.ok(version <= devices.length * (WRITES + SHARED_KEYS * 2), `${version} changes`);
      t.diagnostic(`${version} changes of ${keys} entries`);
    });
  }
});
