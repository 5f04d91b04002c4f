/**
 * Lines about what is said, and what becomes of it. "It" is what somebody has received last.
 *
 * @module
 */
import assert from 'node:assert/strict';
import type { ContentInit } from '@posthorn/protocol';
import type { Line, Scene } from './scene.ts';

/** How much later something is sent. */
const MOMENT_MS = 300;

export const MESSAGE_LINES: readonly Line[] = [
  [
    /^(\w+) schedules to (\w+): (.*)$/,
    async (scene, who, to, text) => {
      const target = { case: 'user', value: await scene.id(to) } as const;
      const at = Date.now() + MOMENT_MS;
      await scene.actor(who).call('schedule', { target, at, content: { text } });
    },
  ],
  [
    /^(\w+) says in its thread: (.*)$/,
    async (scene, who, text) => {
      const { conversation, seq, thread } = scene.last(who);
      assert.equal(await scene.actor(who).say({ conversation }, { text, thread: thread || seq }), 'OK');
    },
  ],
  [
    /^(\w+) asks (\w+) to choose: (.*): (.*)$/,
    async (scene, who, to, text, options) => {
      const kind = { case: 'poll', value: { options: options.split(' or ') } } as const;
      assert.equal(await scene.actor(who).say({ to: await scene.id(to) }, { text, kind }), 'OK');
    },
  ],
  [
    /^(\w+) votes for (\w+)(?: \(refused: (\w+)\))?$/,
    async (scene, who, option, refusal) => {
      const { conversation, seq: target, options } = scene.last(who);
      const choices = [options.indexOf(option)];
      const content = { kind: { case: 'vote', value: { target, choices } } } as const;
      assert.equal(await scene.actor(who).say({ conversation }, content), refusal || 'OK');
    },
  ],
  [
    /^(\w+) sees (?:(\d+) for (\w+)|the end of the poll)$/,
    (scene, who, count, option) => tally(scene, who, { count, option }),
  ],
  [
    /^(\w+) ends the poll$/,
    async (scene, who) => {
      const { conversation, seq: target } = scene.last(who);
      const content = { kind: { case: 'closePoll', value: { target } } } as const;
      assert.equal(await scene.actor(who).say({ conversation }, content), 'OK');
    },
  ],
  [/^(\w+) forwards it to (\w+)$/, (scene, who, to) => forward(scene, who, to)],
  [
    /^(\w+) edits it: (.*)$/,
    (scene, who, text) =>
      say(scene, who, (target) => ({ kind: { case: 'edit', value: { target, text: text ?? '' } } })),
  ],
  [
    /^(\w+) takes it back$/,
    (scene, who) => say(scene, who, (target) => ({ kind: { case: 'recall', value: { target } } })),
  ],
  [
    /^(\w+) gives it (\S+)$/,
    (scene, who, emoji) =>
      say(scene, who, (target) => ({ kind: { case: 'reaction', value: { target, emoji } } })),
  ],
  [
    /^(\w+) pins it$/,
    (scene, who) => say(scene, who, (target) => ({ kind: { case: 'pin', value: { target } } })),
  ],
  [/^(\w+) answers it: (.*)$/, (scene, who, text) => say(scene, who, (replyTo) => ({ text, replyTo }))],
  [
    /^(\w+) sees it edited: (.*)$/,
    async (scene, who, text) => {
      const { state, edited } = await scene.change(who);
      assert.equal(edited, text);
      assert.ok(state.edited > 0);
    },
  ],
  [
    /^(\w+) sees it taken back$/,
    async (scene, who) => assert.ok((await scene.change(who)).state.recalled > 0),
  ],
  [/^(\w+) sees it pinned$/, async (scene, who) => assert.ok((await scene.change(who)).state.pinned > 0)],
  [
    /^(\w+) sees (\d+) (\S+) on it$/,
    async (scene, who, count, emoji) => {
      const { reactions } = (await scene.change(who)).state;
      assert.equal(reactions.find((each) => each.emoji === emoji)?.count, Number(count));
    },
  ],
  [
    /^(\w+) has received an answer to what (\w+) has received$/,
    async (scene, who, from) => assert.equal(scene.last(who).replyTo, scene.last(from).seq),
  ],
  [
    /^(\w+) sees that it vanishes$/,
    async (scene, who) => assert.ok((scene.last(who).state?.vanishesAt ?? 0) > 0),
  ],
];

async function say(scene: Scene, who: string, content: (seq: number) => ContentInit): Promise<void> {
  const { conversation, seq } = scene.last(who);
  assert.equal(await scene.actor(who).say({ conversation }, content(seq)), 'OK');
}

/** How the poll stands after what somebody else does next. */
async function tally(
  scene: Scene,
  who: string,
  { count, option }: { readonly count: string; readonly option: string },
): Promise<void> {
  const { poll } = (await scene.change(who)).state;
  if (option === '') assert.equal(poll?.closed, true);
  else assert.equal(poll?.votes[scene.last(who).options.indexOf(option)], Number(count));
}

async function forward(scene: Scene, who: string, to: string): Promise<void> {
  const { conversation, seq } = scene.last(who);
  const target = { case: 'to', value: await scene.id(to) } as const;
  await scene.actor(who).call('forwardMessages', { conversation, seqs: [seq], target });
}
