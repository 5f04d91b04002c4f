import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Attribute, Change, Client } from 'ldapts';
import { MissingProgramError, startSlapd } from '@posthorn/services';
import type { Slapd } from '@posthorn/services';
import { startInProcess } from '@posthorn/testing/in-process';
import type { InProcess } from '@posthorn/testing/in-process';
import { identitiesOf } from '../../src/features/accounts/identity-queries.ts';
import { App } from './support/factors.ts';
import { HeldClock } from './support/held-clock.ts';
import { fileWith } from './support/jwts.ts';
import { ldifOf, LOOKER, PASSWORD, PEOPLE, SLAPD, SUFFIX } from './support/verona.ts';
import { Visitor } from './support/visitor.ts';
import type { LoggedIn } from './support/visitor.ts';

const TIMEOUT_MS = 59_000;
const HOUR_MS = 3_600_000;

/** A program that is not installed is told of by the test that is skipped. */
async function slapd(): Promise<Slapd | string> {
  try {
    return await startSlapd({ ...SLAPD, ldif: ldifOf(Object.values(PEOPLE)) });
  } catch (error) {
    if (error instanceof MissingProgramError) return error.message;
    throw error;
  }
}

const started = await slapd();

describe('logging in by a directory', { skip: typeof started === 'string' && started }, () => {
  const service = started as Slapd;
  const secret = fileWith(LOOKER.password);
  const clock = new HeldClock(TIMEOUT_MS);
  let settings: ReturnType<typeof fileWith>;
  let place: InProcess;
  let visitor: Visitor;

  before(async () => {
    const common = { urls: [service.url], timeout: '59s' };
    const search = { ...common, bindDn: LOOKER.dn, bindPasswordFile: secret.path };
    settings = fileWith(
      JSON.stringify([
        {
          ...search,
          id: 'corp',
          title: 'Verona Corp',
          userBase: `ou=people,${SUFFIX}`,
          adminGroup: `cn=admins,ou=groups,${SUFFIX}`,
        },
        {
          ...common,
          id: 'club',
          userDn: `uid={name},ou=club,${SUFFIX}`,
          requiredGroup: `cn=members,ou=groups,${SUFFIX}`,
        },
        { ...search, id: 'windows', kind: 'active-directory', userBase: `ou=windows,${SUFFIX}` },
      ]),
    );
    place = await startInProcess({ ldap: settings.path }, { clock });
    visitor = new Visitor(place.httpUrl);
    await visitor.register('ann');
  });
  after(async () => {
    await place.server.close();
    await service.remove();
    secret.remove();
    settings.remove();
  });

  async function ok(name: string, password = PASSWORD): Promise<LoggedIn> {
    const answer = await visitor.logIn({ name, password });
    assert.equal(answer.status, 200, await answer.clone().text());
    return (await answer.json()) as LoggedIn;
  }

  async function refusal(name: string, password = PASSWORD): Promise<{ code: string; reason?: string }> {
    const answer = await visitor.logIn({ name, password });
    const { error } = (await answer.json()) as { error: { code: string; reason?: string } };
    return error;
  }

  async function admin<T>(work: (client: Client) => Promise<T>): Promise<T> {
    const client = new Client({ url: service.url });
    await client.bind(`cn=admin,${SUFFIX}`, SLAPD.adminPassword);
    try {
      return await work(client);
    } finally {
      await client.unbind();
    }
  }

  it('makes an account at the first login, and finds it at the next', async () => {
    const { user } = await ok('juliet');
    assert.equal(user.name, 'juliet');
    assert.equal(user.displayName, 'Juliet Capulet');
    assert.equal((await ok('JULIET')).user.id, user.id);
    const [identity] = await place.store.run(identitiesOf, user.id);
    assert.equal(identity?.issuer, 'ldap:corp');
    assert.match(identity.subject, /^[0-9a-f]{8}-[0-9a-f-]{27}$/);
  });

  it('tells clients of it', async () => {
    const { signIn } = (await (await visitor.get('/v1/server')).json()) as { signIn: object[] };
    assert.deepEqual(signIn.slice(0, 2), [
      { name: 'password', title: '', kind: 'password', url: '' },
      { name: 'corp', title: 'Verona Corp', kind: 'ldap', url: '' },
    ]);
  });

  it('gives one answer to a wrong password and a strange name', async () => {
    assert.deepEqual(await refusal('juliet', 'wrong'), await refusal('nobody'));
    assert.equal((await refusal('juliet', 'wrong')).code, 'BAD_CREDENTIALS');
  });

  for (const [why, name, password] of [
    ['no password, to which directories say yes', 'tybalt', ''],
    ['a password that ends before it begins', 'tybalt', '\0x'],
    ['a pattern', '*', PASSWORD],
    ['half a pattern', 'tyb*', PASSWORD],
    ['a filter', 'tybalt)(uid=*', PASSWORD],
    ['an escaped name', String.raw`\74ybalt`, PASSWORD],
    ['a DN', `mercutio,ou=club,${SUFFIX}`, PASSWORD],
    ['a name without its accent', 'tybált', PASSWORD],
    ['a name with spaces around it', ' tybalt ', PASSWORD],
    ['a name that two have', 'twin', PASSWORD],
  ] as const) {
    it(`refuses ${why}`, async () => {
      assert.equal((await refusal(name, password)).code, 'BAD_CREDENTIALS');
    });
  }

  it('takes names of any script', async () => {
    assert.equal((await ok('rené')).user.name, 'rené');
  });

  it('leaves accounts alone that have passwords of their own', async () => {
    assert.equal((await ok('ann', 'password')).user.name, 'ann');
    assert.equal((await ok('ann')).user.name, 'ann-2');
  });

  it('asks for a second factor too, once the directory has said yes', async () => {
    const { token } = await ok('rené');
    const answers = async (path: string, body: object): Promise<Readonly<Record<string, unknown>>> => {
      const answer = await visitor.post(path, body, token);
      assert.equal(answer.status, 200, await answer.clone().text());
      return (await answer.json()) as Readonly<Record<string, unknown>>;
    };
    const offer = await answers('/v1/me/factors/begin', { kind: 'totp', password: PASSWORD });
    const app = new App(offer['secret'] as string);
    await answers('/v1/me/factors', { code: app.codeAt(clock.now()), name: 'Phone' });
    assert.equal((await refusal('rené')).reason, 'factor-code');
    assert.equal((await refusal('rené', 'wrong')).code, 'BAD_CREDENTIALS');
    const login = { name: 'rené', password: PASSWORD };
    const next = app.codeAt(clock.now() + 30_000);
    assert.equal((await visitor.logIn({ ...login, secondFactor: next })).status, 200);
    const { factors } = (await (await visitor.get('/v1/me/factors', token)).json()) as {
      readonly factors: readonly { readonly id: number }[];
    };
    await answers(`/v1/me/factors/${factors[0]?.id}/remove`, { password: PASSWORD });
    await ok('rené');
  });

  it('makes administrators by a group', async () => {
    assert.equal((await ok('romeo')).user.admin, true);
    assert.notEqual((await ok('juliet')).user.admin, true);
  });

  it('lets people in by their DN, if they are in the group', async () => {
    assert.equal((await ok('mercutio')).user.displayName, 'Mercutio');
    const { code, reason } = await refusal('paris');
    assert.deepEqual({ code, reason }, { code: 'FORBIDDEN', reason: 'directory-refuses' });
  });

  it('knows Active Directory', async () => {
    const { user } = await ok('escalus');
    assert.equal(user.displayName, 'escalus, of Windows');
    assert.equal((await ok('Escalus@verona.example')).user.id, user.id);
    const [identity] = await place.store.run(identitiesOf, user.id);
    // 'ff fe 01 65' is a little-endian number.
    assert.equal(identity?.subject, '6501feff-6373-6c61-7573-2e2e2e2e2e2e');
    assert.equal((await refusal('sampson')).code, 'ACCOUNT_DISABLED');
    assert.equal((await refusal('gregory')).code, 'ACCOUNT_DISABLED');
    assert.equal((await refusal('sampson', 'wrong')).code, 'BAD_CREDENTIALS');
  });

  it('slows down guessing before the directory is asked', async () => {
    for (let guess = 0; guess < 6; guess++) await refusal('tybalt', `wrong ${guess}`);
    assert.equal((await refusal('tybalt')).code, 'RATE_LIMITED');
  });

  it('refuses whom an administrator has disabled here', async () => {
    const { user } = await ok('rené');
    await visitor.disable(user.id);
    assert.equal((await refusal('rené')).code, 'ACCOUNT_DISABLED');
  });

  it('ends the sessions of those who are gone or disabled, within the hour', async () => {
    const [stays, goes, sleeps] = [await ok('juliet'), await ok('romeo'), await ok('escalus')];
    await admin(async (client) => {
      await client.del(PEOPLE.romeo.dn);
      const modification = new Attribute({ type: 'userAccountControl', values: ['514'] });
      await client.modify(PEOPLE.escalus.dn, new Change({ operation: 'replace', modification }));
    });
    clock.fire(HOUR_MS);
    for (const { token } of [goes, sleeps]) await until(async () => (await whoAmI(token)) === 401);
    assert.equal(await whoAmI(stays.token), 200);
  });

  it('says that the directory is down, and holds up nobody who does not need it', async () => {
    const { token } = await ok('juliet');
    service.pause();
    const waiting = refusal('juliet');
    await until(async () => clock.count(TIMEOUT_MS) > 0);
    assert.equal((await ok('ann', 'password')).user.name, 'ann');
    const { code, reason } = await inTime(waiting);
    assert.deepEqual({ code, reason }, { code: 'UNAVAILABLE', reason: 'directory-down' });
    await service.kill();
    service.resume();
    for (let turn = 0; turn < 4; turn++) assert.equal((await inTime(refusal('juliet'))).code, 'UNAVAILABLE');
    await service.start();
    const { code: later } = await inTime(refusal('juliet'));
    assert.equal(later, 'UNAVAILABLE', 'it is left alone for a while');
    // Nobody is gone whom nobody can look for.
    assert.equal(await whoAmI(token), 200);
    clock.jump(10_001);
    assert.equal((await ok('juliet')).user.name, 'juliet');
  });

  it('counts guesses at passwords of its own while the directory is down', async () => {
    await service.kill();
    for (let guess = 0; guess < 6; guess++) await refusal('ann', `wrong ${guess}`);
    assert.equal((await refusal('ann', 'password')).code, 'RATE_LIMITED');
    await service.start();
  });

  async function whoAmI(token: string): Promise<number> {
    return (await visitor.get('/v1/me', token)).status;
  }

  /** Lets the time pass that each server of each directory has, until there is an answer. */
  async function inTime<T>(waiting: Promise<T>): Promise<T> {
    let isOver = false;
    void waiting.finally(() => (isOver = true));
    await until(async () => {
      clock.fire(TIMEOUT_MS);
      return isOver;
    });
    return waiting;
  }
});

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 5));
}
