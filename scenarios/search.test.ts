/** Finding again what was said: everybody what they may read, as it is now, and nothing else. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Client, Found, SearchOptions } from '@posthorn/client';
import { inhabited } from './support/inhabited.ts';
import { codeOf } from './support/people.ts';

/** So long it may take until something is found. */
const WITHIN_MS = 2000;

/** Asks until the answer is as it should be; rejects with what differs when the time is over. */
async function soon<T>(ask: () => Promise<T>, check: (answer: T) => void, withinMs = WITHIN_MS): Promise<T> {
  const end = performance.now() + withinMs;
  for (;;) {
    const answer = await ask();
    try {
      check(answer);
      return answer;
    } catch (error) {
      if (performance.now() > end) throw error;
    }
  }
}

function textsOf({ hits }: Found): readonly string[] {
  return hits.map(({ message }) => message.content.text);
}

async function finds(
  client: Client,
  query: string,
  texts: readonly string[],
  options: SearchOptions = {},
): Promise<Found> {
  return soon(
    () => client.search(query, options),
    (found) => assert.deepEqual(textsOf(found), texts, query),
  );
}

describe('searching', () => {
  it('finds words in every language, newest first, with what was found marked', async (t) => {
    const { people } = await inhabited(t);
    const [ann, bob] = [await people.join('ann'), await people.join('bob')];
    const said = [
      'The budget for 2026 is here',
      '我家在上海东边',
      'こんにちは、東京タワー',
      '오늘 서울 날씨',
      'สวัสดีครับ',
      'مرحبا بالعالم',
      'नमस्ते दुनिया',
      'see snake_case and camelCase at https://example.com/a',
      'ＦＵＬＬ width 🎉',
      'Ünïcödé café',
    ];
    for (const text of said) await ann.client.send({ to: bob.id }, text).done;
    await finds(bob.client, 'budget', [said[0] ?? '']);
    for (const [query, index] of [
      ['上海', 1],
      ['东', 1],
      ['東京', 2],
      ['서울', 3],
      ['สวัสดี', 4],
      ['بالعالم', 5],
      ['दुनिया', 6],
      ['case', 7],
      ['has:link', 7],
      ['full', 8],
      ['🎉', 8],
      ['unicode cafe', 9],
    ] as const) {
      await finds(bob.client, query, [said[index] ?? '']);
    }
    const { hits } = await finds(bob.client, '上海', ['我家在上海东边']);
    const [hit] = hits;
    assert.deepEqual(hit?.marks, [{ start: 3, end: 5 }]);
    assert.equal(hit?.message.isMine, false);
    await finds(bob.client, 'from:ann 2026 OR', []);
    await finds(ann.client, 'from:ann kind:text before:2000', []);
    assert.equal((await ann.client.search('from:ann', { limit: 50 })).hits.length, said.length);
  });

  it('follows edits, recalls and what was hidden, and never finds what was taken back', async (t) => {
    const { people } = await inhabited(t);
    const [ann, bob] = [await people.join('ann'), await people.join('bob')];
    const { conversation, seq } = await ann.client.send({ to: bob.id }, 'meet me at the harbour').done;
    await finds(bob.client, 'harbour', ['meet me at the harbour']);
    await ann.client.send(
      { conversation },
      { kind: { case: 'edit', value: { target: seq, text: 'meet me at the station' } } },
    ).done;
    await finds(bob.client, 'station', ['meet me at the station']);
    await finds(bob.client, 'harbour', []);
    await bob.client.mine.set(`hide/${conversation}/${seq}`, {});
    await finds(bob.client, 'station', []);
    await finds(ann.client, 'station', ['meet me at the station']);
    await ann.client.send({ conversation }, { kind: { case: 'recall', value: { target: seq } } }).done;
    await finds(ann.client, 'station', []);
    assert.equal(await codeOf(ann.client.search('x'.repeat(5000))), 'TOO_LARGE');
  });
});
