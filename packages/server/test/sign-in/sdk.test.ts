import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, it } from 'node:test';
import { connect, memoryStorage } from '@posthorn/client/node';
import type { Client } from '@posthorn/client/node';
import { startInProcess } from '@posthorn/testing/in-process';
import { fileWith, good, hs256, SECRET } from './support/jwts.ts';

const secret = fileWith(SECRET);
after(secret.remove);

it('logs in with the JWTs that the application gives, and asks anew when the session has ended', async () => {
  // So short that it ends while one looks on.
  const place = await startInProcess({ jwtSecretFile: secret.path, jwtSession: 300 });
  let asked = 0;
  const again = new EventTarget();
  const client = await connect({
    server: place.tcpUrl,
    token: async () => {
      asked += 1;
      if (asked === 3) again.dispatchEvent(new Event('asked'));
      return hs256(good({ sub: 'juliet', jti: String(asked) }));
    },
  });
  const isAgain = once(again, 'asked');
  await online(client);
  await isAgain;
  await online(client);
  assert.equal(client.state.name === 'online' && client.state.session.user?.name, 'juliet');
  await client.close();
  await place.server.close();
});

it('does not ask again for a connection that breaks', async () => {
  const place = await startInProcess({ jwtSecretFile: secret.path });
  let asked = 0;
  const token = async (): Promise<string> => {
    asked += 1;
    return hs256(good({ sub: 'juliet' }));
  };
  const client = await connect({ server: place.tcpUrl, token });
  await online(client);
  assert.equal((await client.call('listSessions', {})).sessions.length, 1);
  await place.server.close();
  await state(client, 'connecting');
  assert.equal(asked, 1);
  await client.close();
});

it('closes when the JWT is refused, and says why', async () => {
  const place = await startInProcess({ jwtSecretFile: secret.path });
  const client = await connect({ server: place.tcpUrl, token: async () => hs256(good(), 'another secret') });
  await state(client, 'closed');
  assert.match(client.state.name === 'closed' ? String(client.state.error?.message) : '', /signature/);
  await place.server.close();
});

it('leaves the storage of somebody else alone', async () => {
  const place = await startInProcess({ jwtSecretFile: secret.path });
  const storage = memoryStorage();
  const as = async (sub: string): Promise<Client> =>
    connect({ server: place.tcpUrl, token: async () => hs256(good({ sub })) }, { storage });
  const juliet = await as('juliet');
  await online(juliet);
  await juliet.close();
  const romeo = await as('romeo');
  await state(romeo, 'closed');
  assert.match(romeo.state.name === 'closed' ? String(romeo.state.error?.message) : '', /belongs to juliet/);
  await place.server.close();
});

function online(client: Client): Promise<void> {
  return state(client, 'online');
}

function state(client: Client, name: Client['state']['name']): Promise<void> {
  if (client.state.name === name) return Promise.resolve();
  const { promise, resolve } = Promise.withResolvers<void>();
  const off = client.on('state', (now) => {
    if (now.name !== name) return;
    off();
    resolve();
  });
  return promise;
}
