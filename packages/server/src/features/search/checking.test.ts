import assert from 'node:assert/strict';
import { it } from 'node:test';
import { encodeContent } from '@posthorn/protocol';
import type { Services } from '../../router/services.ts';
import { parseQuery } from './analyser/query.ts';
import { checkedHits } from './checking.ts';

it('Others get on between the hits of a page, of which each may be long', async () => {
  const messages = [1, 2, 3, 4].map((seq) => ({
    conversation: 1,
    seq,
    sender: 1,
    time: 0,
    content: encodeContent({ text: `haystack ${'9a'.repeat(30_000)}` }),
  }));
  let turns = 0;
  const services = {
    store: { run: () => Promise.resolve(messages) },
    contents: { hidesSender: () => false },
    clock: {
      now: () => 0,
      afterTurn(done: () => void) {
        turns++;
        setImmediate(done);
      },
    },
  } as unknown as Pick<Services, 'store' | 'clock' | 'contents'>;
  const query = parseQuery('haystack');
  const { all, none } = query;
  const asked = { reader: 1, query, question: { all, none }, reach: [], left: new Set<number>(), notes: [] };
  const hits = messages.map(({ conversation, seq }) => ({ conversation, seq }));
  const found = await checkedHits(services, asked, hits as never);
  assert.deepEqual(
    found.map(({ message }) => message.seq),
    [1, 2, 3, 4],
  );
  // A text of this length takes some ms.
  assert.ok(turns > 0);
});
