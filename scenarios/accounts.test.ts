/** Accounts: who may make one, who administers them, and what ends a login. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import { decodeContent } from '@posthorn/protocol';
import type { Config } from '@posthorn/server';
import { inhabited } from './support/inhabited.ts';
import { codeOf } from './support/people.ts';
import type { People, Person } from './support/people.ts';

async function open(t: TestContext, config: Partial<Config> = {}): Promise<People> {
  return (await inhabited(t, config, { hasRealPasswords: true })).people;
}

describe('the administrator', () => {
  it('is who comes first', async (t) => {
    const people = await open(t);
    const ann = await people.join('ann');
    const bob = await people.join('bob');
    const { users, connections } = await ann.client.call('getServerInfo', {});
    assert.deepEqual([users, connections], [2, 2]);
    assert.equal(await codeOf(bob.client.call('getServerInfo', {})), 'FORBIDDEN');
  });

  it('is whom an option names, whenever they come', async (t) => {
    const people = await open(t, { admin: 'Bob' });
    const ann = await people.join('ann');
    const bob = await people.join('bob');
    assert.equal(await codeOf(ann.client.call('getServerInfo', {})), 'FORBIDDEN');
    assert.equal(await codeOf(bob.client.call('getServerInfo', {})), 'OK');
  });

  it('disables an account: its connections and logins end, until it is enabled again', async (t) => {
    const people = await open(t);
    const ann = await people.join('ann');
    const bob = await people.join('bob');
    const { id } = bob;
    await ann.client.call('disableUser', { user: id, disabled: true });
    assert.equal(await bob.dismissed(), 'ACCOUNT_DISABLED');
    await assert.rejects(people.join('bob'), { code: 'ACCOUNT_DISABLED' });
    assert.equal(await codeOf(ann.client.send({ to: id }, 'anybody?').done), 'NOT_FOUND');
    await ann.client.call('disableUser', { user: id, disabled: false });
    await people.join('bob');
    assert.equal(await codeOf(ann.client.call('disableUser', { user: ann.id, disabled: true })), 'INVALID');
  });

  it('makes others administrators, and no longer; the last one cannot go', async (t) => {
    const people = await open(t);
    const ann = await people.join('ann');
    const bob = await people.join('bob');
    const set = (who: typeof ann, user: number, administrator: boolean): Promise<string> =>
      codeOf(who.client.call('setAdministrator', { user, administrator }));
    assert.equal(await set(bob, bob.id, true), 'FORBIDDEN');
    assert.equal(await set(ann, ann.id, false), 'INVALID', 'the last one');
    assert.equal(await set(ann, 999, true), 'NOT_FOUND');
    assert.equal(await set(ann, bob.id, true), 'OK');
    const promoted = await people.join('bob', { isWeb: true });
    assert.equal(await set(promoted, ann.id, false), 'OK');
    assert.equal(await ann.dismissed(), 'SESSION_REVOKED');
    assert.equal(await codeOf((await people.join('ann')).client.call('getServerInfo', {})), 'FORBIDDEN');
    assert.equal(await set(promoted, bob.id, false), 'INVALID', 'the last one');
  });

  it('gives a new password: the old one and all logins end', async (t) => {
    const people = await open(t);
    const ann = await people.join('ann');
    const bob = await people.join('bob');
    await ann.client.call('resetPassword', { user: bob.id, newPassword: 'fresh' });
    assert.equal(await bob.dismissed(), 'SESSION_REVOKED');
    await assert.rejects(people.join('bob'), { code: 'BAD_CREDENTIALS' });
    await people.join('bob', { password: 'fresh' });
  });
});

describe('an account', () => {
  it('can be made while registration is open; the first one always', async (t) => {
    const people = await open(t, { registration: 'closed' });
    await people.join('ann');
    await assert.rejects(people.join('bob'), { code: 'REGISTRATION_CLOSED' });
    await people.join('ann');
  });

  it('changes its password, and ends its other logins unless it keeps them', async (t) => {
    const people = await open(t);
    const here = await people.join('ann');
    const there = await people.join('ann', { isWeb: true });
    const change = (oldPassword: string, newPassword: string, keepOthers = false): Promise<string> =>
      codeOf(here.client.call('changePassword', { oldPassword, newPassword, keepOthers }));
    assert.equal(await change('wrong', 'new'), 'BAD_CREDENTIALS');
    assert.equal(await change('pw', 'new', true), 'OK');
    assert.equal((await there.client.call('listSessions', {})).sessions.length, 2);
    assert.equal(await change('new', 'newer'), 'OK');
    assert.equal(await there.dismissed(), 'SESSION_REVOKED');
    assert.equal((await here.client.call('listSessions', {})).sessions.length, 1);
    await people.join('ann', { password: 'newer' });
  });

  it('is logged out when its login has reached its lifetime, also while it is connected', async (t) => {
    const people = await open(t, { sessionLifetime: 1500 });
    const ann = await people.join('ann');
    assert.equal(await ann.dismissed(), 'SESSION_EXPIRED');
  });

  it('shows others its profile, and takes no address that a browser would run', async (t) => {
    const people = await open(t);
    const ann = await people.join('ann');
    const bob = await people.join('bob');
    const profile = {
      displayName: 'Ann Other',
      avatarUrl: 'https://example.org/a.png',
      statusText: 'at lunch',
    };
    await ann.client.call('updateProfile', profile);
    const seen = await bob.client.user('ann');
    assert.deepEqual(
      { displayName: seen?.displayName, avatarUrl: seen?.avatarUrl, statusText: seen?.statusText },
      profile,
    );
    for (const avatarUrl of ['javascript:alert(1)', 'data:text/html,x', 'nonsense', 'file:///etc/passwd']) {
      assert.equal(await codeOf(ann.client.call('updateProfile', { avatarUrl })), 'INVALID', avatarUrl);
    }
    for (const statusText of ['x'.repeat(10_000), 'two\nlines', '\u001B[2J']) {
      assert.equal(await codeOf(ann.client.call('updateProfile', { statusText })), 'INVALID', statusText);
    }
  });
});

describe('the lobby', () => {
  it('is everyone, also who comes later', async (t) => {
    const people = await open(t);
    const ann = await people.join('ann');
    const { state } = ann.client;
    assert.ok(state.name === 'online');
    const { lobby } = state.session;
    await ann.client.send({ conversation: lobby }, 'first').done;
    const bob = await people.join('bob');
    await bob.until(() => bob.texts(lobby).includes('first'));
  });

  it('is not there when it is turned off', async (t) => {
    const people = await open(t, { lobby: false });
    const ann = await people.join('ann');
    const { state } = ann.client;
    assert.equal(state.name === 'online' && state.session.lobby, 0);
    const { conversations } = await ann.client.call('listConversations', {});
    assert.deepEqual(
      conversations.map(({ kind }) => kind),
      ['inbox'],
    );
  });
});

describe('a name that looks like another', () => {
  it('is taken; an invisible character or letters of two scripts are no name', async (t) => {
    const people = await open(t);
    const ann = await people.join('ann');
    const register = (name: string) => codeOf(ann.client.call('register', { name, password: 'pw' }));
    for (const name of ['root', 'scope']) assert.equal(await register(name), 'OK');
    for (const name of ['r00t', 'ѕсоре', 'sc0pe']) assert.equal(await register(name), 'NAME_TAKEN', name);
    for (const name of ['root\uFE0F', 'root\u034F', 'root\u1160', 'r\u043Eot']) {
      assert.equal(await register(name), 'INVALID', name);
    }
    const displayName = 'ro\u200Bot';
    assert.equal(await codeOf(ann.client.call('updateProfile', { displayName })), 'INVALID');
  });
});

describe('a report of abuse', () => {
  it('shows administrators the message as the reporter saw it, until one settles it', async (t) => {
    const people = await open(t);
    const [admin, ann, bob] = [
      await people.join('admin'),
      await people.join('ann'),
      await people.join('bob'),
    ];
    const { conversation, seq } = await bob.client.send({ to: ann.id }, 'buy my pills').done;
    const report = (who: Person, what: object) =>
      codeOf(who.client.call('reportAbuse', { reason: 'spam', ...what }));
    assert.equal(await report(ann, { conversation, seq }), 'OK');
    assert.equal(await report(ann, { conversation, seq }), 'OK', 'twice is once');
    assert.equal(await report(ann, { user: bob.id }), 'OK');
    assert.equal(await report(ann, { conversation, seq: 99 }), 'NOT_FOUND');
    assert.equal(await report(ann, { user: 999_999 }), 'NOT_FOUND');
    assert.equal(await report(ann, {}), 'INVALID');
    assert.equal(
      await report(admin, { conversation, seq }),
      'NOT_A_MEMBER',
      'an administrator reads no messages',
    );
    const listed = async (settled: boolean) => (await admin.client.call('listReports', { settled })).reports;
    const [first, second] = await listed(false);
    assert.partialDeepStrictEqual(first, { reporter: ann.id, user: bob.id, reason: 'spam', settledAt: 0 });
    assert.equal(decodeContent(first?.message?.content ?? new Uint8Array(0)).text, 'buy my pills');
    assert.equal(second?.message, undefined);
    const resolution = 'account disabled';
    await admin.client.call('settleReport', { report: first?.id ?? 0, resolution });
    assert.deepEqual(
      (await listed(false)).map(({ id }) => id),
      [second?.id],
    );
    assert.partialDeepStrictEqual(await listed(true), [{ settledBy: admin.id, resolution }]);
    assert.equal(await codeOf(ann.client.call('listReports', {})), 'FORBIDDEN');
  });
});
