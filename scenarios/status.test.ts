/** How the processes of a server are, as administrators see it. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import { createMemoryStore, StoreError, systemRandom } from '@posthorn/server';
import type { Store } from '@posthorn/server';
import { InProcessCluster } from '@posthorn/testing/in-process-cluster';
import { launch } from '@posthorn/testing/command';
import { SteppedClock } from './support/stepped-clock.ts';

interface ShownNode {
  readonly id: string;
  readonly roles: string;
  readonly answers: boolean;
  readonly trouble: string;
  readonly connections: number;
  readonly appendedRate?: number;
  readonly version: string;
}

describe('posthorn status', () => {
  it('shows every node of a cluster to administrators alone, as JSON and as a table', async (t) => {
    const cluster = await InProcessCluster.start();
    t.after(() => cluster.close());
    await register(cluster, 'ann');
    await register(cluster, 'bob');
    const shown = async (user: string, ...more: readonly string[]) => {
      const env = { ...process.env, POSTHORN_USER: user, POSTHORN_PASSWORD: 'secret' };
      return await launch(['status', '--server', cluster.tcpUrl(0), ...more], { env }).ended;
    };
    const { code, stdout, stderr } = await shown('ann', '--json');
    assert.equal(code, 0, stderr);
    const nodes = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as ShownNode);
    assert.deepEqual(nodes.map(({ roles }) => roles).toSorted(), ['gateway', 'gateway', 'router', 'router']);
    assert.deepEqual(
      new Set(nodes.map(({ answers, trouble, appendedRate }) => `${answers} ${trouble} ${appendedRate}`)),
      new Set(['true  0']),
    );
    assert.equal(
      nodes.reduce((sum, { connections }) => sum + connections, 0),
      1,
      'that of the command itself',
    );
    assert.deepEqual(
      nodes.map(({ id }) => id).toSorted(),
      [...cluster.gateways, ...cluster.routers].map(({ id }) => id).toSorted(),
    );

    const table = await shown('ann');
    assert.match(table.stdout, /^NODE +HOST +ROLES +VERSION +CONNECTIONS/);
    assert.equal(table.stdout.match(/ well$/gm)?.length, 4);
    for (const { httpPort } of [...cluster.gateways, ...cluster.routers]) {
      assert.match(table.stdout, new RegExp(`:${httpPort} +(gateway|router) `));
    }
    assert.match(table.stdout, /2 accounts, \d+ conversations?, 0 messages; epoch/);

    const refused = await shown('bob', '--json');
    assert.notEqual(refused.code, 0);
    assert.match(refused.stderr, /FORBIDDEN/);
  });

  it('says what troubles a node', async (t) => {
    const store = storeInTrouble(new Error('the disk is full'));
    const cluster = await InProcessCluster.start({ routers: 1, gateways: 1, store });
    t.after(() => cluster.close());
    const token = await register(cluster, 'ann');
    const answer = await fetch(`${cluster.httpUrl(0)}/v1/admin/nodes`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const { nodes } = (await answer.json()) as {
      readonly nodes: readonly { readonly router: boolean; readonly trouble: string }[];
    };
    assert.equal(nodes.find(({ router }) => router)?.trouble, 'the disk is full');
    const isReady = async (url: string): Promise<string | undefined> =>
      /^posthorn_ready (\d)$/m.exec(await (await fetch(`${url}/metrics`)).text())?.[1];
    assert.deepEqual([await isReady(cluster.httpUrl(0)), await isReady(cluster.wsUrl(0))], ['0', '1']);
    assert.equal(nodes.find(({ router }) => !router)?.trouble ?? '', '');
  });
});

describe('/readyz', () => {
  it('sends nobody to a router that came to others with another database', async (t) => {
    const { clock, reasons, drains, first } = await strangers(t, createMemoryStore({ random: systemRandom }));
    await clock.pass(5000);
    assert.deepEqual(await reasons(), [undefined, undefined], 'after a restore epochs differ for a while');
    await clock.pass(20_000);
    assert.deepEqual(await reasons(), [undefined, `--store is not that of router ${first} on this bus`]);
    await clock.pass(1000);
    assert.deepEqual(await drains(), [false, true], 'gateways give it no more work');
  });

  it('sends people to it when the others have lost their database', async (t) => {
    const { clock, reasons } = await strangers(t, storeInTrouble(new Error('the disk is full')));
    await clock.pass(25_000);
    assert.deepEqual(await reasons(), ['the disk is full', undefined]);
  });

  it('tells this machine all, and others not where the database is', async (t) => {
    const reason = 'PostgreSQL cannot be reached at postgres://posthorn@db.internal:5432/posthorn';
    const store = storeInTrouble(new StoreError('unavailable', reason));
    const cluster = await InProcessCluster.start({ routers: 1, gateways: 0, store });
    t.after(() => cluster.close());
    const answer = async (headers: Readonly<Record<string, string>>): Promise<unknown> => {
      const response = await fetch(`${cluster.httpUrl(0)}/readyz`, { headers });
      assert.equal(response.status, 503);
      return response.json();
    };
    assert.deepEqual(await answer({}), { status: 'unready', reason });
    assert.deepEqual(await answer({ 'x-forwarded-for': '203.0.113.7' }), {
      status: 'unready',
      reason: 'the store cannot commit now',
    });
  });
});

/** One that cannot commit. */
function storeInTrouble(error: Error): Store {
  const healthy = createMemoryStore({ random: systemRandom });
  return Object.create(healthy, { check: { value: () => Promise.reject(error) } }) as Store;
}

/** A router on that store, to which another one comes on a store of its own. */
async function strangers(t: TestContext, store: Store) {
  const clock = new SteppedClock();
  const cluster = await InProcessCluster.start({ routers: 1, gateways: 0, store, more: { clock } });
  t.after(() => cluster.close());
  await clock.pass(1000);
  await cluster.add('router', { store: createMemoryStore({ random: systemRandom }) });
  const reason = async (index: number): Promise<unknown> => {
    const response = await fetch(`${cluster.httpUrl(index)}/readyz`);
    return ((await response.json()) as { readonly reason?: string }).reason;
  };
  const reasons = (): Promise<readonly unknown[]> => Promise.all([reason(0), reason(1)]);
  const token = await register(cluster, 'ann');
  /** What each of the two says of itself, as the first one has heard. */
  const drains = async (): Promise<readonly unknown[]> => {
    const headers = { authorization: `Bearer ${token}` };
    const answer = await fetch(`${cluster.httpUrl(0)}/v1/admin/nodes`, { headers });
    const { nodes } = (await answer.json()) as {
      readonly nodes: readonly { readonly id: string; readonly draining: boolean }[];
    };
    return cluster.routers.map(({ id }) => nodes.find((node) => node.id === id)?.draining);
  };
  return { clock, reasons, drains, first: cluster.routers[0]?.id };
}

async function register(cluster: InProcessCluster, name: string): Promise<string> {
  const answer = await fetch(`${cluster.httpUrl(0)}/v1/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name, password: 'secret', device: { id: name, class: 'bot' } }),
  });
  return ((await answer.json()) as { readonly token: string }).token;
}
