/** The first administrator of a server that other machines reach. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { TestContext } from 'node:test';
import { connect, register } from '@posthorn/client/node';
import { createMemoryStore, systemRandom } from '@posthorn/server';
import type { Config, Store } from '@posthorn/server';
import { startInProcess } from '@posthorn/testing/in-process';
import type { InProcess } from '@posthorn/testing/in-process';
import { codeOf } from './support/people.ts';

async function open(t: TestContext, config: Partial<Config> = {}, store?: Store): Promise<InProcess> {
  const place = await startInProcess({ host: '0.0.0.0', ...config }, { ...(store && { store }) });
  t.after(() => place.server.close());
  return place;
}

/** Whether the new account is an administrator. */
async function isAdmin({ tcpUrl }: InProcess, name: string, bootstrapSecret = ''): Promise<boolean> {
  const { user } = await register(tcpUrl, { name, password: 'pw', bootstrapSecret });
  return user?.admin ?? false;
}

function secretOf({ server }: InProcess): string {
  assert.match(server.bootstrapSecret ?? '', /^bootstrap-[\w-]{24}$/);
  return server.bootstrapSecret ?? '';
}

it('is who has the secret, once, and not who comes first', async (t) => {
  const place = await open(t);
  const secret = secretOf(place);
  assert.equal(await isAdmin(place, 'mallory'), false);
  assert.equal(await codeOf(isAdmin(place, 'mallory2', 'bootstrap-guess')), 'FORBIDDEN');
  assert.equal(await isAdmin(place, 'ann', secret), true);
  assert.equal(await codeOf(isAdmin(place, 'bob', secret)), 'FORBIDDEN');
});

it('is one of two who use the secret at once', async (t) => {
  const place = await open(t);
  const secret = secretOf(place);
  const outcomes = await Promise.all(['ann', 'bob'].map((name) => codeOf(isAdmin(place, name, secret))));
  assert.deepEqual(outcomes.toSorted(), ['FORBIDDEN', 'OK']);
});

it('registers where registration is closed, over REST too, and nobody else does', async (t) => {
  const place = await open(t, { registration: 'closed' });
  const post = async (body: object): Promise<{ code?: string; admin?: boolean }> => {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`http://127.0.0.1:${place.server.httpPort}/v1/register`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ password: 'pw', ...body }),
    });
    const { error, user } = (await answer.json()) as {
      error?: { code: string };
      user?: { admin: boolean };
    };
    return { ...(error && { code: error.code }), ...(user && { admin: user.admin }) };
  };
  assert.deepEqual(await post({ name: 'mallory' }), { code: 'REGISTRATION_CLOSED' });
  const bootstrapSecret = secretOf(place);
  assert.deepEqual(await post({ name: 'ann', bootstrapSecret }), { admin: true });
  assert.deepEqual(await post({ name: 'bob' }), { code: 'REGISTRATION_CLOSED' });
});

it('keeps the name that --admin gives, until the secret comes with it', async (t) => {
  const place = await open(t, { admin: 'root' });
  assert.equal(await codeOf(isAdmin(place, 'Root')), 'FORBIDDEN');
  assert.equal(await isAdmin(place, 'root', secretOf(place)), true);
});

it('gets the secret from the SDK, whose next login needs it no more', async (t) => {
  const place = await open(t);
  const bootstrapSecret = secretOf(place);
  for (let round = 0; round < 2; round++) {
    const account = { user: 'ann', password: 'pw', register: true, bootstrapSecret };
    const client = await connect({ server: place.tcpUrl, ...account });
    await client.call('getServerInfo', {});
    await client.close();
  }
});

it('is asked for the secret of the first start also after the next one', async (t) => {
  const store = createMemoryStore({ random: systemRandom });
  t.after(() => store.close());
  const first = await open(t, {}, store);
  const second = await open(t, {}, store);
  assert.equal(second.server.bootstrapSecret, undefined);
  assert.equal(await isAdmin(second, 'ann', secretOf(first)), true);
  const third = await open(t, {}, store);
  assert.equal(third.server.bootstrapSecret, undefined);
});

it('is asked for a secret behind a proxy, on whatever address the server listens', async (t) => {
  const place = await open(t, { host: '127.0.0.1', trustedProxies: ['127.0.0.1'] });
  assert.equal(await isAdmin(place, 'mallory'), false);
  assert.equal(await isAdmin(place, 'ann', secretOf(place)), true);
});

it('is the first account where this machine alone reaches the server', async (t) => {
  const place = await open(t, { host: '127.0.0.1' });
  assert.equal(place.server.bootstrapSecret, undefined);
  assert.equal(await codeOf(isAdmin(place, 'guesser', 'bootstrap-guess')), 'FORBIDDEN');
  assert.equal(await isAdmin(place, 'ann'), true);
});
