/** When a node counts as gone, and the wills of its connections as due. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Services } from '../../router/services.ts';
import { createMemoryStore } from '../../store/memory.ts';
import { systemRandom } from '../../system.ts';
import { LostNodes } from './lost-nodes.ts';
import { takeSession } from './queries.ts';
import { STORAGE } from './storage.ts';
import { dueWills, nextNodeWithWills } from './will-queries.ts';

const DELAY_MS = 60_000;
const STARTED_AT = 1_796_112_000_000;
const SESSION = {
  wire: 'mqtt',
  client: 'sensor',
  owner: 'o',
  discard: false,
  expirySeconds: 600,
  login: 0,
  heldBy: 0,
  time: STARTED_AT,
} as const;

it('a node is gone when it was missed for a while, and wills count from when that began', async () => {
  const store = createMemoryStore({ random: systemRandom, storages: [STORAGE] });
  // Not whole: clocks measure finer than a millisecond.
  let now = 0.25;
  let nodes = ['here', 'there'];
  const services = {
    store,
    clock: { now: () => Math.floor(STARTED_AT + now), monotonic: () => now },
    logger: { info: () => {} },
    cluster: { all: () => nodes.map((id) => ({ id })) },
  } as unknown as Services;
  const message = Buffer.from('gone');
  for (const [user, node] of [
    [1, 'here'],
    [2, 'there'],
  ] as const)
    await store.run(takeSession, { ...SESSION, user, will: { node, delayMs: DELAY_MS, message } });
  const lostNodes = new LostNodes(services);
  const pass = async (ms: number): Promise<void> => {
    for (let passed = 0; passed < ms; passed += 1000.5) {
      now += 1000.5;
      await lostNodes.look(() => Promise.resolve(true));
    }
  };
  const dueAt = async (): Promise<readonly number[]> => {
    const page = { now: Number.MAX_SAFE_INTEGER, after: { id: 0, due: 0 }, limit: 10 };
    return (await store.run(dueWills, page)).map(({ due }) => due - STARTED_AT - DELAY_MS);
  };
  await pass(60_000);
  nodes = ['here'];
  await pass(8000);
  nodes = ['here', 'there'];
  await pass(1000);
  nodes = ['here'];
  const since = now;
  await pass(8000);
  assert.deepEqual(await dueAt(), [], 'it was back for a moment');
  await pass(4000);
  const [due = 0, ...others] = await dueAt();
  assert.deepEqual(others, []);
  assert.ok(due > since && due < since + 2000, `${due} after ${since}`);
  assert.equal(await store.run(nextNodeWithWills, ''), 'here');
  assert.equal(await store.run(nextNodeWithWills, 'here'), undefined);
  await store.close();
});
