/** Who may write to people and see them online. Every way in answers those who may not as if they were blocked. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import { callCim } from './support/cim-client.ts';
import { inhabited, inhabitedTopology } from './support/inhabited.ts';
import type { InhabitedTopology } from './support/inhabited.ts';
import { codeOf } from './support/people.ts';
import type { Person } from './support/people.ts';
import { TOPOLOGIES } from './support/topologies.ts';
import type { Topology } from './support/topologies.ts';

function open(t: TestContext, topology: Topology): Promise<InhabitedTopology> {
  return inhabitedTopology(t, topology, { groupsPerHour: 0 });
}

/** Asks again until the answer is right: what was true a moment ago may hold for a second yet. */
async function eventually(isTrue: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 20_000;
  while (performance.now() < deadline) if (await isTrue()) return;
  assert.fail('it never came true');
}

/** Calls by POST with the rights of somebody. They resolve with the code. */
async function rest(
  { place, there }: InhabitedTopology,
  name: string,
): Promise<(path: string, body: object) => Promise<string>> {
  const headers = {
    'content-type': 'application/json',
    authorization: `Bearer ${await there.tokenOf(name)}`,
  };
  return async (path, body) => {
    const init = { method: 'POST', headers, body: JSON.stringify(body) };
    const response = await fetch(place.url('http', 0) + path, init);
    const { error } = (await response.json()) as { readonly error?: { readonly code: string } };
    return error?.code ?? 'OK';
  };
}

/** What each way of writing to somebody is answered. */
async function tried(
  scene: InhabitedTopology,
  { client }: Person,
  name: string,
  to: Person,
): Promise<readonly string[]> {
  const post = await rest(scene, name);
  const { id } = to;
  return [
    await codeOf(client.send({ to: id }, 'hello').done),
    await codeOf(client.call('openDirect', { user: id })),
    await codeOf(client.call('createGroup', { title: 'For two', members: [id] })),
    await post('/v1/messages', { to: id, text: 'hello' }),
    await post('/v1/directs', { to: id }),
    await post('/v1/groups', { title: 'For two', members: [id] }),
  ];
}

function all(code: string): readonly string[] {
  return Array.from({ length: 6 }, () => code);
}

for (const topology of TOPOLOGIES) {
  describe(`writing to somebody, ${topology.name}`, () => {
    it('who does not want it is written to by nobody, on no way, from that moment on', async (t) => {
      const scene = await open(t, topology);
      const [ann, bob, eve] = [
        await scene.here.join('ann'),
        await scene.there.join('bob'),
        await scene.there.join('eve'),
      ];
      // Every router knows that they may write.
      const { conversation } = await eve.client.send({ to: ann.id }, 'hello').done;
      const { id: group } = await eve.client.call('createGroup', { title: 'Many', members: [bob.id] });
      await ann.client.call('setPrivacy', { write: 'nobody' });
      assert.equal(await codeOf(eve.client.send({ conversation }, 'again').done), 'BLOCKED');
      assert.equal(await codeOf(eve.client.call('typing', { conversation, active: true })), 'BLOCKED');
      assert.equal(
        await codeOf(eve.client.call('addMembers', { conversation: group, users: [ann.id] })),
        'BLOCKED',
      );
      assert.deepEqual(await tried(scene, eve, 'eve', ann), all('BLOCKED'));
      assert.deepEqual(await tried(scene, bob, 'bob', ann), all('BLOCKED'));
      await ann.client.call('block', { user: bob.id });
      assert.deepEqual(await tried(scene, bob, 'bob', ann), all('BLOCKED'), 'a block looks the same');
      await ann.client.call('unblock', { user: bob.id });
      assert.equal(await codeOf(ann.client.send({ conversation }, 'I may').done), 'OK');
      await ann.client.call('setPrivacy', { write: 'everyone' });
      assert.equal(await codeOf(eve.client.send({ conversation }, 'again').done), 'OK');
      assert.deepEqual(await tried(scene, bob, 'bob', ann), all('OK'));
    });

    it('contacts are those in a common group, as long as they are, and those whom one has written to', async (t) => {
      const scene = await open(t, topology);
      const [ann, bob, eve] = [
        await scene.here.join('ann'),
        await scene.there.join('bob'),
        await scene.there.join('eve'),
      ];
      await ann.client.call('setPrivacy', { write: 'contacts' });
      assert.deepEqual(await tried(scene, eve, 'eve', ann), all('BLOCKED'));
      const { id: group } = await ann.client.call('createGroup', { title: 'Rowers', members: [eve.id] });
      assert.equal(await codeOf(eve.client.send({ to: ann.id }, 'at last').done), 'OK');
      await ann.client.call('removeMember', { conversation: group, user: eve.id });
      await eventually(async () => (await codeOf(eve.client.send({ to: ann.id }, 'hm').done)) === 'BLOCKED');
      assert.equal(await codeOf(bob.client.send({ to: ann.id }, 'hello').done), 'BLOCKED');
      await ann.client.send({ to: bob.id }, 'hello').done;
      assert.equal(await codeOf(bob.client.send({ to: ann.id }, 'hello').done), 'OK');
    });
  });

  describe(`seeing somebody online, ${topology.name}`, () => {
    it('who does not want it is seen by nobody: not asked for, not listed, not told of', async (t) => {
      const scene = await open(t, topology);
      const [ann, bob, eve] = [
        await scene.here.join('ann'),
        await scene.there.join('bob'),
        await scene.there.join('eve'),
      ];
      await ann.client.send({ to: bob.id }, 'hello').done;
      const { id } = ann;
      const watch = async ({ client }: Person) =>
        (await client.call('watchPresence', { users: [id] })).presences;
      const listed = async ({ client }: Person) =>
        (await client.call('listOnline', { prefix: 'an' })).users.map(({ name }) => name);
      for (const each of [bob, eve]) {
        assert.partialDeepStrictEqual(await watch(each), [{ user: id, online: true }]);
        assert.deepEqual(await listed(each), ['ann']);
      }
      const last = ({ presence }: Person) => presence.at(-1);
      await ann.client.call('setPrivacy', { online: 'contacts' });
      await eve.until(() => last(eve)?.online === false);
      await bob.until(() => last(bob)?.online === true);
      assert.equal(last(eve)?.lastSeen, 0);
      assert.deepEqual([await watch(eve), await listed(eve)], [[], []]);
      // Where the next page begins tells nobody who was left out.
      assert.partialDeepStrictEqual(await eve.client.call('listOnline', { prefix: 'an', limit: 1 }), {
        users: [],
        next: '',
      });
      assert.partialDeepStrictEqual(await eve.client.call('listOnline', { limit: 1 }), {
        users: [{ name: 'bob' }],
        next: 'bob',
      });
      assert.partialDeepStrictEqual(await watch(bob), [{ user: id, online: true }]);
      assert.deepEqual(await listed(bob), ['ann']);
      const { length } = eve.presence;
      await ann.client.close();
      await bob.until(() => last(bob)?.online === false);
      assert.notEqual(last(bob)?.lastSeen, 0);
      assert.equal(eve.presence.length, length, 'nothing is told to who may not know');
      const again = await scene.here.join('ann');
      await again.client.call('setPrivacy', { online: 'nobody' });
      assert.deepEqual([await watch(bob), await listed(bob)], [[], []]);
      await again.client.call('setPrivacy', { online: 'everyone' });
      assert.partialDeepStrictEqual(await watch(eve), [{ online: true }]);
    });
  });
}

describe('CIM', () => {
  it('keeps to it as well', async (t) => {
    const { place, people } = await inhabited(t, { cim: true, cimPort: 0 });
    const ann = await people.join('ann');
    const { dataBody } = await callCim(place.httpUrl, '/registerAccount', { userName: 'old' });
    const { userId } = dataBody as { readonly userId: number };
    const write = async () => {
      const asked = { userId, receiveUserId: ann.id, msg: 'hello' };
      return (await callCim(place.httpUrl, '/p2pRoute', asked)).code;
    };
    const online = async () => {
      const { dataBody: users } = await callCim(place.httpUrl, '/onlineUser');
      return (users as readonly { readonly userName: string }[]).map(({ userName }) => userName);
    };
    assert.equal(await write(), '9000');
    assert.deepEqual(await online(), ['ann']);
    await ann.client.call('setPrivacy', { online: 'nobody' });
    assert.equal(await write(), '7000', 'as to somebody who is offline');
    assert.deepEqual(await online(), []);
    await ann.client.call('setPrivacy', { write: 'nobody' });
    const refused = await write();
    await ann.client.call('setPrivacy', { write: 'everyone' });
    await ann.client.call('block', { user: userId });
    assert.equal(await write(), refused, 'a block looks the same');
  });
});
