import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startInProcess } from '@posthorn/testing/in-process';
import type { InProcess } from '@posthorn/testing/in-process';
import { changeStanding } from '../../src/features/accounts/user-queries.ts';
import { FakeDirectory } from './support/fake-directory.ts';
import { fileWith, good, hs256, SECRET } from './support/jwts.ts';
import { Visitor } from './support/visitor.ts';
import type { LoggedIn } from './support/visitor.ts';

describe('a server that takes no passwords', () => {
  const secret = fileWith(SECRET);
  let place: InProcess;
  let visitor: Visitor;
  before(async () => {
    const options = { passwordLogin: false, jwtSecretFile: secret.path };
    // This machine is a proxy: whoever it names is elsewhere.
    place = await startInProcess({ ...options, trustedProxies: ['127.0.0.1'] });
    visitor = new Visitor(place.httpUrl);
    const { user } = await visitor.register('ann');
    await place.store.run(changeStanding, user.id, { admin: true });
  });
  after(async () => {
    await place.server.close();
    secret.remove();
  });

  it('still lets an administrator in who sits at it', async () => {
    assert.equal((await visitor.logIn({ name: 'ann', password: 'password' })).status, 200);
    assert.equal((await visitor.logIn({ name: 'ann', password: 'wrong' })).status, 401);
  });

  it('lets nobody in with a password from elsewhere, and makes no accounts with one', async () => {
    const answer = await fromElsewhere(place, { name: 'ann', password: 'password' });
    assert.equal(answer.status, 403);
    assert.match(await answer.text(), /takes no passwords/);
    assert.equal((await visitor.post('/v1/register', { name: 'bob', password: 'password' })).status, 403);
  });

  it('lets others in by their own ways, and says which', async () => {
    const { user } = await visitor.ok(hs256(good()));
    const { signIn } = (await (await visitor.get('/v1/server')).json()) as { signIn: { kind: string }[] };
    assert.deepEqual(
      signIn.map(({ kind }) => kind),
      ['jwt'],
    );
    const { token } = await visitor
      .logIn({ name: 'ann', password: 'password' })
      .then(async (answer) => (await answer.json()) as { token: string });
    await visitor.put(`/v1/admin/users/${user.id}/password`, { newPassword: 'a new password' }, token);
    assert.equal((await visitor.logIn({ name: 'juliet', password: 'a new password' })).status, 403);
  });
});

it('a server that takes no passwords of its own still takes those of a directory', async (t) => {
  const directory = await FakeDirectory.start('cn=looker');
  t.after(() => directory.close());
  directory.entry = { dn: 'cn=Ann', attributes: { uid: 'ann', entryUUID: 'u1', cn: 'Ann of Verona' } };
  const secret = fileWith('may look');
  const settings = fileWith(
    JSON.stringify([
      {
        id: 'corp',
        urls: [directory.url.href],
        bindDn: 'cn=looker',
        bindPasswordFile: secret.path,
        userBase: 'dc=verona',
      },
    ]),
  );
  t.after(secret.remove);
  t.after(settings.remove);
  const options = { passwordLogin: false, ldap: settings.path, trustedProxies: ['127.0.0.1'] };
  const place = await startInProcess(options);
  t.after(() => place.server.close());
  const visitor = new Visitor(place.httpUrl);
  const { user: own } = await visitor.register('ann');
  await place.store.run(changeStanding, own.id, { admin: true });
  const answer = await fromElsewhere(place, { name: 'ann', password: 'of the directory' });
  const { user } = (await answer.json()) as LoggedIn;
  assert.equal(user.displayName, 'Ann of Verona');
  assert.notEqual(user.id, own.id);
  directory.answer = [49, ''];
  assert.equal((await fromElsewhere(place, { name: 'ann', password: 'password' })).status, 401);
  assert.equal((await visitor.logIn({ name: 'ann', password: 'password' })).status, 200, 'from here');
});

function fromElsewhere({ httpUrl }: InProcess, login: object): Promise<Response> {
  return fetch(`${httpUrl}/v1/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-forwarded-for': '198.51.100.7' },
    body: JSON.stringify(login),
  });
}
