/**
 * Cases on previews of links.
 *
 * @module
 */
import assert from 'node:assert/strict';
import { decodeState, encodeContent } from '@posthorn/protocol';
import type { ContentInit, Preview } from '@posthorn/protocol';
import * as previewQueries from '../../features/previews/queries.ts';
import type { AppendOutcome } from '../../store/log/log.ts';
import type { Effect } from '../../store/log/records.ts';
import { bytes, text, TIME } from './case.ts';
import type { Fixture, StoreCase } from './case.ts';

const LINK = 'https://verona.example/';

function previewOf(target: number, url: string, title: string): Preview {
  return { target, url, title, description: 'Two households', site: '', picture: '', width: 0, height: 0 };
}

/** A direct conversation, and how its first user says something and gets a preview. */
async function setUp(fixture: Fixture) {
  const { a, conversation } = await fixture.direct();
  const write = async (content: Uint8Array, effect?: Effect): Promise<AppendOutcome> =>
    fixture.append(
      await fixture.message(conversation.id, a, '', { content, effect, counts: effect === undefined }),
    );
  return {
    conversation: conversation.id,
    sender: a,
    write,
    say: (text: string, noPreview = false) => write(encodeContent({ text, noPreview })),
    add: (preview: Preview, edited = 0) =>
      write(encodeContent({ kind: { case: 'preview', value: preview } }), {
        type: 'preview',
        preview,
        edited,
      }),
    linked: (seq: number) => fixture.store.run(previewQueries.linkedMessage, conversation.id, seq),
  };
}

function previewsIn(outcome: AppendOutcome): readonly Preview[] {
  assert.ok(outcome.status === 'appended' && outcome.state !== undefined, outcome.status);
  return decodeState(outcome.state).previews;
}

function refusal(outcome: AppendOutcome): string {
  assert.equal(outcome.status, 'refused');
  return outcome.code;
}

export const previewCases: readonly StoreCase[] = [
  {
    name: 'folds a preview into the message whose link it shows, the newest one of each link',
    async run(fixture) {
      const { say, add, linked, sender } = await setUp(fixture);
      await say(`see ${LINK} and ${LINK}romeo`);
      const first = previewOf(1, LINK, 'Verona');
      assert.deepEqual(previewsIn(await add(first)), [first]);
      const second = previewOf(1, `${LINK}romeo`, 'Romeo');
      assert.deepEqual(previewsIn(await add(second)), [first, second]);
      const third = previewOf(1, LINK, 'Verona, again');
      assert.deepEqual(previewsIn(await add(third)), [second, third]);
      assert.deepEqual(await linked(1), {
        sender,
        text: `see ${LINK} and ${LINK}romeo`,
        edited: 0,
        urls: [second.url, third.url],
      });
    },
  },
  {
    name: 'refuses a preview of what is no message, or has no such link',
    async run(fixture) {
      const { say, add } = await setUp(fixture);
      await say(`see ${LINK}`);
      await add(previewOf(1, LINK, 'Verona'));
      assert.equal(refusal(await add(previewOf(1, 'https://mantua.example/', 'Mantua'))), 'NOT_FOUND');
      assert.equal(refusal(await add(previewOf(2, LINK, 'of an entry'))), 'INVALID');
      for (const target of [0, 3, 4])
        assert.equal(refusal(await add(previewOf(target, LINK, 'x'))), 'NOT_FOUND');
    },
  },
  {
    name: 'refuses a preview of a link that was edited in the meantime, also if the new one begins alike',
    async run(fixture) {
      const { say, add, write } = await setUp(fixture);
      await say(`see ${LINK}`);
      const text = `see ${LINK}romeo`;
      const effect = { type: 'edit', target: 1, seesFrom: 1, withinMs: 0, mentioned: [] };
      await write(encodeContent({ kind: { case: 'edit', value: { target: 1, text } } }), effect);
      assert.equal(refusal(await add(previewOf(1, LINK, 'Verona'))), 'NOT_FOUND');
      const second = previewOf(1, `${LINK}romeo`, 'Romeo');
      assert.deepEqual(previewsIn(await add(second, 2)), [second]);
    },
  },
  {
    name: 'lets a message be edited a hundred times, however many previews it got',
    async run(fixture) {
      const { say, conversation, sender } = await setUp(fixture);
      await say(`see ${LINK}`);
      const write = async (
        kind: ContentInit['kind'],
        effect: Effect,
        count: number,
      ): Promise<readonly string[]> => {
        const content = encodeContent({ kind });
        const all = Array.from({ length: count }, () =>
          fixture.message(conversation, sender, '', { content, effect, counts: false }),
        );
        return (await fixture.store.log.append(await Promise.all(all))).map(({ status }) => status);
      };
      const preview = previewOf(1, LINK, 'Verona');
      const shown = { type: 'preview', preview, edited: 0 };
      assert.ok(!(await write({ case: 'preview', value: preview }, shown, 100)).includes('refused'));
      const edit = { target: 1, text: `see ${LINK}romeo` };
      const effect = { type: 'edit', target: 1, seesFrom: 1, withinMs: 0, mentioned: [] };
      for (const [count, isRefused] of [
        [99, false],
        [1, false],
        [1, true],
      ] as const)
        assert.equal(
          (await write({ case: 'edit', value: edit }, effect, count)).includes('refused'),
          isRefused,
        );
    },
  },
  {
    name: 'tells which messages want no previews',
    async run(fixture) {
      const { say, linked, conversation, sender } = await setUp(fixture);
      await say(LINK, true);
      await say(LINK);
      assert.equal(await linked(1), undefined);
      assert.equal(await linked(9), undefined);
      await fixture.change(conversation, sender, { type: 'no-previews', off: true });
      assert.equal(await linked(2), undefined);
      await fixture.change(conversation, sender, { type: 'no-previews', off: false });
      assert.equal((await linked(2))?.text, LINK);
    },
  },
  {
    name: 'keeps a picture once, and drops those that were used longest ago',
    async run({ store }) {
      const keep = (hash: string, time: number): Promise<void> =>
        store.run(previewQueries.keepPicture, { hash, type: 'image/png', bytes: bytes(hash), time });
      for (const [index, hash] of ['a', 'b', 'c', 'd'].entries()) await keep(hash, TIME + index);
      await keep('a', TIME + 10);
      // A repeat that comes late.
      await keep('d', TIME - 10);
      assert.equal(await store.run(previewQueries.dropPictures, TIME + 3, 1), 1);
      assert.equal(await store.run(previewQueries.dropPictures, TIME + 3, 50), 1);
      assert.equal(await store.run(previewQueries.dropPictures, TIME + 3, 50), 0);
      const kept = [];
      for (const hash of ['a', 'b', 'c', 'd'])
        if ((await store.run(previewQueries.picture, hash)) !== undefined) kept.push(hash);
      assert.deepEqual(kept, ['a', 'd']);
      const found = await store.run(previewQueries.picture, 'a');
      assert.ok(found !== undefined);
      assert.deepEqual([found.type, text(found.bytes)], ['image/png', 'a']);
    },
  },
];
