/** The list of conversations by last activity, exact mentions, and jumps. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import { decodeContent } from '@posthorn/protocol';
import type { ContentInit, ConversationKind } from '@posthorn/protocol';
import { inhabitedTopology } from './support/inhabited.ts';
import { nextMoment } from './support/moment.ts';
import { codeOf } from './support/people.ts';
import type { People, Person } from './support/people.ts';
import { TOPOLOGIES } from './support/topologies.ts';
import type { Topology } from './support/topologies.ts';
import { beat } from '@posthorn/testing/beat';

interface Stage {
  readonly url: string;
  readonly here: People;
  readonly ann: Person;
  readonly bob: Person;
  readonly cat: Person;
  readonly conversation: number;
}

async function stage(t: TestContext, topology: Topology): Promise<Stage> {
  const { place, here, there } = await inhabitedTopology(t, topology);
  const [ann, bob, cat] = [await here.join('ann'), await there.join('bob'), await there.join('cat')];
  const members = [bob.id, cat.id];
  const { id: conversation } = await ann.client.call('createGroup', { title: 'Verona', members });
  return { url: place.url('http', 0), here, ann, bob, cat, conversation };
}

async function say(who: Person, conversation: number, content: ContentInit | string): Promise<number> {
  await nextMoment();
  return (await who.client.send({ conversation }, content).done).seq;
}

async function numbers(who: Person, conversation: number): Promise<readonly number[]> {
  const { unread, mentions } = await who.client.call('getConversation', { conversation });
  return [unread, mentions];
}

async function listed(who: Person): Promise<readonly number[]> {
  const ids: number[] = [];
  for (let cursor = ''; ;) {
    const page = await who.client.call('listConversations', { byActivity: true, cursor, limit: 2 });
    ids.push(...page.conversations.map(({ id }) => id));
    if (page.next === '') return ids;
    cursor = page.next;
  }
}

for (const topology of TOPOLOGIES) {
  describe(`mentions, ${topology.name}`, () => {
    it('count by name, for all, and for those who are online, once each, until they are read', async (t) => {
      const { ann, bob, cat, conversation } = await stage(t, topology);
      await say(ann, conversation, { text: '@bob', mentions: [bob.id, ann.id] });
      await say(ann, conversation, { text: '@all @bob', mentions: [bob.id], mentionAll: 'everybody' });
      assert.deepEqual(await numbers(bob, conversation), [2, 2]);
      assert.deepEqual(await numbers(cat, conversation), [2, 1]);
      assert.deepEqual(await numbers(ann, conversation), [0, 0], 'nobody mentions oneself');
      await cat.client.close();
      await say(ann, conversation, { text: '@here', mentionAll: 'online' });
      assert.deepEqual(await numbers(bob, conversation), [3, 3]);
      bob.client.markRead(conversation, 3);
      const isRead = () =>
        bob.client.call('getConversation', { conversation }).then(({ read }) => read === 3);
      while (!(await isRead())) await beat();
      assert.deepEqual(await numbers(bob, conversation), [1, 1]);
      await say(bob, conversation, 'yes?');
      assert.deepEqual(await numbers(bob, conversation), [0, 0], 'who answers has read');
    });

    it('are not of those who were away when those who were there were mentioned', async (t) => {
      const { here, ann, cat, conversation } = await stage(t, topology);
      await cat.client.close();
      const gone = () => ann.client.call('listOnline', {}).then(({ users }) => users.length < 3);
      while (!(await gone())) await beat();
      await say(ann, conversation, { text: '@here', mentionAll: 'online' });
      const again = await here.join('cat');
      assert.deepEqual(await numbers(again, conversation), [1, 0]);
    });

    it('come and go with an edit, go with a recall, and count in threads', async (t) => {
      const { ann, bob, conversation } = await stage(t, topology);
      const target = await say(ann, conversation, 'who?');
      assert.deepEqual(await numbers(bob, conversation), [1, 0]);
      const edit = (mentions: readonly number[]): ContentInit => ({
        kind: { case: 'edit', value: { target, text: 'you', mentions } },
      });
      await say(ann, conversation, edit([bob.id]));
      assert.deepEqual(await numbers(bob, conversation), [1, 1]);
      await say(ann, conversation, edit([]));
      assert.deepEqual(await numbers(bob, conversation), [1, 0]);
      await say(ann, conversation, edit([bob.id]));
      await say(ann, conversation, { kind: { case: 'recall', value: { target } } });
      assert.deepEqual(await numbers(bob, conversation), [0, 0]);
      const question = await say(ann, conversation, 'a question');
      await say(ann, conversation, { text: '@bob', thread: question, mentions: [bob.id] });
      assert.deepEqual(await numbers(bob, conversation), [1, 1]);
    });

    it('by whoever may not are refused', async (t) => {
      const { ann, bob, conversation } = await stage(t, topology);
      await ann.client.call('setGroup', { conversation, settings: { mentionAll: 'admin' } });
      for (const mentionAll of ['everybody', 'online'] as const) {
        assert.equal(await codeOf(say(bob, conversation, { text: 'hear', mentionAll })), 'FORBIDDEN');
      }
      assert.deepEqual(await numbers(ann, conversation), [0, 0]);
    });
  });

  describe(`a list by last activity, ${topology.name}`, () => {
    it('begins with the newest, and shows what was said last', async (t) => {
      const { ann, bob, conversation } = await stage(t, topology);
      const others: number[] = [];
      for (const title of ['Padua', 'Mantua', 'Venice']) {
        others.push((await ann.client.call('createGroup', { title, members: [bob.id] })).id);
      }
      const [padua = 0, mantua = 0, venice = 0] = others;
      const groups = async (who: Person): Promise<readonly number[]> =>
        (await listed(who)).filter((id) => [conversation, ...others].includes(id));
      await say(ann, mantua, 'one');
      await say(ann, conversation, 'two');
      await say(ann, padua, 'three');
      const before = await groups(bob);
      assert.deepEqual(
        before.filter((id) => id !== venice),
        [padua, conversation, mantua],
      );
      await say(ann, conversation, { kind: { case: 'reaction', value: { target: 2, emoji: '👍' } } });
      await ann.client.call('rename', { conversation: venice, title: 'Venezia' });
      assert.deepEqual(await groups(bob), before, 'what does not count moves nothing');
      const { conversations } = await bob.client.call('listConversations', { byActivity: true });
      const texts = conversations.map(
        ({ lastMessage }) => lastMessage && decodeContent(lastMessage.content).text,
      );
      assert.deepEqual(
        texts.filter((text) => text !== undefined),
        ['three', 'two', 'one'],
      );
    });

    it('goes on where a page has ended, whatever becomes active meanwhile', async (t) => {
      const { ann, bob, conversation } = await stage(t, topology);
      const { id: padua } = await ann.client.call('createGroup', { title: 'Padua', members: [bob.id] });
      const { id: mantua } = await ann.client.call('createGroup', { title: 'Mantua', members: [bob.id] });
      for (const each of [conversation, padua, mantua]) await say(ann, each, 'hello');
      const first = await bob.client.call('listConversations', { byActivity: true, limit: 1 });
      assert.deepEqual(
        first.conversations.map(({ id }) => id),
        [mantua],
      );
      await say(ann, conversation, 'up');
      const second = await bob.client.call('listConversations', {
        byActivity: true,
        limit: 1,
        cursor: first.next,
      });
      assert.deepEqual(
        second.conversations.map(({ id }) => id),
        [padua],
      );
      assert.equal((await listed(bob))[0], conversation);
      assert.equal(
        await codeOf(bob.client.call('listConversations', { byActivity: true, cursor: '7' })),
        'INVALID',
      );
    });
  });

  describe(`jumps, ${topology.name}`, () => {
    it('lead to the first unread message, the next mention, and a time', async (t) => {
      const { url, here, ann, bob, cat, conversation } = await stage(t, topology);
      const locate = async (landmark: 'unread' | 'mention' | 'time', after = 0): Promise<number> =>
        (await bob.client.call('locate', { conversation, landmark, after })).seq;
      assert.deepEqual([await locate('unread'), await locate('mention')], [0, 0]);
      await ann.client.call('rename', { conversation, title: 'Mantua' });
      const first = await say(ann, conversation, 'one');
      await say(ann, conversation, { kind: { case: 'reaction', value: { target: first, emoji: '👍' } } });
      const named = await say(ann, conversation, { text: '@bob', mentions: [bob.id] });
      const all = await say(ann, conversation, { text: '@all', mentionAll: 'everybody' });
      assert.equal(await locate('unread'), first);
      assert.equal(await locate('mention'), named);
      assert.equal(await locate('mention', named), all);
      assert.equal(await locate('mention', all), 0);
      const [at] = await bob.client.history(conversation, { after: named - 1, limit: 1 });
      const time = at?.time ?? 0;
      const found = await locate('time', time);
      const page = await bob.client.history(conversation, { after: found - 2, limit: 2 });
      assert.ok(page.some((each) => each.seq === found && each.time >= time));
      assert.ok(!page.some((each) => each.seq < found && each.time >= time));
      assert.equal(await locate('time', 0), 1);
      assert.equal(await locate('time', time + 3_600_000), 0);
      const headers = { authorization: `Bearer ${await here.tokenOf('cat')}` };
      const answer = await fetch(`${url}/v1/conversations/${conversation}/locate?landmark=unread`, {
        headers,
      });
      assert.deepEqual(await answer.json(), { seq: first });
      const list = await fetch(`${url}/v1/conversations?byActivity=true&limit=1`, { headers });
      const { conversations } = (await list.json()) as {
        conversations: { id: number; kind: ConversationKind; mentions: number; unread: number }[];
      };
      assert.partialDeepStrictEqual(conversations, [{ id: conversation, mentions: 1, unread: 3 }]);
      await ann.client.call('removeMember', { conversation, user: cat.id });
      await say(ann, conversation, { text: 'a secret', mentionAll: 'everybody' });
      assert.deepEqual(await numbers(cat, conversation), [3, 1], 'nothing of what came later');
    });
  });
}
