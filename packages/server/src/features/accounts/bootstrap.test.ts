import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { configWith } from '../../compose/options.ts';
import type { Config } from '../../compose/options.ts';
import type { Services } from '../../router/services.ts';
import { assertOpen, standingOf } from './bootstrap.ts';

/** A server without accounts. */
function servicesOf(config: Partial<Config>): Services {
  // A look for accounts and secrets finds none.
  const store = { run: async () => [] };
  const options = configWith(config);
  const settings = { read: async () => options };
  return { config: { options }, store, state: () => settings } as unknown as Services;
}

const REQUEST = {
  name: 'root',
  password: 'pw',
  displayName: '',
  device: undefined,
  bootstrapSecret: '',
  invite: '',
};

describe('who registers first', () => {
  const cases: readonly (readonly [address: string, config: Partial<Config>, admin: string])[] = [
    ['127.0.0.1', {}, 'if-first'],
    ['::1', { host: '::1' }, 'if-first'],
    ['127.0.0.1', { admin: 'ROOT' }, 'true'],
    ['127.0.0.1', { admin: 'other' }, 'false'],
    // A client of a gateway on another machine.
    ['192.0.2.1', {}, 'false'],
    ['192.0.2.1', { admin: 'root' }, 'FORBIDDEN'],
    ['127.0.0.1', { host: '0.0.0.0' }, 'false'],
    ['127.0.0.1', { host: 'chat.example.com', admin: 'root' }, 'FORBIDDEN'],
    ['127.0.0.1', { trustedProxies: ['127.0.0.1'] }, 'false'],
    ['', {}, 'false'],
  ];
  for (const [address, config, admin] of cases) {
    it(`from "${address}" with ${JSON.stringify(config)}: ${admin}`, async () => {
      const caller = { connection: 1, address, session: undefined };
      const outcome = await standingOf(servicesOf(config), caller, REQUEST).then(
        String,
        (error: unknown) => (error as { code: string }).code,
      );
      assert.equal(outcome, admin);
    });
  }

  it('is let in while registration is closed, from this machine', async () => {
    const services = servicesOf({ registration: 'closed' });
    const from = (address: string) => ({ connection: 1, address, session: undefined });
    await assertOpen(services, from('127.0.0.1'), REQUEST);
    await assert.rejects(assertOpen(services, from('192.0.2.1'), REQUEST), { code: 'REGISTRATION_CLOSED' });
    await assertOpen(services, from('192.0.2.1'), { ...REQUEST, bootstrapSecret: 'bootstrap-…' });
  });
});
