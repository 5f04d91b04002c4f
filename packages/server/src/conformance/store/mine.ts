/**
 * Cases on users' own spaces.
 *
 * @module
 */
import assert from 'node:assert/strict';
import * as mineQueries from '../../features/mine/queries.ts';
import type { MineChange, MinePage, MinePlace } from '../../features/mine/records.ts';
import type { Store } from '../../store/store.ts';
import { TIME } from './case.ts';
import type { Fixture, StoreCase } from './case.ts';

const DAY_MS = 86_400_000;
const ROOMY = { limit: 1000, maxBytes: 1e6 };

let changes = 0;

/** A change under a client id of its own. */
export function mineChange(
  user: number,
  values: Readonly<Record<string, string>>,
  more: Partial<MineChange> = {},
): MineChange {
  const entries = Object.entries(values).map(([key, value]) => ({ key, value, version: 0 }));
  return { user, entries, clientId: `m${changes++}`, ifUnchanged: false, mutes: [], time: TIME, ...more };
}

async function change(store: Store, wanted: MineChange): Promise<MinePage> {
  const outcome = await store.run(mineQueries.setMine, wanted);
  assert.ok(typeof outcome === 'object', JSON.stringify(outcome));
  return outcome;
}

/** A device that reads what has changed, page by page. */
class Device {
  readonly values = new Map<string, string>();
  #version = 0;

  async read(store: Store, user: number, limit = 1000): Promise<void> {
    for (let place: MinePlace = { after: this.#version, begun: 0 }; ;) {
      const page = await store.run(mineQueries.changedMine, user, '', place, { ...ROOMY, limit });
      if (page.after === 0) this.values.clear();
      for (const { key, value } of page.entries) {
        if (value === '') this.values.delete(key);
        else this.values.set(key, value);
      }
      this.#version = page.version;
      if (!page.more) return;
      place = { after: page.version, begun: page.begun };
    }
  }

  get all(): Readonly<Record<string, string>> {
    return Object.fromEntries([...this.values].sort(([a], [b]) => (a < b ? -1 : 1)));
  }
}

async function setUp(fixture: Fixture): Promise<{ readonly store: Store; readonly user: number }> {
  const { id } = await fixture.user('Romeo');
  return { store: fixture.store, user: id };
}

export const mineCases: readonly StoreCase[] = [
  {
    name: 'gives each change in a user’s own space a version, and lists by them',
    async run(fixture) {
      const { store, user } = await setUp(fixture);
      const first = await change(store, mineChange(user, { 'pin/1': '1', 'pin/2': '2' }));
      assert.deepEqual(
        first.entries.map(({ version }) => version),
        [1, 2],
      );
      const second = await change(store, mineChange(user, { 'pin/1': '', 'pin/2': '2', 'pin/3': '3' }));
      assert.deepEqual([second.after, second.version], [2, 4], 'the same value is no change');
      const news = await store.run(mineQueries.changedMine, user, '', { after: 2, begun: 0 }, ROOMY);
      assert.deepEqual(news.entries, [
        { key: 'pin/1', value: '', version: 3 },
        { key: 'pin/3', value: '3', version: 4 },
      ]);
      const all = await store.run(mineQueries.changedMine, user, 'pin/', { after: 0, begun: 0 }, ROOMY);
      assert.deepEqual(
        all.entries.map(({ key }) => key),
        ['pin/2', 'pin/3'],
      );
      const none = await store.run(mineQueries.changedMine, user + 1, '', { after: 0, begun: 0 }, ROOMY);
      assert.deepEqual(none, { entries: [], after: 0, version: 0, more: false, begun: 0 });
    },
  },
  {
    name: 'makes a change of a user’s own space once, and only if nothing has changed where that is asked',
    async run(fixture) {
      const { store, user } = await setUp(fixture);
      const lost = mineChange(user, { 'draft/1': 'But' });
      await change(store, lost);
      await change(store, mineChange(user, { 'draft/1': 'But soft' }));
      assert.deepEqual((await change(store, lost)).entries, [
        { key: 'draft/1', value: 'But soft', version: 2 },
      ]);
      const ifUnchanged = true;
      const stale = mineChange(
        user,
        {},
        { entries: [{ key: 'draft/1', value: 'x', version: 1 }], ifUnchanged },
      );
      assert.equal(await store.run(mineQueries.setMine, stale), 'changed');
      assert.equal(
        await store.run(mineQueries.setMine, mineChange(user, { 'draft/1': 'x' }, { ifUnchanged })),
        'changed',
      );
      const right = mineChange(
        user,
        {},
        { entries: [{ key: 'draft/1', value: '', version: 2 }], ifUnchanged },
      );
      assert.equal((await change(store, right)).version, 3);
      // What was removed has no value, whatever its version.
      assert.equal((await change(store, mineChange(user, { 'draft/1': 'y' }, { ifUnchanged }))).version, 4);
    },
  },
  {
    name: 'forgets in time what was removed from a user’s own space, and says so to whom that matters',
    async run(fixture) {
      const { store, user } = await setUp(fixture);
      const [here, away] = [new Device(), new Device()];
      await change(store, mineChange(user, { a: '1', b: '2', c: '3' }));
      await away.read(store, user);
      await change(store, mineChange(user, { a: '' }));
      await here.read(store, user);
      await change(store, mineChange(user, { d: '4' }, { time: TIME + 29 * DAY_MS }));
      assert.equal((await readAll(store, user, 3)).after, 3, 'it is still known');
      await change(store, mineChange(user, { e: '5' }, { time: TIME + 31 * DAY_MS }));
      assert.equal((await readAll(store, user, 3)).after, 0, 'who has not heard of it reads all anew');
      assert.equal((await readAll(store, user, 4)).after, 4);
      for (const device of [here, away]) {
        await device.read(store, user, 2);
        assert.deepEqual(device.all, { b: '2', c: '3', d: '4', e: '5' });
      }
      // A version from before a restore.
      assert.equal((await readAll(store, user, 99)).after, 0);
    },
  },
  {
    name: 'bounds a user’s own space, and always lets it shrink',
    async run(fixture) {
      const { store, user } = await setUp(fixture);
      const large = 'x'.repeat(65_536);
      for (let count = 0; count < 63; count += 21) {
        const keys = Array.from({ length: 21 }, (_, index) => [`k${count + index}`, large] as const);
        await change(store, mineChange(user, Object.fromEntries(keys)));
      }
      assert.equal(await store.run(mineQueries.setMine, mineChange(user, { more: large })), 'full');
      await change(store, mineChange(user, { k0: '' }));
      await change(store, mineChange(user, { more: large }));
      const page = await store.run(
        mineQueries.changedMine,
        user,
        '',
        { after: 0, begun: 0 },
        { limit: 1000, maxBytes: 200_000 },
      );
      assert.deepEqual([page.entries.length, page.more], [3, true]);
    },
  },
  {
    name: 'gives each device of a user the same, whatever is written at once and however it reads',
    async run(fixture) {
      const { store, user } = await setUp(fixture);
      const devices = [1, 2, 7].map((limit) => ({ limit, device: new Device() }));
      for (let round = 0; round < 12; round++) {
        const writes = Array.from({ length: 6 }, (_, index) => {
          const number = round * 6 + index;
          return mineChange(user, {
            [`k${number % 7}`]: number % 3 === 0 ? '' : String(number),
            [`l${number % 5}`]: 'x',
          });
        });
        await Promise.all([
          ...writes.map((each) => change(store, each)),
          ...devices.slice(round % 3).map(({ device, limit }) => device.read(store, user, limit)),
        ]);
      }
      const all = new Device();
      await all.read(store, user);
      for (const { device, limit } of devices) {
        await device.read(store, user, limit);
        assert.deepEqual(device.all, all.all);
      }
      await store.run(mineQueries.eraseMine, user);
      assert.equal((await readAll(store, user, 0)).version, 0);
    },
  },
  {
    name: 'gives versions of one row in the order of the changes when processes write at once',
    needs: 'shared',
    async run(fixture) {
      const { store, user } = await setUp(fixture);
      const stores = [store, await fixture.another()];
      const writes = Array.from({ length: 40 }, (_, index) =>
        change(stores[index % 2] ?? store, mineChange(user, { [`k${index % 4}`]: String(index) })),
      );
      const pages = await Promise.all(writes);
      assert.deepEqual(
        pages.map(({ version }) => version).sort((a, b) => a - b),
        Array.from({ length: 40 }, (_, index) => index + 1),
      );
      const { entries } = await readAll(store, user, 0);
      for (const { key, value, version } of entries)
        assert.ok(
          pages.some((page) => page.version === version && page.entries[0]?.value === value),
          key,
        );
    },
  },
];

function readAll(store: Store, user: number, after: number): Promise<MinePage> {
  return store.run(mineQueries.changedMine, user, '', { after, begun: 0 }, ROOMY);
}
