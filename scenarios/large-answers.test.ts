/** No answer is larger than what a client takes, whatever was said, and whatever became of it. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import { encodeContent, encodePulled, LIMITS } from '@posthorn/protocol';
import type { State } from '@posthorn/protocol';
import { createMemoryStore, systemRandom } from '@posthorn/server';
import type { PreviewEffect } from '../packages/server/src/features/previews/effects.ts';
import type { Store } from '../packages/server/src/store/store.ts';
import { inhabited } from './support/inhabited.ts';
import type { Person } from './support/people.ts';

const LINK = 'https://verona.example/';
const MESSAGES = 16;
/** So much that sixteen of them are more than one answer may have. */
const LONG = 'x'.repeat(400_000);

/** Gives messages states that are much larger than what they say. */
async function preview(store: Store, conversation: number, seqs: readonly number[], sender: number) {
  const batch = seqs.map((target) => {
    const value = { target, url: LINK, title: `${target}`, description: LONG, site: '', picture: '' };
    const shown = { ...value, width: 0, height: 0 };
    const effect: PreviewEffect = { type: 'preview', preview: shown };
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
});
