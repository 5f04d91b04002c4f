/**
 * Lines about groups: who is in them, how one comes in, and what one may do there.
 *
 * @module
 */
import assert from 'node:assert/strict';
import type { GroupSettingsInit } from '@posthorn/protocol';
import type { Line, Scene } from './scene.ts';

export const GROUP_LINES: readonly Line[] = [
  [
    /^(\w+) adds (\w+) to (\w+)$/,
    async (scene, who, whom, group) => {
      const users = [await scene.id(whom)];
      await scene.actor(who).call('addMembers', { conversation: scene.group(group), users });
    },
  ],
  [
    /^(\w+) removes (\w+) from (\w+)$/,
    async (scene, who, whom, group) => {
      const user = await scene.id(whom);
      await scene.actor(who).call('removeMember', { conversation: scene.group(group), user });
    },
  ],
  [
    /^(\w+) bans (\w+) from (\w+)$/,
    async (scene, who, whom, group) => {
      const user = await scene.id(whom);
      await scene.actor(who).call('removeMember', { conversation: scene.group(group), user, ban: true });
    },
  ],
  [
    /^(\w+) lets only admins write in (\w+)$/,
    (scene, who, group) => set(scene, who, group, { write: 'admin' }),
  ],
  [
    /^(\w+) lets everybody ask to join (\w+)$/,
    (scene, who, group) => set(scene, who, group, { join: 'approval' }),
  ],
  [/^(\w+) lets everybody join (\w+)$/, (scene, who, group) => set(scene, who, group, { join: 'open' })],
  [/^(\w+) closes (\w+)$/, (scene, who, group) => set(scene, who, group, { closed: true })],
  [
    /^(\w+) joins (\w+)$/,
    async (scene, who, group) => {
      await scene.actor(who).call('joinGroup', { conversation: scene.group(group) });
    },
  ],
  [
    /^(\w+) silences (\w+) in (\w+)$/,
    (scene, who, whom, group) => mute(scene, who, { whom, group, muted: true }),
  ],
  [
    /^(\w+) lets (\w+) speak in (\w+)$/,
    (scene, who, whom, group) => mute(scene, who, { whom, group, muted: false }),
  ],
  [
    /^(\w+) lets what is said in (\w+) vanish$/,
    async (scene, who, group) => {
      const conversation = scene.group(group);
      await scene.actor(who).call('setVanishing', { conversation, afterMs: 86_400_000 });
    },
  ],
  [
    /^(\w+) finds (\w+) in the directory$/,
    async (scene, who, title) => {
      const { conversations } = await scene.actor(who).call('listDirectory', { prefix: title });
      assert.ok(conversations.some(({ id }) => id === scene.group(title)));
    },
  ],
  [
    /^(\w+) asks to join (\w+)$/,
    async (scene, who, group) => {
      const request = { conversation: scene.group(group), text: 'let me in' };
      assert.equal((await scene.actor(who).call('joinGroup', request)).asked, true);
    },
  ],
  [
    /^(\w+) (lets|turns) (\w+) (?:into|away from) (\w+)$/,
    async (scene, who, verb, whom, group) => {
      const user = await scene.id(whom);
      const request = { conversation: scene.group(group), user, accept: verb === 'lets' };
      await scene.actor(who).call('settleJoin', request);
    },
  ],
  [
    /^(\w+) is called (\w+) in (\w+)$/,
    async (scene, who, nickname, group) => {
      await scene.actor(who).call('setNickname', { conversation: scene.group(group), nickname });
    },
  ],
  [
    /^(\w+) finds (\w+) as (\w+) in (\w+)$/,
    async (scene, who, whom, prefix, group) => {
      const request = { conversation: scene.group(group), prefix };
      const { members } = await scene.actor(who).call('listMembers', request);
      assert.deepEqual(
        members.map(({ user }) => user),
        [await scene.id(whom)],
      );
    },
  ],
];

async function mute(
  scene: Scene,
  who: string,
  { whom, group, muted }: { readonly whom: string; readonly group: string; readonly muted: boolean },
): Promise<void> {
  const user = await scene.id(whom);
  await scene.actor(who).call('muteMember', { conversation: scene.group(group), user, muted });
}

async function set(scene: Scene, who: string, group: string, settings: GroupSettingsInit): Promise<void> {
  await scene.actor(who).call('setGroup', { conversation: scene.group(group), settings });
}
