import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createMemoryStore, systemClock, systemRandom } from '@posthorn/server';
import { startInProcess } from '@posthorn/testing/in-process';
import type { InProcess } from '@posthorn/testing/in-process';
import type { Clock } from '../../src/clock.ts';
import { changeStanding } from '../../src/features/accounts/user-queries.ts';
import { Authenticator } from './support/authenticator.ts';
import { App, PASSWORD, Person } from './support/factors.ts';
import { fileWith, good, hs256, SECRET } from './support/jwts.ts';

const STEP_MS = 30_000;
const ORIGIN = 'https://chat.example.com';

/** The real clock, on which people see half a minute pass when a test says so. */
class Wall implements Clock {
  #ahead = 0;
  readonly monotonic = (): number => systemClock.monotonic();
  readonly after: Clock['after'] = (ms, run) => systemClock.after(ms, run);
  readonly afterTurn: Clock['afterTurn'] = (run) => systemClock.afterTurn(run);

  now(): number {
    return systemClock.now() + this.#ahead;
  }

  /** Returns what time it is then. */
  pass(ms = STEP_MS): number {
    this.#ahead += ms;
    return this.now();
  }
}

const clock = new Wall();
const store = createMemoryStore({ random: systemRandom });
const secret = fileWith(SECRET);
let place: InProcess;
let other: InProcess;
let url = '';

before(async () => {
  const options = { publicUrl: undefined, jwtSecretFile: secret.path };
  place = await startInProcess(options, { store, clock });
  other = await startInProcess({ ...options, secondFactor: 'administrators' }, { store, clock });
  url = place.httpUrl;
  await Person.register(url, 'root');
});

after(async () => {
  await place.server.close();
  await other.server.close();
  await store.close();
  secret.remove();
});

describe('an app as a second factor', () => {
  it('is added by its first code, and asked for from then on', async () => {
    const ann = await Person.register(url, 'ann');
    const { app, codes } = await ann.addApp(clock.now());
    assert.equal(new Set(codes).size, 10);
    assert.equal(await ann.refused(), 'factor-code');
    assert.equal(await ann.refused({ secondFactor: '000000' }), 'factor-wrong');
    assert.equal(await ann.refused({ secondFactor: 'nonsense' }), 'factor-wrong');
    const code = app.codeAt(clock.pass());
    await ann.logIn({ secondFactor: `${code.slice(0, 3)} ${code.slice(3)}` });
    assert.equal(await ann.refused({ secondFactor: code }), 'factor-wrong');
    assert.equal(await ann.refused({ password: 'other', secondFactor: code }), 'BAD_CREDENTIALS');
    const { factors, recoveryCodes } = await ann.get('/v1/me/factors');
    assert.equal(recoveryCodes, 10);
    assert.deepEqual(
      (factors as Record<string, unknown>[]).map(({ kind, name }) => [kind, name]),
      [['totp', 'Phone']],
    );
  });

  it('does not take a code twice, at whichever router, nor an old one', async () => {
    const bea = await Person.register(url, 'bea');
    const { app } = await bea.addApp(clock.now());
    const time = clock.pass();
    const logins = [url, other.httpUrl, url, other.httpUrl].map((each) =>
      bea.logIn({ secondFactor: app.codeAt(time) }, each).then(
        () => true,
        () => false,
      ),
    );
    assert.equal((await Promise.all(logins)).filter(Boolean).length, 1);
    clock.pass(3 * STEP_MS);
    assert.equal(await bea.refused({ secondFactor: app.codeAt(time + STEP_MS) }), 'factor-wrong');
  });

  it('is not guessed: after a few codes one waits, but not with a recovery code', async () => {
    const cora = await Person.register(url, 'cora');
    const device = { id: 'laptop' };
    await cora.logIn({ device });
    const { app, codes } = await cora.addApp(clock.now());
    const time = clock.pass();
    for (let guess = 0; guess < 10; guess++)
      assert.equal(await cora.refused({ secondFactor: wrong(app, time) }), 'factor-wrong');
    assert.equal(await cora.refused({ secondFactor: app.codeAt(time) }), 'RATE_LIMITED');
    await cora.logIn({ secondFactor: codes[0] });
    // From where its user has logged in before, strangers keep nobody away.
    await cora.logIn({ secondFactor: app.codeAt(time), device });
  });

  it('can be renamed, removed, and reset by administrators', async () => {
    const dora = await Person.register(url, 'dora');
    await dora.addApp(clock.now());
    const { factors } = await dora.get('/v1/me/factors');
    const id = (factors as { readonly id: number }[])[0]?.id ?? 0;
    const refusal = await dora.refusal(`/v1/me/factors/${id}/remove`, { password: 'other' });
    assert.equal(refusal.code, 'BAD_CREDENTIALS');
    await dora.ok(`/v1/me/factors/${id}/remove`, { password: PASSWORD });
    await dora.logIn();
    assert.equal(
      (await dora.refusal('/v1/me/factors/recovery-codes', { password: PASSWORD })).code,
      'NOT_FOUND',
    );
    await dora.addApp(clock.pass());
    const root = Person.at(url, 'root');
    const { token } = await root.logIn();
    const { user } = await dora
      .ok('/v1/me/factors/begin', { kind: 'totp', password: PASSWORD })
      .then(() => dora.get('/v1/me').then((user) => ({ user })));
    const reset = await fetch(`${url}/v1/admin/users/${String(user['id'])}/factors`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${token}` },
    });
    assert.equal(reset.status, 200);
    await dora.logIn();
    const { records } = await root.get('/v1/admin/audit?limit=20');
    const events = (records as { readonly event: string }[]).map(({ event }) => event);
    for (const event of ['resetFactors', 'confirmFactor', 'removeFactor'])
      assert.ok(events.includes(event), event);
  });

  it('is not added without the password, or by a wrong code, or too late', async () => {
    const eve = await Person.register(url, 'eve');
    const begin = { kind: 'totp', password: PASSWORD };
    const confirm = '/v1/me/factors';
    assert.equal(
      (await eve.refusal('/v1/me/factors/begin', { ...begin, password: 'x' })).code,
      'BAD_CREDENTIALS',
    );
    assert.equal(
      (await eve.refusal('/v1/me/factors/begin', { ...begin, kind: 'unspecified' })).code,
      'INVALID',
    );
    assert.equal((await eve.refusal(confirm, { code: '123456' })).reason, 'no-such-factor');
    const app = new App((await eve.ok('/v1/me/factors/begin', begin))['secret'] as string);
    assert.equal((await eve.refusal(confirm, { code: wrong(app, clock.now()) })).reason, 'factor-wrong');
    const later = clock.pass(600_001);
    assert.equal((await eve.refusal(confirm, { code: app.codeAt(later) })).reason, 'no-such-factor');
    await eve.logIn();
  });
});

describe('recovery codes', () => {
  it('are good once each, and end when there are new ones', async () => {
    const fay = await Person.register(url, 'fay');
    const { codes } = await fay.addApp(clock.now());
    const [first = '', second = ''] = codes;
    await fay.logIn({ secondFactor: first.toUpperCase().replaceAll('-', ' ') });
    assert.equal(await fay.refused({ secondFactor: first }), 'factor-wrong');
    assert.equal((await fay.get('/v1/me/factors'))['recoveryCodes'], 9);
    const renewed = await fay.ok('/v1/me/factors/recovery-codes', { password: PASSWORD });
    assert.equal(await fay.refused({ secondFactor: second }), 'factor-wrong');
    await fay.logIn({ secondFactor: (renewed['codes'] as string[])[0] });
  });
});

describe('a passkey as a second factor', () => {
  it('answers each question once, for its own page', async () => {
    const gil = await Person.register(url, 'gil');
    const key = new Authenticator(ORIGIN);
    const begin = { kind: 'passkey', password: PASSWORD, origin: ORIGIN };
    const { options } = await gil.ok('/v1/me/factors/begin', begin);
    const elsewhere = key.create(options as string, { origin: 'https://evil.example.com' });
    assert.equal((await gil.refusal('/v1/me/factors', { passkey: elsewhere })).reason, 'passkey-refused');
    await gil.ok('/v1/me/factors', { passkey: key.create(options as string) });
    assert.equal(await gil.refused(), 'factor-passkey');
    const ask = { name: 'gil', password: PASSWORD, origin: ORIGIN };
    const question = async (): Promise<string> =>
      (await gil.ok('/v1/login/passkey', ask))['options'] as string;
    key.counter++;
    const answer = key.answer(await question());
    await gil.logIn({ passkey: answer }, other.httpUrl);
    assert.equal(await gil.refused({ passkey: answer }), 'passkey-refused');
    key.counter++;
    for (const bad of [{ origin: 'https://evil.example.com' }, { challenge: 'AAAA' }])
      assert.equal(await gil.refused({ passkey: key.answer(await question(), bad) }), 'passkey-refused');
    const copy = new Authenticator(ORIGIN);
    assert.equal(await gil.refused({ passkey: copy.answer(await question()) }), 'passkey-refused');
    const late = key.answer(await question());
    clock.pass(300_001);
    assert.equal(await gil.refused({ passkey: late }), 'passkey-refused');
    // A counter that does not rise: somebody has copied it.
    key.counter = 1;
    assert.equal(await gil.refused({ passkey: key.answer(await question()) }), 'passkey-refused');
    for (const bad of ['{}', '[]', 'null', 'no JSON', '{"id":1,"response":{}}'])
      assert.equal(await gil.refused({ passkey: bad }), 'INVALID', bad);
  });

  it('is asked of those who know the password, and for pages that can have one', async () => {
    const hal = await Person.register(url, 'hal');
    const ask = { name: 'hal', password: PASSWORD, origin: ORIGIN };
    assert.equal((await hal.refusal('/v1/login/passkey', { ...ask, password: 'x' })).code, 'BAD_CREDENTIALS');
    assert.equal((await hal.refusal('/v1/login/passkey', ask)).reason, 'no-passkey-here');
    for (const origin of [
      'http://chat.example.com',
      'https://127.0.0.1',
      'https://[::1]',
      `${ORIGIN}/`,
      '',
    ]) {
      const refusal = await hal.refusal('/v1/me/factors/begin', {
        kind: 'passkey',
        password: PASSWORD,
        origin,
      });
      assert.equal(refusal.code, 'INVALID', origin);
    }
  });
});

describe('a second factor that is required', () => {
  it('is added at the login, by administrators where they must have one', async () => {
    const ida = await Person.register(url, 'ida');
    const { user } = await ida.logIn();
    await store.run(changeStanding, user.id, { admin: true });
    assert.equal(await ida.refused({}, other.httpUrl), 'factor-missing');
    const at = Person.at(other.httpUrl, 'ida');
    const begin = { name: 'ida', password: PASSWORD, kind: 'totp' };
    assert.equal((await at.refusal('/v1/login/factor', { ...begin, password: 'x' })).code, 'BAD_CREDENTIALS');
    const app = new App((await at.ok('/v1/login/factor', begin))['secret'] as string);
    assert.equal(await at.refused({ secondFactor: wrong(app, clock.now()) }), 'factor-wrong');
    await at.logIn({ secondFactor: app.codeAt(clock.now()) });
    const { codes } = await at.ok('/v1/me/factors/recovery-codes', { password: PASSWORD });
    assert.equal((codes as string[]).length, 10);
    assert.equal((await at.refusal('/v1/login/factor', begin)).code, 'SECOND_FACTOR_REQUIRED');
    const { factors, required } = await at.get('/v1/me/factors');
    assert.equal(required, true);
    const id = (factors as { readonly id: number }[])[0]?.id ?? 0;
    const removal = await at.refusal(`/v1/me/factors/${id}/remove`, { password: PASSWORD });
    assert.equal(removal.reason, 'factor-needed');
  });

  it('can be a passkey from the beginning', async () => {
    const jan = await Person.register(url, 'jan');
    await store.run(changeStanding, (await jan.logIn()).user.id, { admin: true });
    const at = Person.at(other.httpUrl, 'jan');
    const key = new Authenticator(ORIGIN, 0);
    const begin = { name: 'jan', password: PASSWORD, kind: 'passkey', origin: ORIGIN };
    const { options } = await at.ok('/v1/login/factor', begin);
    await at.logIn({ passkey: key.create(options as string) });
    for (let login = 0; login < 2; login++) {
      const asked = await at.ok('/v1/login/passkey', { name: 'jan', password: PASSWORD, origin: ORIGIN });
      await at.logIn({ passkey: key.answer(asked['options'] as string) });
    }
  });

  it('is nobody else’s concern', async () => {
    const kim = await Person.register(other.httpUrl, 'kim');
    await kim.logIn();
    const begin = { name: 'kim', password: PASSWORD, kind: 'totp' };
    assert.equal((await kim.refusal('/v1/login/factor', begin)).code, 'FORBIDDEN');
    const jwt = hs256(good({ exp: Math.floor(clock.now() / 1000) + 60 }));
    const { user, token } = await kim.visitor.ok(jwt);
    await store.run(changeStanding, user.id, { admin: true });
    await kim.visitor.ok(jwt);
    const answer = await kim.visitor.post('/v1/me/factors/begin', { kind: 'totp', password: '' }, token);
    assert.match(await answer.text(), /factor-unused/);
  });

  it('is asked of a new account before it gets a session', async () => {
    const strict = await startInProcess({ secondFactor: 'everybody' }, { clock });
    const lea = Person.at(strict.httpUrl, 'lea');
    const refusal = await lea.refusal('/v1/register', { name: 'lea', password: PASSWORD });
    assert.equal(refusal.reason, 'factor-missing');
    const { secret: key } = await lea.ok('/v1/login/factor', {
      name: 'lea',
      password: PASSWORD,
      kind: 'totp',
    });
    const { user } = await lea.logIn({ secondFactor: new App(key as string).codeAt(clock.now()) });
    assert.equal(user.admin, true);
    await strict.server.close();
  });
});

/** A code that is not good now. */
function wrong(app: App, time: number): string {
  const near = [-1, 0, 1, 2].map((step) => app.codeAt(time + step * STEP_MS));
  return ['000000', '000001', '000002', '000003', '000004'].find((code) => !near.includes(code)) ?? '';
}
