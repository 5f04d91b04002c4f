import assert from 'node:assert/strict';
import { it } from 'node:test';
import { PosthornError } from '@posthorn/protocol';
import { createMemoryStore } from '../../compose/stores.ts';
import { configWith } from '../../compose/options.ts';
import type { Caller, ForeignIdentity } from '../../router/router.ts';
import type { RouterConfig, Services } from '../../router/services.ts';
import { systemClock, systemRandom } from '../../system.ts';
import * as sessionQueries from './session-queries.ts';
import { attach, attachAs } from './sessions.ts';
import { hashToken, newToken } from './tokens.ts';
import * as userQueries from './user-queries.ts';

const STRANGER: Caller = { connection: 1, address: '::1', session: undefined };
const IN_AN_HOUR = Date.now() + 3_600_000;

/** With an account without a password that has logged in by each of the protocols. */
async function routerWith(...foreignLogins: readonly string[]) {
  const store = createMemoryStore({ random: systemRandom });
  const account = { name: 'Ann', nameKey: 'ann', displayName: '', passwordHash: undefined, admin: false };
  const made = await store.run(userQueries.createUser, { ...account, createdAt: 1 });
  assert.ok(made.status === 'created');
  const user = made.user.id;
  for (const deviceId of foreignLogins) {
    await store.run(sessionQueries.createSession, {
      user,
      deviceId,
      deviceClass: 'unspecified',
      label: '',
      createdAt: 1,
      expiresAt: IN_AN_HOUR,
      tokenHash: Buffer.from(deviceId),
    });
  }
  const config: Partial<RouterConfig> = { foreignLogins, lobby: 0, options: configWith({}) };
  // No more is asked for here.
  const services = { store, config, clock: systemClock, endpoints: () => [] } as unknown as Services;
  return { user, attach: (identity: ForeignIdentity) => attachAs(services, STRANGER, identity) };
}

it('an account without a password has a login slot for each protocol without tokens', async () => {
  const { user, attach } = await routerWith('telex', 'pager');
  const slotOf = async (protocol: string): Promise<string> =>
    (await attach({ protocol, user, name: 'ann' })).slot;
  assert.equal(await slotOf('telex'), `${user}/telex`);
  assert.equal(await slotOf('pager'), `${user}/pager`);
  assert.equal(await slotOf(''), `${user}/telex`, 'a gateway of the version before means the first');
});

it('nobody comes by a protocol that is not let in', async () => {
  const { user, attach } = await routerWith('telex');
  const isRefused = (error: unknown): boolean =>
    error instanceof PosthornError && error.code === 'BAD_CREDENTIALS';
  await assert.rejects(attach({ protocol: 'pager', user, name: 'ann' }), isRefused);
  await assert.rejects(attach({ protocol: 'telex', user: user + 1, name: 'ann' }), isRefused);
  const none = await routerWith();
  await assert.rejects(none.attach({ protocol: '', user: none.user, name: 'ann' }), isRefused);
});

it('a session ends after its lifetime, also one that began before the option was set', async () => {
  const store = createMemoryStore({ random: systemRandom });
  const account = { name: 'Ann', nameKey: 'ann', displayName: '', passwordHash: undefined, admin: false };
  const made = await store.run(userQueries.createUser, { ...account, createdAt: 1 });
  assert.ok(made.status === 'created');
  const token = newToken(systemRandom);
  const [now, lifetime] = [Date.now(), 3_600_000];
  await store.run(sessionQueries.createSession, {
    user: made.user.id,
    deviceId: 'phone',
    deviceClass: 'unspecified',
    label: '',
    createdAt: now - lifetime - 1,
    expiresAt: IN_AN_HOUR,
    tokenHash: hashToken(token),
  });
  const attachWith = (sessionLifetime: number) => {
    const config: Partial<RouterConfig> = {
      lobby: 0,
      options: configWith({ loginPolicy: 'multi', sessionLifetime }),
    };
    const services = { store, config, clock: systemClock, endpoints: () => [] } as unknown as Services;
    return attach(services, STRANGER, token);
  };
  await attachWith(2 * lifetime);
  await assert.rejects(attachWith(lifetime), { code: 'SESSION_EXPIRED' });
  assert.deepEqual(await store.run(sessionQueries.endSessionsBegunBefore, now - 2 * lifetime, 9), []);
  assert.deepEqual(await store.run(sessionQueries.endSessionsBegunBefore, now - lifetime, 9), [
    { id: 1, user: made.user.id },
  ]);
});
