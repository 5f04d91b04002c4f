/** Asking somebody to be a contact: both sides see the same, whoever asks, accepts, refuses or removes, and at once too. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import { encodeContent } from '@posthorn/protocol';
import { systemClock } from '@posthorn/server';
import { userQueries } from '@posthorn/server/queries';
import { inhabited, inhabitedTopology } from './support/inhabited.ts';
import type { InhabitedTopology } from './support/inhabited.ts';
import { codeOf } from './support/people.ts';
import type { Person } from './support/people.ts';
import { TOPOLOGIES } from './support/topologies.ts';
import type { Topology } from './support/topologies.ts';

const DAY_MS = 86_400_000;

/** What a person has heard about contacts: kind, who did it, to whom. */
function heard({ messages }: Person): readonly (readonly [string, number, number | undefined])[] {
  return messages.flatMap(({ sender, content: { kind } }) =>
    kind?.case === 'event' && kind.value.kind.startsWith('contact-')
      ? [[kind.value.kind, sender, kind.value.users[0]] as const]
      : [],
  );
}

async function contactsOf({ client }: Person): Promise<readonly (readonly [number, string, string])[]> {
  const { contacts } = await client.call('listContacts', {});
  return contacts.map(({ user, state, text }) => [user, state, text]);
}

async function trio(scene: InhabitedTopology): Promise<readonly [Person, Person, Person]> {
  return [await scene.here.join('ann'), await scene.there.join('bob'), await scene.here.join('bob')];
}

/** Asks again until the answer is right: what was true a moment ago may hold for a second yet. */
async function eventually(isTrue: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 20_000;
  while (performance.now() < deadline) if (await isTrue()) return;
  assert.fail('it never came true');
}

function open(t: TestContext, topology: Topology): Promise<InhabitedTopology> {
  return inhabitedTopology(t, topology);
}

for (const topology of TOPOLOGIES) {
  describe(`contacts, ${topology.name}`, () => {
    it('are asked for, accepted and removed; all devices of both hear of it, once', async (t) => {
      const [ann, bob, phone] = await trio(await open(t, topology));
      const ask = { user: bob.id, text: 'We met at the ball' };
      const asked = await ann.client.call('addContact', ask);
      assert.partialDeepStrictEqual(asked.contacts, [{ user: bob.id, state: 'asked', text: ask.text }]);
      // A repeat changes nothing.
      await ann.client.call('addContact', { ...ask, text: 'Well?' });
      assert.deepEqual(await contactsOf(bob), [[ann.id, 'asking', ask.text]]);
      const { contacts } = await bob.client.call('addContact', { user: ann.id });
      assert.partialDeepStrictEqual(contacts, [{ user: ann.id, state: 'mutual' }]);
      await bob.client.call('addContact', { user: ann.id });
      assert.deepEqual(await contactsOf(ann), [[bob.id, 'mutual', ask.text]]);
      await ann.client.call('removeContact', { user: bob.id });
      await ann.client.call('removeContact', { user: bob.id });
      assert.deepEqual([await contactsOf(ann), await contactsOf(bob)], [[], []]);
      const all = [
        ['contact-asked', ann.id, bob.id],
        ['contact-accepted', bob.id, ann.id],
        ['contact-removed', ann.id, bob.id],
      ];
      for (const person of [ann, bob, phone]) {
        await person.until(() => heard(person).length >= 3);
        assert.deepEqual(heard(person), all);
      }
    });

    it('can be refused, and taken back', async (t) => {
      const [ann, bob] = await trio(await open(t, topology));
      for (const [asker, ender] of [
        [ann, bob],
        [ann, ann],
        [bob, ann],
      ] as const) {
        const other = asker === ann ? bob : ann;
        await asker.client.call('addContact', { user: other.id });
        await ender.client.call('removeContact', { user: ender === ann ? bob.id : ann.id });
        assert.deepEqual([await contactsOf(ann), await contactsOf(bob)], [[], []]);
      }
    });

    it('come about when both ask at once, and are of one mind when all is done at once', async (t) => {
      const [ann, bob] = await trio(await open(t, topology));
      for (let round = 0; round < 5; round++) {
        const both = await Promise.all([
          ann.client.call('addContact', { user: bob.id, text: 'ann' }),
          bob.client.call('addContact', { user: ann.id, text: 'bob' }),
        ]);
        assert.ok(both.some(({ contacts }) => contacts[0]?.state === 'mutual'));
        const [[, state, text] = []] = await contactsOf(ann);
        assert.equal(state, 'mutual');
        assert.deepEqual(await contactsOf(bob), [[ann.id, 'mutual', text]]);
        await Promise.all([
          ann.client.call('removeContact', { user: bob.id }),
          bob.client.call('removeContact', { user: ann.id }),
        ]);
        assert.deepEqual([await contactsOf(ann), await contactsOf(bob)], [[], []]);
      }
      for (let round = 0; round < 8; round++) {
        await Promise.all([
          ann.client.call('addContact', { user: bob.id }),
          bob.client.call('addContact', { user: ann.id }),
          ann.client.call('removeContact', { user: bob.id }),
          bob.client.call('removeContact', { user: ann.id }),
        ]);
        const [hers, his] = [await contactsOf(ann), await contactsOf(bob)];
        const mirrored = { asked: 'asking', asking: 'asked', mutual: 'mutual' } as Record<string, string>;
        assert.equal(hers.length, his.length);
        assert.equal(his[0]?.[1], hers[0] && mirrored[hers[0][1]]);
      }
    });

    it('are not for whom one has blocked, nor of whom nobody may write to', async (t) => {
      const [ann, bob] = await trio(await open(t, topology));
      await ann.client.call('addContact', { user: bob.id });
      await ann.client.call('block', { user: bob.id });
      const [toAnn, toBob] = [{ user: ann.id }, { user: bob.id }];
      assert.equal(await codeOf(bob.client.call('addContact', toAnn)), 'BLOCKED', 'nor accepted');
      await bob.client.call('removeContact', toAnn);
      for (const [person, other] of [
        [ann, toBob],
        [bob, toAnn],
      ] as const)
        assert.equal(await codeOf(person.client.call('addContact', other)), 'BLOCKED');
      await ann.client.call('unblock', toBob);
      await ann.client.call('setPrivacy', { write: 'nobody' });
      assert.equal(await codeOf(bob.client.call('addContact', toAnn)), 'BLOCKED');
      await ann.client.call('addContact', toBob);
      assert.equal(await codeOf(bob.client.call('addContact', toAnn)), 'OK', 'she has asked');
    });

    it('may write, see and add where contacts may', async (t) => {
      const [ann, bob] = await trio(await open(t, topology));
      await ann.client.call('setPrivacy', {
        write: 'contacts',
        online: 'contacts',
        add: 'contacts',
        find: 'contacts',
      });
      const may = async (): Promise<readonly unknown[]> => [
        await codeOf(bob.client.send({ to: ann.id }, 'hello').done),
        (await bob.client.call('watchPresence', { users: [ann.id] })).presences.length,
        (await bob.client.call('findUsers', { prefix: 'ann' })).users.length,
      ];
      assert.deepEqual(await may(), ['BLOCKED', 0, 0]);
      await bob.client.call('addContact', { user: ann.id });
      assert.deepEqual(await may(), ['BLOCKED', 0, 0], 'asking is not enough');
      await ann.client.call('addContact', { user: bob.id });
      await eventually(async () => (await codeOf(bob.client.send({ to: ann.id }, 'hello').done)) === 'OK');
      assert.deepEqual(await may(), ['OK', 1, 1]);
      await ann.client.call('removeContact', { user: bob.id });
      await eventually(async () => (await codeOf(bob.client.send({ to: ann.id }, 'hm').done)) === 'BLOCKED');
      assert.deepEqual(await may(), ['BLOCKED', 0, 0]);
    });

    it('are needed to write to somebody, if the server says so', async (t) => {
      const scene = await inhabitedTopology(t, topology, { contacts: 'required' });
      const [ann, bob] = await trio(scene);
      assert.equal((await ann.client.call('getPrivacy', {})).write, 'contacts');
      const tried = async (from: Person, to: Person): Promise<readonly string[]> => [
        await codeOf(from.client.send({ to: to.id }, 'hello').done),
        await codeOf(from.client.call('openDirect', { user: to.id })),
        await codeOf(from.client.call('createGroup', { title: 'Us', members: [to.id] })),
      ];
      assert.deepEqual(await tried(ann, bob), ['BLOCKED', 'BLOCKED', 'BLOCKED']);
      assert.deepEqual(await tried(bob, ann), ['BLOCKED', 'BLOCKED', 'BLOCKED']);
      assert.equal(await codeOf(ann.client.send({ conversation: scene.place.lobby }, 'hello').done), 'OK');
      await ann.client.call('addContact', { user: bob.id });
      assert.equal(await codeOf(ann.client.send({ to: bob.id }, 'hello').done), 'BLOCKED');
      await bob.client.call('addContact', { user: ann.id });
      await eventually(async () => (await codeOf(ann.client.send({ to: bob.id }, 'hello').done)) === 'OK');
      assert.deepEqual(await tried(bob, ann), ['OK', 'OK', 'OK']);
      await ann.client.call('setPrivacy', { write: 'nobody' });
      assert.equal(await codeOf(bob.client.send({ to: ann.id }, 'hello').done), 'BLOCKED');
      assert.equal((await ann.client.call('setPrivacy', { write: 'everyone' })).write, 'contacts');
    });
  });
}

describe('contacts', () => {
  it('are asked for fifty times a day at most', async (t) => {
    let ahead = 0;
    const clock = { ...systemClock, now: () => systemClock.now() + ahead };
    const { people } = await inhabited(t, {}, { clock });
    const ann = await people.join('ann');
    const others: number[] = [];
    for (let count = 0; count < 3; count++) others.push((await people.join(`bob${count}`)).id);
    const again = async (): Promise<string> => {
      for (const user of others) {
        const code = await codeOf(ann.client.call('addContact', { user }));
        if (code !== 'OK') return code;
        await ann.client.call('removeContact', { user });
      }
      return 'OK';
    };
    for (let round = 0; round < 16; round++) assert.equal(await again(), 'OK');
    assert.equal(await again(), 'RATE_LIMITED');
    assert.deepEqual(await contactsOf(ann), []);
    ahead = DAY_MS;
    assert.equal(await again(), 'OK');
  });

  it('are told to the asker’s own devices by a repeat, if the server died before it could', async (t) => {
    const { people, place } = await inhabited(t);
    const [ann, bob] = [await people.join('ann'), await people.join('bob')];
    const [account] = await place.store.run(userQueries.usersByIds, [bob.id]);
    // All that a server has done that died then.
    const effect = { type: 'contact', other: bob.id, does: 'ask', text: '', perDay: 50 };
    const content = encodeContent({
      kind: { case: 'event', value: { kind: 'contact-asked', users: [bob.id] } },
    });
    const asked = {
      conversation: account?.inbox ?? 0,
      version: 1,
      sender: ann.id,
      clientId: 'died',
      time: 1,
      content,
    };
    const [outcome] = await place.store.log.append([{ ...asked, effect }]);
    assert.equal(outcome?.status, 'appended');
    for (let repeat = 0; repeat < 2; repeat++) await ann.client.call('addContact', { user: bob.id });
    await bob.client.call('addContact', { user: ann.id });
    await ann.until(() => heard(ann).length >= 2);
    assert.deepEqual(heard(ann), [
      ['contact-asked', ann.id, bob.id],
      ['contact-accepted', bob.id, ann.id],
    ]);
  });

  it('refuse what cannot be', async (t) => {
    const { people } = await inhabited(t);
    const [ann, bob] = [await people.join('ann'), await people.join('bob')];
    const add = (user: number, text = ''): Promise<string> =>
      codeOf(ann.client.call('addContact', { user, text }));
    assert.equal(await add(ann.id), 'INVALID');
    assert.equal(await add(999_999), 'NOT_FOUND');
    assert.equal(await add(0), 'NOT_FOUND');
    assert.equal(await add(bob.id, 'x'.repeat(201)), 'INVALID');
    assert.equal(await add(bob.id, 'two\nlines'), 'INVALID');
    assert.equal(await codeOf(ann.client.call('removeContact', { user: 999_999 })), 'OK');
    assert.equal(await codeOf(ann.client.call('listContacts', { cursor: 'x' })), 'INVALID');
  });

  it('are listed by state and in pages, over REST too', async (t) => {
    const { people, place } = await inhabited(t);
    const ann = await people.join('ann');
    const ids: number[] = [];
    for (const name of ['bob', 'eve', 'kim']) {
      const other = await people.join(name);
      ids.push(other.id);
      await other.client.call('addContact', { user: ann.id, text: name });
    }
    await ann.client.call('addContact', { user: ids[1] ?? 0 });
    const authorization = `Bearer ${await people.tokenOf('ann')}`;
    const list = async (
      query: string,
    ): Promise<{ readonly contacts: readonly { readonly user: number }[]; readonly next?: string }> => {
      const answer = await fetch(`${place.httpUrl}/v1/contacts${query}`, { headers: { authorization } });
      return (await answer.json()) as Awaited<ReturnType<typeof list>>;
    };
    const first = await list('?limit=2');
    const second = await list(`?limit=2&cursor=${first.next}`);
    assert.deepEqual(
      [...first.contacts, ...second.contacts].map(({ user }) => user),
      ids,
    );
    assert.deepEqual(
      (await list('?state=asking')).contacts.map(({ user }) => user),
      [ids[0], ids[2]],
    );
    assert.partialDeepStrictEqual(await list('?state=mutual'), {
      contacts: [{ user: ids[1], state: 'mutual', text: 'eve' }],
    });
    const put = { method: 'PUT', headers: { authorization, 'content-type': 'application/json' }, body: '{}' };
    const accepted = await fetch(`${place.httpUrl}/v1/contacts/bob`, put);
    assert.partialDeepStrictEqual(await accepted.json(), { contacts: [{ user: ids[0], state: 'mutual' }] });
    await fetch(`${place.httpUrl}/v1/contacts/bob`, { method: 'DELETE', headers: { authorization } });
    assert.deepEqual(
      (await list('')).contacts.map(({ user }) => user),
      [ids[1], ids[2]],
    );
  });

  it('go with the account of either', async (t) => {
    const { people, place } = await inhabited(t);
    await people.join('admin');
    const [ann, bob] = [await people.join('ann'), await people.join('bob')];
    await ann.client.call('addContact', { user: bob.id, text: 'secret words' });
    const text = await (
      await fetch(`${place.httpUrl}/v1/me/export`, {
        headers: { authorization: `Bearer ${await people.tokenOf('bob')}` },
      })
    ).text();
    const lines = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { readonly type: string });
    assert.partialDeepStrictEqual(
      lines.filter(({ type }) => type === 'contact'),
      [{ type: 'contact', user: ann.id, state: 'asking', text: 'secret words' }],
    );
    const admin = await people.join('admin');
    const { id } = ann;
    await admin.client.call('eraseUser', { user: id });
    await eventually(async () => (await contactsOf(bob)).length === 0);
    assert.equal(await codeOf(bob.client.call('addContact', { user: id })), 'NOT_FOUND');
  });
});
