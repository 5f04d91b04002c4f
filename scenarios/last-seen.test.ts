/** Who is online, and since when not: one answer for all who ask, also right after somebody has gone, and after a crash. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { createMemoryStore, systemRandom } from '@posthorn/server';
import { startInProcess } from '@posthorn/testing/in-process';
import { RawClient } from '@posthorn/testing/raw-client';
import { SteppedClock } from './support/stepped-clock.ts';
import { beat } from '@posthorn/testing/beat';

/** Heartbeats are not what this is about: nobody is cut for silence while the clock runs ahead. */
const CALM = { heartbeat: 3_600_000 };

it('who has just gone is online for a moment yet, to those who ask and to those who are told', async (t) => {
  const clock = new SteppedClock();
  const place = await startInProcess(CALM, { clock });
  t.after(() => place.server.close());
  const romeo = await RawClient.as(place.tcpUrl, 'romeo');
  const { client: juliet, id, token } = await RawClient.as(place.tcpUrl, 'juliet');
  await romeo.client.ask({ case: 'watchPresence', value: { users: [id] } });
  const headers = { authorization: `Bearer ${romeo.token}` };
  const get = async (path: string): Promise<unknown> =>
    (await fetch(place.httpUrl + path, { headers })).json();
  const asked = async (): Promise<readonly boolean[]> => {
    const { presences } = (await get(`/v1/presence?users=${id}`)) as { presences: { online: boolean }[] };
    const { users } = (await get('/v1/online')) as { users: { id: number }[] };
    return [presences[0]?.online === true, users.some((user) => user.id === id)];
  };
  const told = (): readonly boolean[] =>
    romeo.client.pushes.flatMap((push) => (push.case === 'presenceNote' ? [push.value.online] : []));

  juliet.socket.end();
  await juliet.until(() => juliet.isClosed);
  const metrics = async (): Promise<string> => (await fetch(`${place.httpUrl}/metrics`)).text();
  while (!/^posthorn_connections 1$/m.test(await metrics())) await beat();
  assert.deepEqual(await asked(), [true, true]);
  assert.deepEqual(told(), []);
  // Back before the moment is over: she was never away.
  const back = await RawClient.connect(place.tcpUrl);
  await back.hello();
  await back.ask({ case: 'attach', value: { token } });
  await clock.pass(5000);
  assert.deepEqual(await asked(), [true, true]);
  back.close();
  while (!/^posthorn_connections 1$/m.test(await metrics())) await beat();
  await clock.pass(5000);
  await romeo.client.until(() => told().includes(false));
  assert.deepEqual(await asked(), [false, false]);
});

it('after a crash, who was online was seen last a few minutes before, not on the visit before', async (t) => {
  const clock = new SteppedClock();
  const store = createMemoryStore({ random: systemRandom });
  const crashed = await startInProcess(CALM, { clock, store });
  const { id, client } = await RawClient.as(crashed.tcpUrl, 'romeo');
  t.after(() => crashed.server.close());
  t.after(() => client.close());
  const since = clock.now();
  await clock.pass(301_000);
  // The first server is never told to stop.
  const place = await startInProcess(CALM, { clock, store });
  t.after(() => place.server.close());
  const { client: juliet } = await RawClient.as(place.tcpUrl, 'juliet');
  t.after(() => juliet.close());
  const answer = await juliet.ask({ case: 'watchPresence', value: { users: [id] } });
  assert.ok(answer.case === 'presences');
  const [seen] = answer.value.presences;
  assert.equal(seen?.online, false);
  assert.ok(seen.lastSeen > since + 200_000, `${seen.lastSeen - since}`);
});
