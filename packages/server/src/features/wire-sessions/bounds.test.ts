/** How many clients of a user may have a will without a kept session. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { createMemoryStore } from '../../store/memory.ts';
import { systemRandom } from '../../system.ts';
import { saveSession, takeSession } from './queries.ts';
import type { Taking } from './records.ts';
import { STORAGE } from './storage.ts';

const MOST = 1000;
const DAY_MS = 86_400_000;
const WILL = { node: 'here', delayMs: 0, message: Buffer.from('gone') };

it('a user has 1,000 clients with a will and no kept session; who leaves, is lost or is kept makes room', async () => {
  const store = createMemoryStore({ random: systemRandom, storages: [STORAGE] });
  let time = DAY_MS;
  const named = (client: string, user = 1) => ({ user, wire: 'mqtt', client, owner: client });
  const take = (client: string, more: Partial<Taking> = {}): Promise<Uint8Array | 'full'> =>
    store.run(takeSession, {
      ...named(client),
      discard: true,
      expirySeconds: 0,
      login: 0,
      heldBy: 1,
      time,
      will: WILL,
      ...more,
    });
  const leave = (client: string, isLost: boolean): Promise<boolean> =>
    store.run(saveSession, {
      ...named(client),
      version: 1,
      state: Buffer.of(),
      expirySeconds: 0,
      isOver: true,
      isLost,
      time,
    });
  const isFull = async (client: string, more?: Partial<Taking>): Promise<boolean> =>
    (await take(client, more)) === 'full';

  for (let count = 0; count < MOST; count++) assert.equal(await isFull(`lamp ${count}`), false);
  assert.equal(await isFull('one more'), true);
  assert.equal(await isFull('no will', { will: undefined }), false, 'it needs no place');
  assert.equal(await isFull('kept', { expirySeconds: 60 }), false, 'its place is among kept sessions');
  assert.equal(await isFull('lamp 7', { owner: 'another connection' }), false, 'it has its place already');
  assert.equal(await isFull('of juliet', named('of juliet', 2)), false);
  for (const isLost of [false, true]) {
    await leave(isLost ? 'lamp 1' : 'lamp 0', isLost);
    assert.equal(await isFull(`after ${isLost}`), false);
    assert.equal(await isFull('one more'), true);
  }

  // Their gateway has told nothing of them for a day.
  time += 2 * DAY_MS;
  assert.equal(await isFull('the day after'), false);
  await store.close();
});
