/**
 * Lines about people: what they have read and keep for themselves, and how they stand to each other. "It" is what they have
 * received last.
 *
 * @module
 */
import assert from 'node:assert/strict';
import type { Line, Scene } from './scene.ts';

const RELATIONS: readonly Line[] = [
  [
    /^(\w+) (asks|accepts|drops) (\w+) as a contact$/,
    async (scene, who, verb, whom) => {
      const call = verb === 'drops' ? 'removeContact' : 'addContact';
      await scene.actor(who).call(call, { user: await scene.id(whom) });
    },
  ],
  [
    /^(\w+) (block|unblock)s (\w+)$/,
    async (scene, who, verb, whom) => {
      await scene.actor(who).call(verb === 'block' ? 'block' : 'unblock', { user: await scene.id(whom) });
    },
  ],
];

const READING: readonly Line[] = [
  [
    /^(\w+) has (\d+) unread in (\w+), which comes first$/,
    async (scene, who, count, group) => {
      const list = { byActivity: true, limit: 1 };
      const { conversations } = await scene.actor(who).call('listConversations', list);
      const first = { id: scene.group(group), unread: Number(count) };
      assert.partialDeepStrictEqual(conversations[0], first);
    },
  ],
  [
    /^(\w+) names (\w+) in (\w+): (.*)$/,
    async (scene, who, whom, group, text) => {
      const mentions = [await scene.id(whom)];
      const conversation = scene.group(group);
      assert.equal(await scene.actor(who).say({ conversation }, { text, mentions }), 'OK');
    },
  ],
  [
    /^(\w+) is named (\d+) times? in (\w+)$/,
    async (scene, who, count, group) => {
      const { mentions } = await scene
        .actor(who)
        .call('getConversation', { conversation: scene.group(group) });
      assert.equal(mentions, Number(count));
    },
  ],
  [
    /^(\w+) jumps to it as the (first unread|next mention)$/,
    async (scene, who, what) => {
      const { conversation, seq } = scene.last(who);
      const landmark = what === 'first unread' ? 'unread' : 'mention';
      assert.equal((await scene.actor(who).call('locate', { conversation, landmark })).seq, seq);
    },
  ],
  [
    /^(\w+) has read it$/,
    async (scene, who) => {
      const { conversation, seq } = scene.last(who);
      await scene.actor(who).call('moveCursors', { cursors: [{ conversation, read: seq }] });
    },
  ],
  [
    /^(\w+) sees that (\w+) has read it$/,
    async (scene, who, whom) => {
      const { conversation, seq } = scene.last(who);
      const user = await scene.id(whom);
      const { users } = await scene.actor(who).call('listReaders', { conversation, seq });
      assert.ok(users.some(({ id }) => id === user));
    },
  ],
  [
    /^(\w+) has (\d+) unread in its thread$/,
    async (scene, who, count) => {
      const { thread } = scene.last(who);
      const { messages } = await scene.actor(who).call('listThreads', {});
      const root = messages.find(({ seq }) => seq === thread);
      assert.equal(root?.state?.own?.unread, Number(count));
    },
  ],
  [/^(\w+) listens by CIM$/, (scene, who) => scene.listen(who)],
  [
    /^(\w+) reads from (\w+): (.*)$/,
    async (scene, who, from, text) =>
      assert.deepEqual(await scene.listener(who).next(), [await scene.id(from), text]),
  ],
];

const OWN: readonly Line[] = [
  [
    /^(\w+) keeps (\S+) as (.*)$/,
    async (scene, who, key, value) => {
      await scene.actor(who).call('setMine', { entries: [{ key: keyOf(scene, who, key), value }] });
    },
  ],
  [
    /^(\w+) finds (\S+) as (.*)$/,
    async (scene, who, key, value) => {
      const { entries } = await scene.actor(who).call('getMine', { prefix: keyOf(scene, who, key) });
      assert.deepEqual(
        entries.map((each) => each.value),
        value === 'nothing' ? [] : [value],
      );
    },
  ],
  [
    /^(\w+) is not to be disturbed: (.*)$/,
    async (scene, who, statusText) => {
      const busyUntil = Date.now() + 3_600_000;
      await scene.actor(who).call('updateProfile', { statusText, busyUntil });
    },
  ],
  [
    /^(\w+) sees that (\w+) is not to be disturbed: (.*)$/,
    async (scene, who, whom, statusText) => {
      const { users } = await scene.actor(who).call('getUsers', { ids: [await scene.id(whom)] });
      assert.equal(users[0]?.statusText, statusText);
      assert.ok(users[0].busyUntil > Date.now());
    },
  ],
];

export const PEOPLE_LINES: readonly Line[] = [...RELATIONS, ...READING, ...OWN];

/** `here` is the conversation of what was received last, and `it` its seq there. */
function keyOf(scene: Scene, who: string, key = ''): string {
  const { conversation, seq } = scene.last(who);
  return key.replace('/here', `/${conversation}`).replace('/it', `/${seq}`);
}
