/** No answer is larger than what a client takes, whatever was said, and whatever became of it. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import { encodeContent, encodePulled, LIMITS } from '@posthorn/protocol';
import type { ContentInit, State } from '@posthorn/protocol';
import { createMemoryStore, systemRandom } from '@posthorn/server';
import type { PreviewEffect } from '../packages/server/src/features/previews/effects.ts';
import type { Store } from '../packages/server/src/store/store.ts';
import { inhabited } from './support/inhabited.ts';
import type { Person } from './support/people.ts';

const LINK = 'https://verona.example/';
/** Near the most that a message may say. */
const LARGE: ContentInit = {
  text: 'x'.repeat(LIMITS.maxTextBytes),
  kind: { case: 'custom', value: { type: 'large', data: new Uint8Array(LIMITS.maxCustomDataBytes) } },
};
const MESSAGES = 16;
/** So much that sixteen of them are more than one answer may have. */
const LONG = 'x'.repeat(400_000);

/** Gives messages states that are much larger than what they say. */
async function preview(store: Store, conversation: number, seqs: readonly number[], sender: number) {
  const batch = seqs.map((target) => {
    const value = { target, url: LINK, title: `${target}`, description: LONG, site: '', picture: '' };
    const shown = { ...value, width: 0, height: 0 };
    const effect: PreviewEffect = { type: 'preview', preview: shown, edited: 0 };
    const content = encodeContent({ kind: { case: 'preview', value: { target } } });
    return {
      conversation,
      sender,
      clientId: `p${target}`,
      time: 1,
      content,
      counts: false,
      effect,
      version: 1,
    };
  });
  for (const { status } of await store.log.append(batch)) assert.equal(status, 'appended');
}

async function place(t: TestContext) {
  const store = createMemoryStore({ random: systemRandom });
  const { people } = await inhabited(t, {}, { store });
  const [ann, bob] = [await people.join('ann'), await people.join('bob')];
  const { id } = await ann.client.call('openDirect', { user: bob.id });
  return { store, ann, bob, id };
}

interface Page {
  readonly seqs: readonly number[];
  readonly states: readonly State[];
}

/** All pages of a conversation, each of which a client can take. */
async function pages({ client }: Person, conversation: number, from: { after: number } | { before: number }) {
  const found: Page[] = [];
  for (let place = from; ;) {
    const pulled = await client.call('pull', { ranges: [{ conversation, ...place, limit: 1000 }] });
    assert.ok(encodePulled(pulled).length < LIMITS.maxServerFrameBytes);
    const [batch] = pulled.batches;
    assert.ok(batch !== undefined);
    found.push({
      seqs: batch.messages.map(({ seq }) => seq),
      states: [...batch.messages.flatMap(({ state }) => state ?? []), ...batch.states],
    });
    if (!batch.more) return found;
    place = 'after' in place ? { after: batch.through } : { before: batch.through };
  }
}

describe('an answer', () => {
  it('has as many messages as there is room for with what became of them, and goes on behind', async (t) => {
    const { store, ann, bob, id } = await place(t);
    const said = Array.from({ length: MESSAGES }, () => ann.client.send({ conversation: id }, LINK).done);
    const seqs = (await Promise.all(said)).map(({ seq }) => seq);
    await preview(store, id, seqs, ann.id);
    const all = Array.from({ length: 2 * MESSAGES }, (_, index) => index + 1);
    for (const [from, wanted] of [
      [{ after: 0 }, all],
      [{ before: 2 * MESSAGES + 1 }, all],
      // Of the previews alone, whose messages are elsewhere.
      [{ after: MESSAGES }, all.slice(MESSAGES)],
    ] as const) {
      const found = await pages(bob, id, from);
      assert.ok(found.length > 1);
      const order = 'before' in from ? found.toReversed() : found;
      assert.deepEqual(
        order.flatMap((page) => page.seqs),
        wanted,
      );
      const told = new Set(found.flatMap(({ states }) => states.map(({ seq }) => seq)));
      assert.deepEqual(
        [...told].sort((a, b) => a - b),
        seqs,
      );
    }
  });

  it('has a part of a thread that there is room for', async (t) => {
    const { store, ann, bob, id } = await place(t);
    const { seq: root } = await ann.client.send({ conversation: id }, LINK).done;
    const reply = { text: LINK, thread: root };
    const said = Array.from({ length: MESSAGES }, () => ann.client.send({ conversation: id }, reply).done);
    const seqs = (await Promise.all(said)).map(({ seq }) => seq);
    await preview(store, id, [root, ...seqs], ann.id);
    const found: number[] = [];
    for (let cursor = ''; ;) {
      const page = await bob.client.call('listThread', { conversation: id, seq: root, cursor, limit: 200 });
      found.push(...page.messages.map(({ seq }) => seq));
      cursor = page.next;
      if (cursor === '') break;
    }
    assert.deepEqual(found, seqs);
  });

  for (const [what, method] of [
    ['messages that are pinned', 'listPins'],
    ['what a message said before', 'listEdits'],
    ['threads that one follows', 'listThreads'],
    ['conversations', 'listConversations'],
    ['conversations by activity', 'listConversations'],
  ] as const) {
    it(`has a part of ${what} that there is room for`, async (t) => {
      const { ann, id } = await place(t);
      const text = 'x'.repeat(LIMITS.maxTextBytes);
      const say = async (conversation: number, content: ContentInit): Promise<number> =>
        (await ann.client.send({ conversation }, content).done).seq;
      const first = await say(id, { text });
      const many = method === 'listEdits' || method === 'listPins' ? 80 : 40;
      for (let index = 1; index < many; index++) {
        if (method === 'listEdits') await say(id, { kind: { case: 'edit', value: { target: first, text } } });
        else if (method === 'listConversations') {
          const group = await ann.client.call('createGroup', { title: `${index}` });
          await say(group.id, LARGE);
        } else {
          const seq = await say(id, LARGE);
          if (method === 'listThreads') await say(id, { text: 'yes', thread: seq });
          else await say(id, { kind: { case: 'pin', value: { target: seq } } });
        }
      }
      const where = method === 'listPins' || method === 'listEdits' ? { conversation: id, seq: first } : {};
      const more = what.endsWith('activity') ? { byActivity: true } : {};
      const found = new Set<string>();
      let pages = 0;
      for (let cursor = ''; pages === 0 || cursor !== ''; pages++) {
        const answer = await ann.client.call(method, { ...where, ...more, cursor, limit: 200 });
        const items = 'messages' in answer ? answer.messages : answer.conversations;
        for (const each of items)
          found.add('seq' in each ? `${each.conversation} ${each.seq}` : `${each.id}`);
        cursor = answer.next;
      }
      assert.ok(pages > 1);
      assert.ok(found.size >= many - 1, `${found.size} of ${many}`);
    });
  }
});
