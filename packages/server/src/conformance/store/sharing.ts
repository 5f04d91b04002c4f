/**
 * Several processes on the same data: reads followed by writes must be correct under concurrency.
 *
 * @module
 */
import * as blockQueries from '../../features/people/block-queries.ts';
import * as cursorQueries from '../../features/cursors/queries.ts';
import * as groupQueries from '../../features/groups/queries.ts';
import * as inviteQueries from '../../features/groups/invite-queries.ts';
import { keepBootstrap } from '../../features/accounts/bootstrap-queries.ts';
import * as logQueries from '../../store/log/conversations.ts';
import * as sessionQueries from '../../features/accounts/session-queries.ts';
import * as userQueries from '../../features/accounts/user-queries.ts';
import assert from 'node:assert/strict';
import type { AppendOutcome } from '../../store/log/log.ts';
import type { Store } from '../../store/store.ts';
import { bytes, MOST_INVITES, TIME } from './case.ts';
import type { Fixture, StoreCase } from './case.ts';

const ROUNDS = 8;

/** Runs the work on both stores concurrently, many times. */
async function together<T>(
  fixture: Fixture,
  work: (store: Store, round: number, which: number) => Promise<T>,
): Promise<T[][]> {
  const stores = [fixture.store, await fixture.another()];
  const results: T[][] = [];
  for (let round = 0; round < ROUNDS; round++) {
    results.push(await Promise.all(stores.map((store, which) => work(store, round, which))));
  }
  return results;
}

export const sharingCases: readonly StoreCase[] = [
  {
    name: 'opens one direct conversation, one room, one account of a name',
    needs: 'shared',
    async run(fixture) {
      const results = await together(fixture, async (store, round) => {
        const direct = await store.run(logQueries.openDirect, round * 2 + 1, round * 2 + 2);
        const room = await store.run(logQueries.ensureRoom, `Room ${round}`);
        const user = await store.run(userQueries.createUser, account(`user ${round}`));
        return { direct: direct.id, room: room.id, status: user.status };
      });
      for (const [one, two] of results) {
        assert.deepEqual([one?.direct, one?.room], [two?.direct, two?.room]);
        assert.deepEqual(statuses([one, two]), ['created', 'taken']);
      }
    },
  },
  {
    name: 'makes the first of all accounts the administrator, and no other',
    needs: 'shared',
    async run(fixture) {
      const stores = [fixture.store, await fixture.another()];
      const made = await Promise.all(
        Array.from({ length: 6 }, (_, index) =>
          (stores[index % 2] ?? fixture.store).run(userQueries.createUser, account(`user ${index}`)),
        ),
      );
      const admins = made.filter((outcome) => outcome.status === 'created' && outcome.user.admin);
      assert.equal(admins.length, 1);
    },
  },
  {
    name: 'keeps one bootstrap secret, and takes it once',
    needs: 'shared',
    async run(fixture) {
      const stores = [fixture.store, await fixture.another()];
      const kept = await Promise.all(stores.map((store, index) => store.run(keepBootstrap, `hash ${index}`)));
      assert.deepEqual(kept.toSorted(), ['made', 'waiting']);
      const admin = { secretHash: `hash ${kept.indexOf('made')}` };
      const made = await Promise.all(
        Array.from({ length: 6 }, (_, index) =>
          (stores[index % 2] ?? fixture.store).run(userQueries.createUser, {
            ...account(`user ${index}`),
            admin,
          }),
        ),
      );
      const admins = made.filter((outcome) => outcome.status === 'created' && outcome.user.admin);
      assert.equal(admins.length, 1);
      assert.equal(made.filter(({ status }) => status === 'wrong-secret').length, 5);
      assert.equal(await fixture.store.run(keepBootstrap, 'a third hash'), 'unneeded');
    },
  },
  {
    name: 'makes a group once per owner and client id',
    needs: 'shared',
    async run(fixture) {
      const [owner = 0, member = 0] = await fixture.users('Ann', 'Bob');
      const results = await together(fixture, (store, round) =>
        store.run(groupQueries.createGroup, {
          title: 'Verona',
          owner,
          members: [member],
          clientId: `group ${round}`,
          time: TIME,
          content: bytes('made'),
        }),
      );
      for (const outcomes of results) {
        assert.deepEqual(statuses(outcomes), ['created', 'repeated']);
        const ids = outcomes.map((each) => (each.status === 'conflict' ? 0 : each.conversation.id));
        assert.equal(ids[0], ids[1]);
      }
      assert.equal((await fixture.store.run(logQueries.groupsOf, member, 0, 100)).length, ROUNDS);
    },
  },
  {
    name: 'leaves one session of a device, and says which it replaced',
    needs: 'shared',
    async run(fixture) {
      const ann = await fixture.user('Ann');
      const results = await together(fixture, (store, round, which) =>
        store.run(sessionQueries.createSession, {
          user: ann.id,
          deviceId: 'phone',
          deviceClass: 'mobile',
          label: '',
          createdAt: TIME,
          expiresAt: TIME + 1,
          tokenHash: bytes(`${round} ${which}`),
        }),
      );
      const all = results.flat();
      const replaced = all.map((each) => each.replaced).filter((id) => id !== undefined);
      assert.equal(new Set(replaced).size, all.length - 1, 'each but the first replaced another one');
      assert.equal((await fixture.store.run(sessionQueries.sessionsOf, ann.id)).length, 1);
    },
  },
  {
    name: 'gives each fencing number once',
    needs: 'shared',
    async run(fixture) {
      const results = await together(fixture, (store, round) =>
        store.run(sessionQueries.nextFence, `slot ${round % 4}`),
      );
      const perSlot = [0, 1, 2, 3].map((slot) =>
        results.filter((_, round) => round % 4 === slot).flatMap((each) => each),
      );
      for (const fences of perSlot)
        assert.deepEqual(
          fences.toSorted((a, b) => a - b),
          [1, 2, 3, 4],
        );
    },
  },
  {
    name: 'keeps the pace of a member who writes everywhere at once',
    needs: 'shared',
    async run(fixture) {
      const [a = 0] = await fixture.users('Ann');
      const { id } = await fixture.group(a);
      const results = await together(fixture, async (store, round) => {
        const effect = { type: 'pace', gapMs: 1000 };
        const time = TIME + round * 1000;
        const [outcome] = await store.log.append([await fixture.message(id, a, 'x', { time, effect })]);
        return outcome ?? { status: 'none' };
      });
      for (const both of results) assert.deepEqual(statuses(both), ['appended', 'refused']);
    },
  },
  { name: 'takes an invite as often as it may be used', needs: 'shared', run: useUp },
  { name: 'writes a message once, whichever way it comes', needs: 'shared', run: repeat },
  {
    name: 'agrees whether a message was written or forbidden (promise 8)',
    needs: 'shared',
    run: forbidWhileWriting,
  },
  { name: 'keeps one dense order of what comes from everywhere (promise 3)', needs: 'shared', run: crowd },
  {
    name: 'never lowers a cursor',
    needs: 'shared',
    async run(fixture) {
      const { a, b, conversation } = await fixture.direct();
      const { id } = conversation;
      await fixture.say(id, a, ...Array.from({ length: 16 }, (_, index) => `${index}`));
      let highest = 0;
      await together(fixture, async (store, round, which) => {
        const read = 1 + ((round * 2 + which * 7) % 16);
        highest = Math.max(highest, read);
        await store.run(cursorQueries.moveCursors, [
          { user: b, conversation: id, read, delivered: 17 - read },
        ]);
        const [cursor] = await store.run(cursorQueries.cursors, id, 0, 10);
        assert.ok((cursor?.read ?? 0) >= read);
      });
      assert.equal((await fixture.store.run(cursorQueries.cursors, id, 0, 10))[0]?.read, highest);
    },
  },
  {
    name: 'lets an outdated authorisation write nothing, wherever the change was made (promise 9)',
    needs: 'shared',
    async run(fixture) {
      const { a, b, conversation } = await fixture.direct();
      const other = await fixture.another();
      for (let round = 0; round < ROUNDS; round++) {
        const authorised = await fixture.message(conversation.id, a, 'before');
        await other.run(blockQueries.setBlock, b, a, round % 2 === 0);
        assert.deepEqual(await fixture.append(authorised), { status: 'stale' });
      }
    },
  },
  {
    name: 'reads all ranges of a call from one snapshot while others write',
    needs: 'shared',
    async run(fixture) {
      const { a, b, conversation } = await fixture.direct();
      const group = await fixture.group(a, b);
      const other = await fixture.another();
      const writing = writePairs(fixture, other, [conversation.id, group.id], a);
      const range = { after: 0, before: 0, limit: 1000, mark: 0 };
      const ranges = [conversation.id, group.id].map((id) => ({ ...range, conversation: id }));
      let isWriting = true;
      const written = writing.finally(() => (isWriting = false));
      while (isWriting) {
        const [one, two] = await fixture.store.log.pull(b, ranges, 1e7);
        assert.equal((one?.head ?? 0) + 1, two?.head, 'the group has one message more: that it was made');
      }
      await written;
    },
  },
];

function statuses(outcomes: readonly ({ readonly status: string } | undefined)[]): string[] {
  return outcomes.map((outcome) => outcome?.status ?? 'none').toSorted();
}

function account(name: string): Parameters<typeof userQueries.createUser>[0] {
  return {
    name,
    nameKey: name,
    displayName: '',
    passwordHash: undefined,
    admin: 'if-first',
    createdAt: TIME,
  };
}

async function writePairs(
  fixture: Fixture,
  store: Store,
  ids: readonly number[],
  sender: number,
): Promise<void> {
  for (let round = 0; round < 30; round++) {
    await store.log.append(await Promise.all(ids.map((id) => fixture.message(id, sender, `${round}`))));
  }
}

async function useUp(fixture: Fixture): Promise<void> {
  const users = await fixture.users('Ann', 'Bob', 'Cat', 'Dan', 'Eve', 'Fay');
  const [owner = 0, ...others] = users;
  const { id } = await fixture.group(owner);
  const invite = await fixture.store.run(
    inviteQueries.createInvite,
    {
      conversation: id,
      createdBy: owner,
      createdAt: TIME,
      expiresAt: 0,
      maxUses: 3,
      tokenHash: bytes('token'),
    },
    MOST_INVITES,
  );
  assert.ok(typeof invite === 'object');
  const stores = [fixture.store, await fixture.another()];
  const join = async (user: number, store: Store): Promise<string> => {
    for (;;) {
      const effect = { type: 'join', user, invite: invite.id } as const;
      const [outcome] = await store.log.append([await fixture.message(id, user, 'join', { effect })]);
      if (outcome?.status !== 'stale') return outcome?.status ?? '';
    }
  };
  const joined = await Promise.all(
    others.map((user, index) => join(user, stores[index % 2] ?? fixture.store)),
  );
  assert.equal(joined.filter((status) => status === 'appended').length, 3);
  assert.equal(joined.filter((status) => status === 'refused').length, 2);
  assert.partialDeepStrictEqual(await fixture.store.run(logQueries.getConversation, id), {
    head: 4,
    memberCount: 4,
  });
}

async function repeat(fixture: Fixture): Promise<void> {
  const { a, b, conversation } = await fixture.direct();
  const group = await fixture.group(a, b);
  const same = await together(fixture, async (store, round) => {
    const message = await fixture.message(conversation.id, a, 'once', { clientId: `same ${round}` });
    return store.log.append([message]);
  });
  for (const outcomes of same) {
    assert.deepEqual(statuses(outcomes.flat()), ['appended', 'repeated']);
  }
  const places = [conversation.id, group.id];
  const elsewhere = await together(fixture, async (store, round, which) => {
    const clientId = `elsewhere ${round}`;
    return store.log.append([await fixture.message(places[which] ?? 0, a, 'once', { clientId })]);
  });
  for (const outcomes of elsewhere) {
    assert.deepEqual(statuses(outcomes.flat()), ['appended', 'conflict']);
  }
}

/** One store writes what the other one forbids. Both must agree on the outcome. */
async function forbidWhileWriting(fixture: Fixture): Promise<void> {
  const { a, conversation } = await fixture.direct();
  const both = await together(fixture, async (store, round, which) => {
    const message = await fixture.message(conversation.id, a, 'once', { clientId: `either ${round}` });
    return which === 0 ? store.log.append([message]) : store.log.forbid([message]);
  });
  for (const outcomes of both) {
    const found = statuses(outcomes.flat());
    assert.ok(['appended,repeated', 'forbidden,forbidden'].includes(found.join()), found.join());
  }
}

/** Batches over the same conversations in opposite orders: no deadlock, no missing seq. */
async function crowd(fixture: Fixture): Promise<void> {
  const [a = 0, b = 0] = await fixture.users('Ann', 'Bob');
  const ids: number[] = [];
  for (let count = 0; count < 5; count++) ids.push((await fixture.group(a, b)).id);
  const stores = [fixture.store, await fixture.another(), await fixture.another()];
  const work = stores.map(async (store, which) => {
    const outcomes: AppendOutcome[] = [];
    for (let round = 0; round < 15; round++) {
      const order = (round + which) % 2 === 0 ? ids : ids.toReversed();
      const batch = await Promise.all(
        order.flatMap((id) => [fixture.message(id, a, 'x'), fixture.message(id, b, 'y')]),
      );
      outcomes.push(...(await store.log.append(batch)));
    }
    return outcomes;
  });
  const outcomes = (await Promise.all(work)).flat();
  assert.ok(outcomes.every(({ status }) => status === 'appended'));
  for (const id of ids) {
    const { messages } = await fixture.pull(a, { conversation: id, limit: 1000 });
    assert.deepEqual(
      messages.map(({ seq }) => seq),
      Array.from({ length: 1 + stores.length * 15 * 2 }, (_, index) => index + 1),
    );
  }
}
