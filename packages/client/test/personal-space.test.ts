/**
 * The user's own space: whatever is lost, repeated, cut or restarted, a device ends with what the server has, and each write
 * of its own is made once.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PosthornError } from '@posthorn/protocol';
import fc from 'fast-check';
import { runs } from '@posthorn/testing/runs';
import type { Client } from '../src/api.ts';
import { startClient } from '../src/client.ts';
import { memoryStorage } from '../src/storage.ts';
import { FakeServer } from './support/fake-server.ts';
import { FakeSpace } from './support/fake-space.ts';
import type { Faults } from './support/fake-server.ts';

type Step =
  | { readonly do: 'set' | 'elsewhere'; readonly key: string; readonly value: number }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'cut' | 'restart' }
  | { readonly do: 'away'; readonly keys: readonly string[] };

const key = fc.constantFrom('a', 'b', 'c', 'd', 'e');
// 0: removes it.
const value = fc.integer({ min: 0, max: 3 });
const wait = fc.oneof(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 5, max: 2000 }));
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({ do: fc.constantFrom('set' as const, 'elsewhere' as const), key, value }),
  },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: wait }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('cut' as const, 'restart' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('away' as const), keys: fc.uniqueArray(key) }) },
);
const faults: fc.Arbitrary<Faults> = fc.record({
  pushes: fc.array(
    fc.oneof(
      fc.constantFrom('pass' as const, 'drop' as const, 'twice' as const),
      fc.integer({ min: 2, max: 3000 }),
    ),
    { maxLength: 20 },
  ),
  cuts: fc.array(fc.record({ after: fc.integer({ min: 0, max: 20 }), isHandled: fc.boolean() }), {
    maxLength: 8,
  }),
  sends: fc.constant([]),
  lists: fc.array(fc.constantFrom('ok' as const, 'ok' as const, 'busy' as const), { maxLength: 6 }),
  random: fc.array(fc.double({ min: 0, max: 0.999, noNaN: true }), { maxLength: 10 }),
});
const CALM: Faults = { pushes: [], cuts: [], sends: [], random: [] };

type Storage = ReturnType<typeof memoryStorage>;

async function open(server: FakeServer, storage: Storage = memoryStorage()): Promise<Client> {
  return startClient(
    { server: 'tcp://fake:1', user: 'self', password: 'pw' },
    { storage, start: 'start' },
    server.platform,
  );
}

async function close(server: FakeServer, client: Client): Promise<void> {
  let isClosed = false;
  const closing = client.close().then(() => (isClosed = true));
  await server.platform.until(() => isClosed);
  await closing;
}

/** What the application sees, as the server has it. */
function seen({ mine }: Client): Readonly<Record<string, string>> {
  return Object.fromEntries(mine.keys().map((each) => [each, JSON.stringify(mine.get(each))]));
}

function isEqual(server: FakeServer, client: Client): boolean {
  const [here, there] = [seen(client), server.space.values];
  const keys = Object.keys(there);
  return keys.length === Object.keys(here).length && keys.every((each) => here[each] === there[each]);
}

async function passed(server: FakeServer, ms: number): Promise<void> {
  let isOver = false;
  server.platform.after(ms, () => (isOver = true));
  await server.platform.until(() => isOver);
}

async function play(schedule: Faults, steps: readonly Step[]): Promise<void> {
  const server = new FakeServer(schedule);
  const storage = memoryStorage();
  let count = 100;
  const last = new Map<string, string>();
  let client = await open(server, storage);
  client.mine.get('a');
  // What the application was told of, by key; it must be what it sees.
  let told = new Map<string, unknown>();
  const listen = (): void => {
    told = new Map(client.mine.keys().map((each) => [each, client.mine.get(each)]));
    client.on('mine', (entry) => {
      assert.deepEqual(entry.value, client.mine.get(entry.key));
      if (entry.value === undefined) told.delete(entry.key);
      else told.set(entry.key, entry.value);
    });
  };
  listen();
  for (const each of steps) {
    switch (each.do) {
      case 'set': {
        // Each time another value, so that one that is written twice is noticed.
        const next = each.value === 0 ? undefined : (count += 1);
        last.set(each.key, String(next ?? ''));
        await client.mine.set(each.key, next);
        assert.equal(client.mine.get(each.key), next, 'it holds here at once');
        break;
      }
      case 'elsewhere':
        server.setElsewhere(each.key, each.value === 0 ? '' : String(each.value));
        break;
      case 'wait':
        await passed(server, each.ms);
        break;
      case 'cut':
        server.cut();
        break;
      case 'away':
        // What is removed meanwhile is forgotten before the device comes back.
        server.cut();
        for (const gone of each.keys) server.setElsewhere(gone, '');
        server.space.drop();
        break;
      case 'restart':
        await close(server, client);
        client = await open(server, storage);
        listen();
    }
  }
  // A lost push is noticed by the next connection.
  server.cut();
  await server.platform.until(() => isEqual(server, client) && !hasWrites(storage));
  await passed(server, 10_000);
  assert.deepEqual(seen(client), server.space.values);
  assert.deepEqual(
    Object.fromEntries(told),
    Object.fromEntries(client.mine.keys().map((each) => [each, client.mine.get(each)])),
  );
  for (const each of last.values()) assert.ok(server.space.made.includes(each), 'no write is lost');
  const own = server.space.made.filter((each) => Number(each) > 100);
  assert.equal(new Set(own).size, own.length, 'a write is made once');
  await close(server, client);
  const again = await open(server, storage);
  assert.deepEqual(seen(again), server.space.values, 'it is kept');
  await close(server, again);
}

const kept = new WeakMap<Storage, ReadonlyMap<string, unknown>>();

function hasWrites(storage: Storage): boolean {
  void storage.load().then((values) => kept.set(storage, values));
  return [...(kept.get(storage)?.keys() ?? ['w/?'])].some((each) => each.startsWith('w/'));
}

describe('the user’s own space', () => {
  it('ends equal to the server’s, on any network', async () => {
    await fc.assert(fc.asyncProperty(faults, fc.array(step, { maxLength: 40 }), play), {
      numRuns: runs(500),
    });
  });

  it('is not asked for until it is used', async () => {
    const server = new FakeServer(CALM);
    let asked = 0;
    server.space.get = () => {
      asked += 1;
      return {};
    };
    const client = await open(server);
    await server.platform.until(() => client.state.name === 'online');
    server.setElsewhere('a', '1');
    await passed(server, 1000);
    assert.equal(asked, 0);
    assert.equal(client.mine.get('a'), undefined);
    await server.platform.until(() => asked > 0);
    await close(server, client);
  });

  it('sends what was written offline, the last value of each entry once, also after a restart', async () => {
    const server = new FakeServer(CALM);
    const storage = memoryStorage();
    server.isBlackHole = true;
    const client = await open(server, storage);
    for (const text of ['B', 'Bu', 'But']) await client.mine.set('draft/1', { text });
    await client.mine.set('pin/1', 1);
    await client.mine.set('pin/1', undefined);
    assert.deepEqual([client.mine.get('draft/1'), client.mine.keys()], [{ text: 'But' }, ['draft/1']]);
    await close(server, client);
    server.isBlackHole = false;
    server.setElsewhere('pin/1', '7');
    const again = await open(server, storage);
    assert.deepEqual(seen(again), { 'draft/1': '{"text":"But"}' });
    await server.platform.until(() => server.space.made.length === 3);
    await server.platform.until(() => isEqual(server, again));
    assert.deepEqual(server.space.values, { 'draft/1': '{"text":"But"}' }, 'the last write holds');
    await close(server, again);
  });

  it('goes on showing what was written, also when another change was missed before it', async () => {
    const server = new FakeServer({ ...CALM, pushes: ['drop'] });
    const client = await open(server);
    server.space.set({ entries: [{ key: 'a', value: '1', version: 0 }], clientId: 'before' });
    assert.equal(client.mine.get('a'), undefined);
    await server.platform.until(() => client.mine.get('a') === 1);
    server.setElsewhere('b', '1');
    const told: unknown[] = [];
    client.on('mine', (entry) => told.push([entry.key, entry.value]));
    await client.mine.set('a', 2);
    await server.platform.until(() => client.mine.get('b') === 1);
    assert.deepEqual(told, [
      ['a', 2],
      ['b', 1],
    ]);
    await close(server, client);
  });

  it('takes a refused write back, and says why', async () => {
    const server = new FakeServer(CALM);
    const client = await open(server);
    const errors: unknown[] = [];
    client.on('error', (error) => errors.push(error));
    server.setElsewhere('a', '1');
    assert.equal(client.mine.get('a'), undefined);
    await server.platform.until(() => client.mine.get('a') === 1);
    server.isFull = true;
    await client.mine.set('a', 2);
    assert.equal(client.mine.get('a'), 2);
    await server.platform.until(() => errors.length > 0);
    assert.equal(client.mine.get('a'), 1);
    assert.deepEqual(
      errors.map((error) => error instanceof PosthornError && error.code),
      ['LIMIT_EXCEEDED'],
    );
    await close(server, client);
  });

  it('is read anew when the server’s log is another one', async () => {
    const server = new FakeServer(CALM);
    const client = await open(server);
    for (const each of ['a', 'b', 'c', 'd', 'e']) server.setElsewhere(each, '1');
    await server.platform.until(() => isEqual(server, client));
    server.space = new FakeSpace();
    for (const each of ['b', 'c', 'd', 'e', 'f', 'g'])
      server.space.set({ entries: [{ key: each, value: '2', version: 0 }], clientId: each });
    server.restore(0);
    await server.platform.until(() => client.mine.get('g') === 2);
    assert.deepEqual(seen(client), server.space.values);
    await close(server, client);
  });

  it('shows nothing for what is no JSON', async () => {
    const server = new FakeServer(CALM);
    const client = await open(server);
    server.setElsewhere('a', 'plain');
    server.setElsewhere('b', '1');
    assert.equal(client.mine.get('b'), undefined);
    await server.platform.until(() => client.mine.get('b') === 1);
    assert.deepEqual([client.mine.get('a'), client.mine.keys()], [undefined, ['a', 'b']]);
    await close(server, client);
  });
});
