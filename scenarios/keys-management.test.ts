/** What programs manage by server keys: users, groups, messages in the name of users; and what the audit says of it. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import { Holder } from './support/key-calls.ts';
import { inhabited } from './support/inhabited.ts';
import type { Inhabited } from './support/inhabited.ts';
import { SteppedClock } from './support/stepped-clock.ts';

interface Stage extends Inhabited {
  /** The administrator. */
  readonly ann: Holder;
  readonly key: Holder & { readonly id: number };
  readonly clock: SteppedClock;
}

const ALL = ['users', 'groups', 'messages', 'audit'];

async function open(t: TestContext): Promise<Stage> {
  const clock = new SteppedClock();
  const { place, people } = await inhabited(t, {}, { clock });
  await people.join('ann');
  const ann = new Holder(place.httpUrl, await people.tokenOf('ann'));
  return { place, people, clock, ann, key: await ann.newKey('shop', ALL) };
}

interface Result {
  readonly outcome: string;
  readonly user: number;
  readonly code: string;
}

async function imported(holder: Holder, ...accounts: readonly object[]): Promise<readonly Result[]> {
  const { results } = await holder.done('POST', '/v1/admin/users/import', { json: { accounts } });
  return results as readonly Result[];
}

async function changed(holder: Holder, ...changes: readonly object[]): Promise<readonly string[]> {
  const { results } = await holder.done('PATCH', '/v1/admin/users', { json: { changes } });
  return (results as readonly Result[]).map(toWord);
}

function toWord({ outcome, code }: Result): string {
  return code === '' ? outcome : code;
}

describe('an import', () => {
  it('makes accounts, each on its own, and finds them when it is repeated', async (t) => {
    const { key, people } = await open(t);
    const rows = [
      {
        name: 'romeo',
        externalId: '17',
        displayName: 'Romeo',
        avatarUrl: 'https://verona.example/romeo.png',
      },
      { name: 'juliet', password: 'pw' },
      { name: 'no spaces' },
      { name: 'benvolio', externalId: 'with space' },
      { name: 'romeo' },
      { name: 'other', externalId: '17' },
    ];
    const first = await imported(key, ...rows);
    assert.deepEqual(first.map(toWord), ['made', 'made', 'INVALID', 'INVALID', 'there', 'there']);
    const again = await imported(key, ...rows);
    assert.deepEqual(again.map(toWord), ['there', 'there', 'INVALID', 'INVALID', 'there', 'there']);
    assert.deepEqual(
      again.map(({ user }) => user),
      first.map(({ user }) => user),
    );
    assert.equal(first[5]?.user, first[0]?.user);
    const { displayName, avatarUrl } = await key.done('GET', '/v1/users/romeo');
    assert.deepEqual([displayName, avatarUrl], ['Romeo', 'https://verona.example/romeo.png']);
    assert.ok((await people.tokenOf('juliet')) !== '');
    // Without a password nobody comes in by one.
    for (const password of ['', '!', 'pw']) {
      const { code } = await key.ask('POST', '/v1/login', { json: { name: 'romeo', password } });
      assert.equal(code, 'BAD_CREDENTIALS');
    }
  });

  it('gives an account that is there an external id only when told so', async (t) => {
    const { key, people } = await open(t);
    await people.join('romeo');
    const row = { name: 'romeo', externalId: '17' };
    assert.deepEqual((await imported(key, row)).map(toWord), ['NAME_TAKEN']);
    assert.deepEqual((await imported(key, { ...row, link: true })).map(toWord), ['linked']);
    assert.deepEqual((await imported(key, row)).map(toWord), ['there']);
    assert.deepEqual((await imported(key, { name: 'romeo', externalId: '18', link: true })).map(toWord), [
      'NAME_TAKEN',
    ]);
  });

  it('of two at once makes each account once', async (t) => {
    const { key } = await open(t);
    const rows = Array.from({ length: 20 }, (_, i) => ({ name: `user${i}`, externalId: String(i) }));
    const both = await Promise.all([imported(key, ...rows), imported(key, ...rows)]);
    const made = both.flat().filter(({ outcome }) => outcome === 'made');
    assert.equal(made.length, 20);
    assert.deepEqual(
      both[0].map(({ user }) => user),
      both[1].map(({ user }) => user),
    );
  });

  it('is bounded', async (t) => {
    const { key } = await open(t);
    const refused = async (json: object): Promise<string> =>
      (await key.ask('POST', '/v1/admin/users/import', { json })).code;
    assert.equal(await refused({ accounts: [] }), 'INVALID');
    assert.equal(
      await refused({ accounts: Array.from({ length: 1001 }, () => ({ name: 'a' })) }),
      'TOO_LARGE',
    );
    const withPasswords = Array.from({ length: 201 }, (_, i) => ({ name: `u${i}`, password: 'secret' }));
    assert.equal(await refused({ accounts: withPasswords }), 'TOO_LARGE');
    assert.equal(await refused({ accounts: [{ name: 'a', admin: true }] }), 'INVALID');
  });
});

describe('users', () => {
  it('are changed, disabled, enabled and erased, each on its own', async (t) => {
    const { key } = await open(t);
    const [romeo, juliet] = await imported(key, { name: 'romeo', externalId: '17' }, { name: 'juliet' });
    const user = juliet?.user;
    assert.deepEqual(
      await changed(
        key,
        { externalId: '17', displayName: 'Romeo', statusText: 'in exile' },
        { user, disabled: true },
        { user: 999_999, disabled: true },
        { externalId: '18', disabled: true },
        { user, externalId: '17', disabled: true },
        { user },
        { user, displayName: 'x'.repeat(101) },
      ),
      ['changed', 'changed', 'NOT_FOUND', 'NOT_FOUND', 'INVALID', 'INVALID', 'INVALID'],
    );
    const shown = await key.done('GET', '/v1/users/romeo');
    assert.deepEqual([shown['displayName'], shown['statusText']], ['Romeo', 'in exile']);
    const send = (): Promise<{ code: string }> =>
      key.ask('POST', '/v1/messages', { as: 'juliet', json: { to: 'romeo', text: 'hi' } });
    assert.equal((await send()).code, 'ACCOUNT_DISABLED');
    const { outcome } = await key.done('PATCH', '/v1/admin/users/juliet', { json: { disabled: false } });
    assert.equal(outcome, 'changed');
    assert.equal((await send()).code, 'OK');
    assert.deepEqual(await changed(key, { externalId: '17', erased: true }), ['changed']);
    assert.deepEqual(await changed(key, { user: romeo?.user, erased: true }), ['changed']);
    assert.deepEqual((await imported(key, { name: 'romeo', externalId: '17' })).map(toWord), ['NAME_TAKEN']);
  });

  it('who are administrators are out of reach of keys', async (t) => {
    const { key, ann } = await open(t);
    const { id } = await ann.done('GET', '/v1/me');
    assert.deepEqual(
      await changed(
        key,
        { user: id, disabled: true },
        { user: id, displayName: 'x' },
        { user: id, erased: true },
      ),
      ['FORBIDDEN', 'FORBIDDEN', 'FORBIDDEN'],
    );
    for (const what of ['disabled', 'erased']) {
      const json = what === 'disabled' ? { disabled: true } : undefined;
      const { code } = await key.ask('PUT', `/v1/admin/users/ann/${what}`, { json });
      assert.equal(code, 'FORBIDDEN');
    }
    assert.deepEqual((await imported(key, { name: 'ann' })).map(toWord), ['there']);
  });
});

describe('in the name of users', () => {
  it('a key writes in order and once, and reads', async (t) => {
    const { key, people, ann } = await open(t);
    const juliet = await people.join('juliet');
    await imported(key, { name: 'romeo' }, { name: '茱莉亚' });
    for (let i = 0; i < 5; i++) {
      const json = { to: 'juliet', text: String(i) };
      const asking = { as: 'romeo', json, idempotencyKey: `line-${i}` };
      const sent = await key.done('POST', '/v1/messages', asking);
      assert.deepEqual(await key.done('POST', '/v1/messages', asking), sent);
    }
    await juliet.until(() => juliet.messages.length === 5);
    assert.deepEqual(
      juliet.messages.map(({ content }) => content.text),
      ['0', '1', '2', '3', '4'],
    );
    const reader = await ann.newKey('reader', ['read']);
    const conversation = juliet.messages[0]?.conversation ?? 0;
    const path = `/v1/conversations/${conversation}/messages`;
    const { messages } = await reader.done('GET', path, { as: String(juliet.id) });
    assert.equal((messages as unknown[]).length, 5);
    assert.equal((await reader.ask('GET', path, { as: 'ann' })).code, 'NOT_A_MEMBER');
    assert.equal((await reader.ask('POST', path, { as: 'romeo', json: { text: 'x' } })).code, 'FORBIDDEN');
    const me = await key.done('GET', '/v1/me', { as: encodeURIComponent('茱莉亚') });
    assert.equal(me['name'], '茱莉亚');
  });

  it('nobody is taken for somebody else', async (t) => {
    const { key } = await open(t);
    const send = async (as: string): Promise<string> =>
      (await key.ask('POST', '/v1/messages', { as, json: { to: 'ann', text: 'x' } })).code;
    for (const as of ['nobody', '0', '999999', '%20', 'ann,ann', 'deleted~1', '9'.repeat(16)])
      assert.equal(await send(as), 'NOT_FOUND', as);
    for (const as of ['', '%', '%ff', 'x'.repeat(300)]) assert.equal(await send(as), 'INVALID', as);
  });

  it('a key manages groups as their owners', async (t) => {
    const { key } = await open(t);
    await imported(key, { name: 'romeo' }, { name: 'juliet' }, { name: 'benvolio' });
    const asking = { as: 'romeo', json: { title: 'Verona', members: ['juliet'] }, idempotencyKey: 'verona' };
    const { id } = await key.done('POST', '/v1/groups', asking);
    assert.equal((await key.done('POST', '/v1/groups', asking))['id'], id);
    await key.done('POST', `/v1/groups/${String(id)}/members`, { json: { users: ['benvolio'] } });
    await key.done('DELETE', `/v1/groups/${String(id)}/members/juliet`);
    const { members } = await key.done('GET', `/v1/groups/${String(id)}/members`, { as: 'benvolio' });
    assert.equal((members as unknown[]).length, 2);
    assert.equal((await key.ask('POST', '/v1/groups', { json: { title: 'Nobody’s' } })).code, 'INVALID');
    const add = { as: 'benvolio', json: { users: ['juliet'] } };
    assert.equal((await key.ask('POST', `/v1/groups/${String(id)}/members`, add)).code, 'FORBIDDEN');
    assert.equal((await key.ask('GET', '/v1/groups/999999/members')).code, 'INVALID');
  });
});

it('the audit says which key did what, and as whom', async (t) => {
  const { key, ann, clock } = await open(t);
  const [romeo] = await imported(key, { name: 'romeo' });
  await key.done('POST', '/v1/messages', { as: 'romeo', json: { to: 'ann', text: 'hi' } });
  await key.ask('PUT', '/v1/admin/users/romeo/administrator', { json: { administrator: true } });
  await clock.pass(5000);
  const { records } = await ann.done('GET', `/v1/admin/audit?key=${key.id}`);
  const told = (records as Record<string, unknown>[])
    .map(({ event, code, actor, key: by }) => [event, code, actor, by].join(' '))
    .filter((line) => !line.startsWith('getUsers'));
  assert.deepEqual(told.toSorted(), [
    `importUsers  0 ${key.id}`,
    `send  ${romeo?.user} ${key.id}`,
    `setAdministrator FORBIDDEN 0 ${key.id}`,
  ]);
});

it('a key that is revoked amid its requests does nothing more', async (t) => {
  const { key, ann, people } = await open(t);
  const juliet = await people.join('juliet');
  await imported(key, { name: 'romeo' });
  const send = (i: number): Promise<{ code: string }> =>
    key.ask('POST', '/v1/messages', { as: 'romeo', json: { to: 'juliet', text: String(i) } });
  const under = Array.from({ length: 40 }, (_, i) => send(i));
  await ann.done('DELETE', `/v1/admin/keys/${key.id}`);
  const codes = (await Promise.all(under)).map(({ code }) => code);
  assert.deepEqual(
    codes.filter((code) => code !== 'OK' && code !== 'UNAUTHENTICATED'),
    [],
  );
  const done = codes.filter((code) => code === 'OK').length;
  await juliet.until(() => juliet.messages.length === done);
  assert.equal((await send(40)).code, 'UNAUTHENTICATED');
  assert.equal(juliet.messages.length, done);
});
