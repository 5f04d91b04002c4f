/** What a limit refuses one after the other it refuses at once as well; and what is refused costs others nothing. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createMemoryStore, silentLogger, systemRandom } from '@posthorn/server';
import type { Store } from '@posthorn/server';
import { views } from '../packages/server/src/features/conversations/queries.ts';
import { outdateDirects } from '../packages/server/src/features/people/privacy-queries.ts';
import { inhabited } from './support/inhabited.ts';
import { codeOf } from './support/people.ts';

/** How many there are of each. */
async function tally(codes: readonly Promise<string>[]): Promise<Readonly<Record<string, number>>> {
  const counts: Record<string, number> = {};
  for (const code of await Promise.all(codes)) counts[code] = (counts[code] ?? 0) + 1;
  return counts;
}

function times<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

/** A store, and how many calls of a query ran at once at most. */
function watching(watched: unknown): { readonly store: Store; readonly most: () => number } {
  const store = createMemoryStore({ random: systemRandom });
  let [running, most] = [0, 0];
  const run = store.run.bind(store);
  store.run = async (query, ...args) => {
    const isCounted = (query as unknown) === watched;
    if (isCounted) most = Math.max(most, ++running);
    try {
      return await run(query, ...args);
    } finally {
      if (isCounted) running--;
    }
  };
  return { store, most: () => most };
}

describe('a limit holds for requests at once', () => {
  it('of lists of conversations: two of a user, however many connections', async (t) => {
    const { store, most } = watching(views);
    const { people } = await inhabited(t, {}, { store });
    const [eve, bob] = [await people.join('eve'), await people.join('bob')];
    await eve.client.send({ to: bob.id }, 'hello').done;
    await Promise.all(times(30, () => eve.client.call('listConversations', {})));
    assert.equal(most(), 2);
  });

  it('of open reports', async (t) => {
    const { people } = await inhabited(t);
    const [eve, bob] = [await people.join('eve'), await people.join('bob')];
    const sent = await Promise.all(
      times(60, (index) => bob.client.send({ to: eve.id }, `message ${index}`).done),
    );
    const codes = sent.map((message) => codeOf(eve.client.call('reportAbuse', { ...message, reason: 'x' })));
    assert.deepEqual(await tally(codes), { OK: 50, LIMIT_EXCEEDED: 10 });
  });

  it('of the invites of a group', async (t) => {
    const { people } = await inhabited(t);
    const eve = await people.join('eve');
    const { id: conversation } = await eve.client.call('createGroup', { title: 'Invites' });
    const codes = times(120, () => codeOf(eve.client.call('createInvite', { conversation })));
    assert.deepEqual(await tally(codes), { OK: 100, LIMIT_EXCEEDED: 20 });
  });

  it('of changes that touch all direct conversations of somebody: one at a time', async (t) => {
    const { store, most } = watching(outdateDirects);
    const { people } = await inhabited(t, {}, { store });
    const eve = await people.join('eve');
    const levels = ['nobody', 'everyone'] as const;
    await Promise.all(
      times(20, (index) => eve.client.call('setPrivacy', { write: levels[index % 2] ?? 'nobody' })),
    );
    assert.equal(most(), 1);
  });
});

it('who comes and goes without end reads what was said in their last 500 stays', async (t) => {
  const { people } = await inhabited(t);
  const [ann, eve] = [await people.join('ann'), await people.join('eve')];
  const { id: conversation } = await ann.client.call('createGroup', { title: 'Revolving door' });
  const { token } = await ann.client.call('createInvite', { conversation });
  const firsts: number[] = [];
  for (let stay = 0; stay < 510; stay++) {
    await eve.client.call('joinByInvite', { token });
    const { seq } = await eve.client.call('leave', { conversation });
    firsts.push(seq);
  }
  const { first, head } = await eve.client.call('getConversation', { conversation });
  // The last stay, and 500 before it: the first of them began after the ninth ended.
  assert.ok(first > (firsts[8] ?? 0) && first <= (firsts[9] ?? 0), `${first}, not behind ${firsts[8]}`);
  assert.equal(head, firsts.at(-1));
});

it('a report that is repeated is said in the log once', async (t) => {
  const said: string[] = [];
  const logger = { ...silentLogger, info: (_fields: unknown, message: string) => void said.push(message) };
  const { people } = await inhabited(t, {}, { logger });
  const [eve, bob] = [await people.join('eve'), await people.join('bob')];
  await Promise.all(times(20, () => eve.client.call('reportAbuse', { user: bob.id, reason: 'x' })));
  assert.equal(said.filter((message) => message === 'abuse reported').length, 1);
});

it('who is refused the members and invites of a group makes nobody read it again', async (t) => {
  const store = createMemoryStore({ random: systemRandom });
  let reads = 0;
  const run = store.run.bind(store);
  store.run = (query, ...args) => {
    if (query.name === 'getConversation' || query.name === 'membersAmong') reads++;
    return run(query, ...args);
  };
  const { people } = await inhabited(t, {}, { store });
  const [ann, eve] = [await people.join('ann'), await people.join('eve')];
  const { id: conversation } = await ann.client.call('createGroup', { title: 'Ours' });
  /** Of a send after `first`: the fewest of several rounds, since what runs by itself may read too. */
  const readsOfSend = async (first: () => Promise<unknown>): Promise<number> => {
    const rounds: number[] = [];
    for (let round = 0; round < 5; round++) {
      await first();
      const before = reads;
      await ann.client.send({ conversation }, 'hello').done;
      rounds.push(reads - before);
    }
    return Math.min(...rounds);
  };
  const usual = await readsOfSend(async () => {});
  for (const name of ['listMembers', 'listInvites'] as const) {
    const refused = async (): Promise<void> =>
      assert.equal(await codeOf(eve.client.call(name, { conversation })), 'NOT_A_MEMBER');
    assert.equal(await readsOfSend(refused), usual, name);
  }
});
