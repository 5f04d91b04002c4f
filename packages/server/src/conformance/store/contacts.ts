/**
 * Cases on contacts.
 *
 * @module
 */
import assert from 'node:assert/strict';
import type { UserRecord } from '../../features/accounts/user-records.ts';
import type { ContactEffect } from '../../features/contacts/effects.ts';
import * as contactQueries from '../../features/contacts/queries.ts';
import * as privacyQueries from '../../features/people/privacy-queries.ts';
import type { AppendOutcome } from '../../store/log/log.ts';
import type { Store } from '../../store/store.ts';
import type { Fixture, StoreCase } from './case.ts';

const ROUNDS = 8;
const PER_DAY = 3;

/** Makes a step of `user`, with a message in the inbox of `other`. */
async function step(
  fixture: Fixture,
  [user, other]: readonly [UserRecord, UserRecord],
  does: ContactEffect['does'],
  store: Store = fixture.store,
): Promise<string> {
  const effect: ContactEffect = {
    type: 'contact',
    other: other.id,
    does,
    text: `${user.name} asks`,
    perDay: PER_DAY,
  };
  const message = await fixture.message(other.inbox, user.id, does, { effect });
  for (;;) {
    const [outcome] = await store.log.append([message]);
    if (outcome?.status !== 'stale') return outcomeOf(outcome);
  }
}

function outcomeOf(outcome: AppendOutcome | undefined): string {
  return outcome?.status === 'refused' ? outcome.code : (outcome?.status ?? 'none');
}

async function stands(store: Store, a: UserRecord, b: UserRecord): Promise<readonly unknown[]> {
  const [his, hers] = [
    await store.run(contactQueries.contact, a.id, b.id),
    await store.run(contactQueries.contact, b.id, a.id),
  ];
  return [his?.state, hers?.state];
}

async function two(fixture: Fixture): Promise<readonly [UserRecord, UserRecord]> {
  return [await fixture.user('Romeo'), await fixture.user('Juliet')];
}

export const contactCases: readonly StoreCase[] = [
  {
    name: 'lets users ask, accept and end it, with the message that tells of it, and only as they stand to each other',
    async run(fixture) {
      const { store } = fixture;
      const [romeo, juliet] = await two(fixture);
      const isContact = (): Promise<boolean> => store.run(privacyQueries.isContact, romeo.id, juliet.id);
      assert.equal(await step(fixture, [romeo, juliet], 'accept'), 'CONFLICT');
      assert.equal(await step(fixture, [romeo, juliet], 'end'), 'CONFLICT');
      assert.equal(await step(fixture, [romeo, juliet], 'ask'), 'appended');
      assert.deepEqual(await stands(store, romeo, juliet), ['asked', 'asking']);
      for (const [pair, does] of [
        [[romeo, juliet], 'ask'],
        [[juliet, romeo], 'ask'],
        [[romeo, juliet], 'accept'],
      ] as const)
        assert.equal(await step(fixture, pair, does), 'CONFLICT');
      assert.equal(await isContact(), false);
      assert.equal(await step(fixture, [juliet, romeo], 'accept'), 'appended');
      assert.deepEqual([await stands(store, romeo, juliet), await isContact()], [['mutual', 'mutual'], true]);
      const listed = await store.run(contactQueries.contacts, romeo.id, 'mutual', 0, 10);
      assert.partialDeepStrictEqual(listed, [{ user: juliet.id, text: 'Romeo asks', by: juliet.id }]);
      assert.deepEqual(await store.run(contactQueries.contacts, romeo.id, 'asked', 0, 10), []);
      assert.equal(await step(fixture, [romeo, juliet], 'end'), 'appended');
      assert.deepEqual(
        [await stands(store, romeo, juliet), await isContact()],
        [[undefined, undefined], false],
      );
      assert.deepEqual(
        await fixture.seqs(juliet.id, juliet.inbox),
        [1, 2],
        'what was refused is not written',
      );
    },
  },
  {
    name: 'bounds how many users somebody asks on a day, and forgets the contacts of one who is erased',
    async run(fixture) {
      const { store } = fixture;
      const romeo = await fixture.user('Romeo');
      const others: UserRecord[] = [];
      for (let count = 0; count <= PER_DAY; count++) others.push(await fixture.user(`Juliet ${count}`));
      const outcomes: string[] = [];
      for (const other of others) outcomes.push(await step(fixture, [romeo, other], 'ask'));
      assert.deepEqual(outcomes, [...Array.from({ length: PER_DAY }, () => 'appended'), 'RATE_LIMITED']);
      assert.equal(await store.run(contactQueries.mostContacts, [romeo.id, others[0]?.id ?? 0]), PER_DAY);
      await store.run(contactQueries.eraseContacts, romeo.id);
      for (const other of others) assert.deepEqual(await stands(store, romeo, other), [undefined, undefined]);
    },
  },
  {
    name: 'lets one be first of two processes that make the same step',
    needs: 'shared',
    async run(fixture) {
      const other = await fixture.another();
      for (let round = 0; round < ROUNDS; round++) {
        const [romeo, juliet] = [await fixture.user(`Romeo ${round}`), await fixture.user(`Juliet ${round}`)];
        const asked = await Promise.all([
          step(fixture, [romeo, juliet], 'ask'),
          step(fixture, [juliet, romeo], 'ask', other),
        ]);
        assert.deepEqual(asked.sort(), ['CONFLICT', 'appended']);
        const [state] = await stands(fixture.store, romeo, juliet);
        const accepting = state === 'asking' ? ([romeo, juliet] as const) : ([juliet, romeo] as const);
        const ended = await Promise.all([
          step(fixture, accepting, 'accept'),
          step(fixture, [romeo, juliet], 'end', other),
          step(fixture, [juliet, romeo], 'end'),
        ]);
        assert.equal(ended.slice(1).filter((outcome) => outcome === 'appended').length, 1);
        assert.deepEqual(await stands(other, romeo, juliet), [undefined, undefined]);
      }
    },
  },
];
