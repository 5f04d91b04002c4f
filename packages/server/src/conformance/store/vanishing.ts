/**
 * Messages that vanish.
 *
 * @module
 */
import { decodeContent, decodeState, encodeContent } from '@posthorn/protocol';
import type { ContentInit } from '@posthorn/protocol';
import type { VanishEffect, VanishLaterEffect } from '../../features/vanishing/effects.ts';
import { dropVanishing, dueVanishing } from '../../features/vanishing/queries.ts';
import type { VanishingRecord } from '../../features/vanishing/queries.ts';
import { closeRoom, ensureRoom, getConversation } from '../../store/log/conversations.ts';
import type { AppendOutcome } from '../../store/log/log.ts';
import type { Effect } from '../../store/log/records.ts';
import assert from 'node:assert/strict';
import { TIME } from './case.ts';
import type { Fixture, StoreCase } from './case.ts';

const AFTER_MS = 60_000;
const START = { id: 0, due: 0 };

const LATER: VanishLaterEffect = { type: 'vanish-later', afterMs: AFTER_MS };

/** Appends content with an effect, at a time. */
async function say(
  fixture: Fixture,
  [conversation, sender]: readonly [number, number],
  { content, effect, time = TIME }: { content: ContentInit; effect?: Effect; time?: number },
): Promise<AppendOutcome> {
  const message = await fixture.message(conversation, sender, '', { time, effect });
  return fixture.append({ ...message, content: encodeContent(content) });
}

function edit(target: number, text: string): { readonly content: ContentInit; readonly effect: Effect } {
  const effect = { type: 'edit', target, seesFrom: 1, withinMs: 0, mentioned: [] };
  return { content: { kind: { case: 'edit', value: { target, text } } }, effect };
}

function vanish(target: number): { readonly content: ContentInit; readonly effect: VanishEffect } {
  const content = { kind: { case: 'recall', value: { target } } } as const;
  return { content, effect: { type: 'vanish', target } };
}

function due(fixture: Fixture, now: number, after = START, limit = 10): Promise<readonly VanishingRecord[]> {
  return fixture.store.run(dueVanishing, { now, after, limit });
}

export const vanishingCases: readonly StoreCase[] = [
  {
    name: 'a message that vanishes says when, whatever is made of it, and is then gone with its edits, once',
    async run(fixture) {
      const { a, b, conversation } = await fixture.direct();
      const place = [conversation.id, a] as const;
      const first = await say(fixture, place, { content: { text: 'secret' }, effect: LATER });
      assert.ok(first.status === 'appended' && first.state !== undefined);
      const state = { seq: 1, through: 1, vanishesAt: TIME + AFTER_MS };
      assert.partialDeepStrictEqual(decodeState(first.state), state);
      const edited = await say(fixture, place, edit(1, 'secret too'));
      assert.ok(edited.status === 'appended' && edited.state !== undefined);
      assert.partialDeepStrictEqual(decodeState(edited.state), { ...state, through: 2, edited: 2 });
      assert.equal((await say(fixture, place, vanish(1))).status, 'appended');
      assert.partialDeepStrictEqual(await say(fixture, place, vanish(1)), { status: 'refused' });
      const { messages } = await fixture.pull(b, { conversation: conversation.id });
      const said = messages.map(({ content }) => decodeContent(content));
      assert.partialDeepStrictEqual(said, [
        { text: 'This message has vanished.', kind: { case: 'recalled', value: { by: 0 } } },
        { kind: { case: 'edit', value: { target: 1, text: '' } } },
        { kind: { case: 'recall' } },
      ]);
      assert.deepEqual(await due(fixture, TIME + AFTER_MS), []);
    },
  },
  {
    name: 'what two routers let vanish at once vanishes once',
    needs: 'shared',
    async run(fixture) {
      const { a, conversation } = await fixture.direct();
      const place = [conversation.id, a] as const;
      const other = await fixture.another();
      for (let target = 1; target < 20; target += 2) {
        await say(fixture, place, { content: { text: 'secret' }, effect: LATER });
        const { content, effect } = vanish(target);
        const message = await fixture.message(conversation.id, a, '', { effect });
        const append = { ...message, content: encodeContent(content) };
        const outcomes = await Promise.all([
          fixture.append(append),
          other.log.append([{ ...append, clientId: `${append.clientId} too` }]),
        ]);
        const statuses = outcomes.flat().map(({ status }) => status);
        assert.deepEqual(statuses.toSorted(), ['appended', 'refused']);
      }
    },
  },
  {
    name: 'what vanishes is found when it is due, in pages, until it has vanished or is dropped',
    async run(fixture) {
      const { a, conversation } = await fixture.direct();
      const place = [conversation.id, a] as const;
      for (const delay of [2, 0, 1, 1]) {
        await say(fixture, place, { content: { text: 'secret' }, effect: LATER, time: TIME + delay });
      }
      const seqs = (found: readonly VanishingRecord[]): readonly number[] => found.map(({ seq }) => seq);
      const now = TIME + AFTER_MS;
      assert.deepEqual(seqs(await due(fixture, now - 1)), []);
      assert.deepEqual(seqs(await due(fixture, now + 1)), [2, 3, 4]);
      const page = await due(fixture, now + 2, START, 2);
      assert.deepEqual(seqs(page), [2, 3]);
      assert.deepEqual(seqs(await due(fixture, now + 2, page.at(-1))), [4, 1]);
      assert.partialDeepStrictEqual(page[0], { conversation: conversation.id, due: now });
      await fixture.store.run(
        dropVanishing,
        page.map(({ id }) => id),
      );
      assert.deepEqual(seqs(await due(fixture, now + 2)), [4, 1]);
    },
  },
  {
    name: 'what vanishes in a room that is closed is found when the room is open again',
    async run(fixture) {
      const { store } = fixture;
      const [a = 0] = await fixture.users('Romeo');
      const { id } = await store.run(ensureRoom, 'Lobby');
      await say(fixture, [id, a], { content: { text: 'secret' }, effect: LATER });
      await store.run(closeRoom, 'Lobby');
      assert.deepEqual(await due(fixture, TIME + AFTER_MS), []);
      await store.run(ensureRoom, 'Lobby');
      assert.partialDeepStrictEqual(await due(fixture, TIME + AFTER_MS), [{ conversation: id, seq: 1 }]);
    },
  },
  {
    name: 'a conversation keeps after how long what is said in it vanishes',
    async run(fixture) {
      const { store } = fixture;
      const { a, conversation } = await fixture.direct();
      assert.equal(conversation.vanishAfterMs, 0);
      const late = await fixture.message(conversation.id, a, 'authorised before');
      await fixture.change(conversation.id, a, { type: 'set-vanishing', afterMs: AFTER_MS });
      assert.equal((await fixture.append(late)).status, 'stale');
      assert.equal((await store.run(getConversation, conversation.id))?.vanishAfterMs, AFTER_MS);
    },
  },
];
