/** Whose a kept session is, when the log is another one. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Caller } from '../../router/router.ts';
import type { Services } from '../../router/services.ts';
import { createMemoryStore } from '../../store/memory.ts';
import { systemClock, systemRandom } from '../../system.ts';
import { WIRE_SESSION_OPTIONS } from './options.ts';
import { STORAGE } from './storage.ts';
import { saveWireSession, takeWireSession } from './wire-sessions.ts';

it('a connection that goes on after a restore does not write over the session that was restored', async () => {
  const store = createMemoryStore({ random: systemRandom, storages: [STORAGE] });
  const options = { wireSessionTtl: WIRE_SESSION_OPTIONS.wireSessionTtl.default };
  const servicesOf = (epoch: string): Services =>
    ({ store: { ...store, epoch }, clock: systemClock, config: { options } }) as unknown as Services;
  const caller = { session: { id: 1, user: 1 } } as Caller;
  const name = { wire: 'mqtt', client: 'sensor', owner: 'connection', expiryS: 60 };
  const take = { ...name, discard: false, outlivesLogin: true, will: undefined, node: '' };
  const save = (version: number) => ({
    ...name,
    version,
    state: Uint8Array.of(version),
    isOver: false,
    isLost: false,
  });
  await takeWireSession(servicesOf('before'), caller, take);
  await saveWireSession(servicesOf('before'), caller, save(1));
  await assert.rejects(saveWireSession(servicesOf('after'), caller, save(2)), { code: 'CONFLICT' });
  const again = await takeWireSession(servicesOf('after'), caller, { ...take, owner: 'another' });
  assert.deepEqual(Buffer.from(again.state ?? []), Buffer.of(1));
  await store.close();
});
