/** Erasing an account: who may, what goes, what stays, and that nothing brings it back. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import { createMemoryStore, systemRandom } from '@posthorn/server';
import type { Config } from '@posthorn/server';
import * as erasureQueries from '../packages/server/src/features/accounts/erasure-queries.ts';
import { inhabited, inhabitedTopology } from './support/inhabited.ts';
import type { InhabitedTopology } from './support/inhabited.ts';
import { codeOf } from './support/people.ts';
import type { People, Person } from './support/people.ts';
import { SteppedClock } from './support/stepped-clock.ts';
import { TOPOLOGIES } from './support/topologies.ts';
import type { Topology } from './support/topologies.ts';

const OWN: Partial<Config> = { eraseOwnAccount: true };

function open(t: TestContext, topology: Topology, config: Partial<Config> = OWN): Promise<InhabitedTopology> {
  return inhabitedTopology(t, topology, config);
}

async function textsOf({ client }: Person, conversation: number): Promise<readonly string[]> {
  const page = await client.history(conversation, { before: 0, limit: 100 });
  return page.map(({ content }) => content.text);
}

/** Asks again until the answer is right; each question is a round trip. */
async function eventually(isTrue: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 2000; tries++) if (await isTrue()) return;
  assert.fail('it never came true');
}

for (const topology of TOPOLOGIES) {
  describe(`an erased account, ${topology.name}`, () => {
    it('is gone everywhere; its words to others go, what it said in groups and all numbers stay', async (t) => {
      const { here, there } = await open(t, topology);
      const [admin, ann, bob] = [await here.join('admin'), await here.join('ann'), await there.join('bob')];
      const elsewhere = await there.join('ann');
      const { conversation } = await ann.client.send({ to: bob.id }, 'a secret').done;
      await bob.client.send({ to: ann.id }, 'keep it').done;
      await ann.client.send({ to: bob.id }, 'another secret').done;
      const { id: group } = await ann.client.call('createGroup', { title: 'Rowers', members: [bob.id] });
      await ann.client.send({ conversation: group }, 'for all').done;
      const unread = async () => (await bob.client.call('getConversation', { conversation })).unread;
      const before = await unread();
      const { id: annId } = ann;
      await ann.client.call('eraseAccount', { password: 'pw' });
      assert.equal(await ann.dismissed(), 'ACCOUNT_DISABLED');
      assert.equal(await elsewhere.dismissed(), 'ACCOUNT_DISABLED');
      await assert.rejects(here.join('ann'), { code: 'BAD_CREDENTIALS' }, 'nobody gets the name');
      const { users } = await bob.client.call('getUsers', { ids: [annId], names: ['ann'] });
      assert.partialDeepStrictEqual(users, [{ id: annId, name: `deleted~${annId}`, erased: true }]);
      const shown = await bob.client.call('getUsers', { names: [`deleted~${annId}`, `deleted~${bob.id}`] });
      assert.deepEqual(
        shown.users.map(({ id }) => id),
        [annId],
      );
      assert.deepEqual((await bob.client.call('findUsers', { prefix: 'a' })).users.length, 1, 'admin alone');
      const gone = 'This message was erased.';
      await eventually(async () => (await textsOf(bob, conversation))[0] === gone);
      await eventually(async () => (await textsOf(bob, conversation))[2] === gone);
      assert.deepEqual(await textsOf(bob, conversation), [gone, 'keep it', gone]);
      assert.equal(await unread(), before);
      assert.equal(await codeOf(bob.client.send({ conversation }, 'are you there?').done), 'NOT_FOUND');
      assert.equal(await codeOf(bob.client.send({ to: annId }, 'are you there?').done), 'NOT_FOUND');
      const roles = async () => (await bob.client.call('listMembers', { conversation: group })).members;
      await eventually(async () => (await roles()).length === 1);
      assert.partialDeepStrictEqual(await roles(), [{ user: bob.id, role: 'owner' }]);
      assert.ok((await textsOf(bob, group)).includes('for all'));
      const code = (work: Promise<unknown>) => codeOf(work);
      assert.equal(await code(admin.client.call('disableUser', { user: annId, disabled: false })), 'INVALID');
      const newPassword = 'another one';
      assert.equal(await code(admin.client.call('resetPassword', { user: annId, newPassword })), 'INVALID');
      assert.equal(
        await code(admin.client.call('setAdministrator', { user: annId, administrator: true })),
        'INVALID',
      );
      assert.equal(
        await code(admin.client.call('eraseUser', { user: annId })),
        'OK',
        'again changes nothing',
      );
    });

    it('leaves no word of what its devices are sending in that moment, and no hole', async (t) => {
      const { here, there } = await open(t, topology);
      const [admin, bob] = [await here.join('admin'), await there.join('bob')];
      const devices = [await here.join('ann'), await there.join('ann')];
      const user = devices[0]?.id ?? 0;
      const sent = devices.flatMap(({ client }) =>
        Array.from({ length: 400 }, (_, index) => client.send({ to: bob.id }, `secret ${index}`).done),
      );
      const conversation = (await Promise.race(sent)).conversation;
      await admin.client.call('eraseUser', { user });
      await Promise.allSettled(devices.map((device) => device.dismissed()));
      await eventually(
        async () =>
          (await codeOf(bob.client.call('typing', { conversation, active: true }))) === 'NOT_FOUND' &&
          (await textsOf(bob, conversation)).every((text) => text === 'This message was erased.'),
      );
      const { head } = await bob.client.call('getConversation', { conversation });
      const seqs: number[] = [];
      for (let after = 0; after < head; after = seqs.at(-1) ?? head) {
        const page = await bob.client.history(conversation, { after, limit: 200 });
        for (const { seq, content } of page) {
          seqs.push(seq);
          assert.equal(content.kind?.case, 'erased', `${seq} says ${content.text}`);
        }
      }
      assert.deepEqual(
        seqs,
        Array.from({ length: head }, (_, index) => index + 1),
      );
      for (const each of sent) each.catch(() => {});
    });

    it('is erased by its user where that is allowed, with the password, and by administrators', async (t) => {
      const { here, there } = await open(t, topology, { ...OWN, eraseOwnAccount: false });
      const [admin, ann, bob] = [await here.join('admin'), await here.join('ann'), await there.join('bob')];
      assert.equal(await codeOf(ann.client.call('eraseAccount', { password: 'pw' })), 'FORBIDDEN');
      assert.equal(await codeOf(ann.client.call('eraseUser', { user: bob.id })), 'FORBIDDEN');
      assert.equal(await codeOf(admin.client.call('eraseUser', { user: admin.id })), 'INVALID');
      assert.equal(await codeOf(admin.client.call('eraseUser', { user: 999_999 })), 'NOT_FOUND');
      const { id: user } = bob;
      await admin.client.call('eraseUser', { user });
      const { records } = await admin.client.call('listAudit', { event: 'eraseUser', user });
      assert.partialDeepStrictEqual(records, [{ actor: admin.id, user, code: '' }]);
      assert.equal(await bob.dismissed(), 'ACCOUNT_DISABLED');
    });
  });
}

describe('erasing', () => {
  const [alone] = TOPOLOGIES;
  assert.ok(alone !== undefined);

  it('needs the right password, and leaves an administrator', async (t) => {
    const { here } = await open(t, alone);
    const admin = await here.join('admin');
    const ann = await here.join('ann');
    assert.equal(await codeOf(ann.client.call('eraseAccount', { password: 'wrong' })), 'BAD_CREDENTIALS');
    assert.equal(await codeOf(admin.client.call('eraseAccount', { password: 'pw' })), 'INVALID');
    await admin.client.call('setAdministrator', { user: ann.id, administrator: true });
    await admin.client.call('eraseAccount', { password: 'pw' });
    assert.equal(await admin.dismissed(), 'ACCOUNT_DISABLED');
  });

  it('leaves the words of direct messages by option', async (t) => {
    const { here, place } = await open(t, alone, { ...OWN, eraseWords: false });
    await here.join('admin');
    const [ann, bob] = [await here.join('ann'), await here.join('bob')];
    const { conversation } = await ann.client.send({ to: bob.id }, 'stays').done;
    const { id } = ann;
    await ann.client.call('eraseAccount', { password: 'pw' });
    await eventually(
      async () => (await codeOf(bob.client.call('typing', { conversation, active: true }))) === 'NOT_FOUND',
    );
    assert.deepEqual(await textsOf(bob, conversation), ['stays']);
    assert.partialDeepStrictEqual(await place.store.run(erasureQueries.unfinishedErasures, 9), [
      { user: id },
    ]);
  });

  it('is finished by another router when the one that was asked dies right after it has closed the account', async (t) => {
    const store = createMemoryStore({ random: systemRandom });
    t.after(() => store.close());
    const clock = new SteppedClock();
    const start = async (): Promise<People> => (await inhabited(t, {}, { store, clock })).people;
    const people = await start();
    await people.join('admin');
    const [ann, bob] = [await people.join('ann'), await people.join('bob')];
    const { conversation } = await ann.client.send({ to: bob.id }, 'a secret').done;
    const { id: group } = await ann.client.call('createGroup', { title: 'Rowers', members: [bob.id] });
    // What the router that was asked had done when it died.
    const erasure = { user: ann.id, requestedBy: ann.id, requestedAt: clock.now(), words: true };
    await store.run(erasureQueries.beginErasure, erasure);
    const unfinished = () => store.run(erasureQueries.unfinishedErasures, 9);
    assert.equal((await textsOf(bob, conversation))[0], 'a secret');
    await eventually(async () => {
      await clock.pass(5000);
      return (await unfinished()).length === 0;
    });
    assert.ok(clock.now() - erasure.requestedAt >= 60_000, 'what was under way has had its time');
    assert.deepEqual(await textsOf(bob, conversation), ['This message was erased.']);
    assert.equal((await bob.client.call('listMembers', { conversation: group })).members.length, 1);
  });
});
