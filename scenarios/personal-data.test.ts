/** Taking along and deleting what the server keeps about somebody. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import type { Config } from '@posthorn/server';
import type { InProcess } from '@posthorn/testing/in-process';
import { inhabited } from './support/inhabited.ts';
import type { Inhabited } from './support/inhabited.ts';

type Line = Readonly<Record<string, unknown>> & { readonly type: string };

function open(t: TestContext, config: Partial<Config> = {}): Promise<Inhabited> {
  return inhabited(t, { sendRate: 100_000, ...config });
}

function get({ place }: Inhabited, path: string, token: string): Promise<Response> {
  return fetch(place.httpUrl + path, { headers: { authorization: `Bearer ${token}` } });
}

async function exported(scene: Inhabited, token: string, path = '/v1/me/export'): Promise<readonly Line[]> {
  const response = await get(scene, path, token);
  assert.equal(response.status, 200);
  const text = await response.text();
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
}

function ofType(lines: readonly Line[], type: string): readonly Line[] {
  return lines.filter((line) => line.type === type);
}

describe('an export', () => {
  it('has everything about its user, nothing of what they may not read, and no secrets', async (t) => {
    const scene = await open(t);
    const [ann, bob, eve] = [
      await scene.people.join('ann'),
      await scene.people.join('bob'),
      await scene.people.join('eve'),
    ];
    await ann.client.send({ to: bob.id }, 'hello bob').done;
    await bob.client.send({ to: ann.id }, 'hello ann').done;
    await bob.client.send({ to: eve.id }, 'a secret between us').done;
    const { id } = await bob.client.call('createGroup', { title: 'Rowers', members: [eve.id] });
    await bob.client.send({ conversation: id }, 'before ann was here').done;
    await bob.client.call('addMembers', { conversation: id, users: [ann.id] });
    await bob.client.send({ conversation: id }, 'welcome').done;
    await ann.client.call('setNickname', { conversation: id, nickname: 'Stroke' });
    const { id: club } = await bob.client.call('createGroup', { title: 'Club' });
    await bob.client.call('setGroup', { conversation: club, settings: { join: 'approval' } });
    await ann.client.call('joinGroup', { conversation: club, text: 'please' });
    await ann.client.call('block', { user: eve.id });
    await ann.client.call('setPrivacy', { add: 'nobody' });
    await ann.client.call('reportAbuse', { user: eve.id, reason: 'spam' });
    await ann.client.call('setMine', { entries: [{ key: `contact/${eve.id}`, value: '{"remark":"!"}' }] });
    const session = { wire: 'mqtt', client: 'sensor' };
    const will = { target: { case: 'user', value: bob.id }, content: { text: 'farewell' } } as const;
    await ann.client.call('takeWireSession', { ...session, owner: 'o', expiryS: 60, will, node: 'n' });
    const lines = await exported(scene, await scene.people.tokenOf('ann'));
    assert.partialDeepStrictEqual(lines[0], { type: 'export', format: 1, user: ann.id });
    assert.deepEqual(lines.at(-1), { type: 'end', lines: lines.length });
    assert.partialDeepStrictEqual(ofType(lines, 'profile'), [{ id: ann.id, name: 'ann' }]);
    assert.deepEqual(ofType(lines, 'privacy'), [
      { type: 'privacy', add: 'nobody', find: 'everyone', online: 'everyone', write: 'everyone' },
    ]);
    assert.deepEqual(ofType(lines, 'blocked'), [{ type: 'blocked', user: eve.id, name: 'eve' }]);
    assert.deepEqual(ofType(lines, 'mine'), [
      { type: 'mine', key: `contact/${eve.id}`, value: '{"remark":"!"}' },
    ]);
    assert.deepEqual(ofType(lines, 'nickname'), [{ type: 'nickname', conversation: id, nickname: 'Stroke' }]);
    assert.partialDeepStrictEqual(ofType(lines, 'join'), [{ conversation: club, text: 'please' }]);
    assert.partialDeepStrictEqual(ofType(lines, 'report'), [{ user: eve.id, reason: 'spam' }]);
    assert.equal(ofType(lines, 'session').length, 2);
    assert.partialDeepStrictEqual(ofType(lines, 'wire-session'), [session]);
    assert.partialDeepStrictEqual(ofType(lines, 'will'), [{ user: bob.id, content: { text: 'farewell' } }]);
    const texts = ofType(lines, 'message').map(({ content }) => (content as { text: string }).text);
    assert.deepEqual(
      texts.filter((text) => text !== ''),
      ['hello bob', 'hello ann', 'welcome'],
    );
    const titles = ofType(lines, 'conversation').map(({ title, peerName }) => title || peerName);
    assert.ok(titles.includes('Rowers') && titles.includes('bob'));
    assert.doesNotMatch(JSON.stringify(lines), /token|hash|argon2/i);
  });

  it('is for its user, and for administrators', async (t) => {
    const scene = await open(t);
    const [admin, ann, bob] = [
      await scene.people.join('admin'),
      await scene.people.join('ann'),
      await scene.people.join('bob'),
    ];
    await ann.client.send({ to: bob.id }, 'hello').done;
    const path = `/v1/admin/users/${ann.id}/export`;
    const lines = await exported(scene, await scene.people.tokenOf('admin'), path);
    assert.partialDeepStrictEqual(ofType(lines, 'profile'), [{ name: 'ann' }]);
    assert.partialDeepStrictEqual(ofType(lines, 'message'), [{ content: { text: 'hello' } }]);
    const token = await scene.people.tokenOf('bob');
    assert.equal((await get(scene, path, token)).status, 403);
    assert.equal((await fetch(`${scene.place.httpUrl}/v1/me/export`)).status, 401);
    const others = await scene.people.tokenOf('admin');
    assert.equal((await get(scene, '/v1/admin/users/999999/export', others)).status, 404);
    assert.equal((await get(scene, '/v1/admin/users/nobody/export', others)).status, 404);
    const byName = await exported(scene, others, '/v1/admin/users/ann/export');
    assert.partialDeepStrictEqual(ofType(byName, 'profile'), [{ name: 'ann' }]);
    assert.ok(admin.id < ann.id);
  });

  it('is read as fast as it is taken, one of a user at a time, and ends with the login', async (t) => {
    const scene = await open(t);
    const [ann, bob] = [await scene.people.join('ann'), await scene.people.join('bob')];
    const text = 'x'.repeat(60_000);
    for (let n = 0; n < 200; n++) await ann.client.send({ to: bob.id }, `${n} ${text}`).done;
    const token = await scene.people.tokenOf('ann');
    const pulls = countPulls(t, scene.place);
    const slow = await get(scene, '/v1/me/export', token);
    const reader = (slow.body ?? assert.fail('a body')).getReader();
    await reader.read();
    assert.equal((await get(scene, '/v1/me/export', token)).status, 429, 'one at a time');
    // What lies between: buffers of both sockets and of the client. All of it would be 12 MB, in more than 40 pulls.
    assert.ok(pulls() < 40, `${pulls()} pulls were made for a reader that takes nothing`);
    await fetch(`${scene.place.httpUrl}/v1/logout`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
    });
    await assert.rejects(async () => {
      while (!(await reader.read()).done);
    }, 'an export does not go on after its login has ended');
    assert.equal(ofType(await exported(scene, await scene.people.tokenOf('ann')), 'message').length, 200);
  });
});

/** How many pulls of the log there have been. */
function countPulls(t: TestContext, { store }: InProcess): () => number {
  const pull = t.mock.method(store.log, 'pull');
  return () => pull.mock.callCount();
}
