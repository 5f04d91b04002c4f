/** What people say of themselves: who hears of it when, and until when it holds. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { systemClock } from '@posthorn/server';
import { inhabited, inhabitedTopology } from './support/inhabited.ts';
import { codeOf } from './support/people.ts';
import type { Person } from './support/people.ts';
import { TOPOLOGIES } from './support/topologies.ts';

const HOUR_MS = 3_600_000;

async function profileOf(asker: Person, { id }: Person) {
  const [user] = (await asker.client.call('getUsers', { ids: [id] })).users;
  assert.ok(user);
  return user;
}

for (const topology of TOPOLOGIES) {
  describe(`a profile, ${topology.name}`, () => {
    it('is told to those who watch, and to the other devices of its user, when it changes', async (t) => {
      const { here, there } = await inhabitedTopology(t, topology);
      const [romeo, phone] = [await here.join('romeo'), await there.join('romeo')];
      const [juliet, paris] = [await there.join('juliet'), await here.join('paris')];
      for (const each of [juliet, paris]) await each.client.call('watchPresence', { users: [romeo.id] });
      await romeo.client.call('block', { user: paris.id });
      const [statusUntil, busyUntil] = [Date.now() + HOUR_MS, Date.now() + 2 * HOUR_MS];
      const said = { statusText: 'under the balcony', statusEmoji: '🌹', statusUntil, busyUntil };
      const changed = await romeo.client.call('updateProfile', said);
      assert.partialDeepStrictEqual(changed, said);
      for (const each of [juliet, phone]) {
        await each.until(() => each.profiles.length > 0);
        assert.deepEqual(each.profiles[0], changed);
      }
      assert.deepEqual(await profileOf(juliet, romeo), changed);
      assert.deepEqual(await juliet.client.user('romeo'), changed, 'though it was asked for before');
      await romeo.client.call('updateProfile', { displayName: 'Montague' });
      await juliet.until(() => juliet.profiles.length > 1);
      assert.deepEqual(juliet.profiles[1], { ...changed, displayName: 'Montague' });
      assert.deepEqual([paris.profiles, romeo.profiles], [[], []]);
    });
  });
}

describe('a status', () => {
  it('is set as a whole', async (t) => {
    const { people } = await inhabited(t);
    const ann = await people.join('ann');
    const set = (status: object) => ann.client.call('updateProfile', status);
    const until = Date.now() + HOUR_MS;
    await set({ statusText: 'at lunch', statusEmoji: '🍝', statusUntil: until, busyUntil: until });
    const text = { statusText: 'back', statusEmoji: '', statusUntil: 0, busyUntil: until };
    assert.partialDeepStrictEqual(await set({ statusText: 'back' }), text);
    const emoji = { statusText: '', statusEmoji: '🏖️', statusUntil: 0, busyUntil: until };
    assert.partialDeepStrictEqual(await set({ statusEmoji: '🏖️' }), emoji);
    assert.partialDeepStrictEqual(await set({ displayName: 'Ann' }), emoji, 'as it was');
    assert.partialDeepStrictEqual(await set({ busyUntil: 0 }), { ...emoji, busyUntil: 0 });
    assert.partialDeepStrictEqual(await set({ statusText: '' }), { statusText: '', statusEmoji: '' });
  });

  it('ends at its time, and so does the wish not to be disturbed', async (t) => {
    const time = { ms: 1_700_000_000_000 };
    const { people } = await inhabited(t, {}, { clock: { ...systemClock, now: () => time.ms } });
    const [ann, bob] = [await people.join('ann'), await people.join('bob')];
    const statusUntil = time.ms + 1000;
    await ann.client.call('updateProfile', {
      statusText: 'at lunch',
      statusEmoji: '🍝',
      statusUntil,
      busyUntil: statusUntil + 1000,
    });
    time.ms = statusUntil - 1;
    assert.equal((await profileOf(bob, ann)).statusText, 'at lunch');
    time.ms = statusUntil;
    const over = { statusText: '', statusEmoji: '', statusUntil: 0, busyUntil: statusUntil + 1000 };
    assert.partialDeepStrictEqual(await profileOf(bob, ann), over);
    time.ms += 1000;
    assert.partialDeepStrictEqual(await profileOf(bob, ann), { ...over, busyUntil: 0 });
    const again = await ann.client.call('updateProfile', { statusEmoji: '☕' });
    assert.deepEqual([again.statusText, again.statusEmoji, again.statusUntil], ['', '☕', 0]);
  });

  it('that makes no sense is refused, and changes nothing', async (t) => {
    const { people } = await inhabited(t);
    const ann = await people.join('ann');
    const before = await profileOf(ann, ann);
    for (const status of [
      { statusEmoji: 'x' },
      { statusEmoji: '🍝🍝' },
      { statusText: 'two\nlines' },
      { statusText: 'over', statusUntil: 1 },
      { busyUntil: Date.now() - HOUR_MS },
    ]) {
      assert.equal(await codeOf(ann.client.call('updateProfile', status)), 'INVALID', JSON.stringify(status));
    }
    assert.equal(
      await codeOf(ann.client.call('updateProfile', { statusEmoji: '🍝'.repeat(99) })),
      'TOO_LARGE',
    );
    assert.deepEqual(await profileOf(ann, ann), before);
  });
});
