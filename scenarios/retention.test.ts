/** With a retention time: what is older is gone for everybody, and nobody trips over where it was. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import { memoryStorage } from '@posthorn/client/node';
import type { Config } from '@posthorn/server';
import { startInProcess } from '@posthorn/testing/in-process';
import { People } from './support/people.ts';
import type { Person } from './support/people.ts';
import { SteppedClock } from './support/stepped-clock.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

async function open(t: TestContext, config: Partial<Config>) {
  const clock = new SteppedClock();
  const place = await startInProcess({ loginPolicy: 'multi', ...config }, { clock });
  t.after(() => place.server.close());
  /** People who leave at the end of `work`: time passes too fast for connections. */
  const visit = async <T>(work: (people: People) => Promise<T>): Promise<T> => {
    const people = new People(place);
    try {
      return await work(people);
    } finally {
      await people.close();
    }
  };
  /** Resolves when a conversation begins with this message: what is older has gone, which other threads do. */
  const begins = async (conversation: number, seq: number): Promise<void> => {
    const first = (): Promise<number> =>
      visit(async (people) => {
        const { client } = await people.join('ann');
        return (await client.call('getConversation', { conversation })).first;
      });
    while ((await first()) < seq) await clock.pass(MINUTE_MS);
  };
  return { clock, visit, begins };
}

/** What is due once the time is over is done. */
async function later(clock: SteppedClock, ms: number): Promise<void> {
  clock.jump(ms);
  await clock.pass(MINUTE_MS);
}

async function textsOf({ client }: Person, conversation: number): Promise<readonly string[]> {
  const page = await client.history(conversation, { before: 0, limit: 100 });
  return page.map(({ content }) => content.text);
}

describe('messages that are older than the retention time', () => {
  it('are gone; a device that was away goes on behind them as if they had never been its own', async (t) => {
    const { clock, visit, begins } = await open(t, { retention: HOUR_MS });
    const storage = memoryStorage();
    const conversation = await visit(async (people) => {
      const [ann, bob] = [await people.join('ann'), await people.join('bob', { storage })];
      for (const text of ['one', 'two', 'three']) await ann.client.send({ to: bob.id }, text).done;
      await bob.until(() => bob.messages.length === 3);
      return bob.messages[0]?.conversation ?? 0;
    });
    await visit(async (people) => {
      const ann = await people.join('ann');
      for (const text of ['four', 'five']) await ann.client.send({ conversation }, text).done;
    });
    await later(clock, 1.1 * HOUR_MS);
    await begins(conversation, 6);
    await visit(async (people) => {
      const [ann, bob] = [await people.join('ann'), await people.join('bob', { storage })];
      const restored: unknown[] = [];
      bob.client.on('restored', (what) => void restored.push(what));
      const { seq } = await ann.client.send({ conversation }, 'six').done;
      assert.equal(seq, 6);
      await bob.until(() => bob.texts(conversation).includes('six'));
      assert.deepEqual(bob.texts(conversation), ['six']);
      assert.deepEqual(restored, []);
      assert.deepEqual(await textsOf(bob, conversation), ['six']);
      const { first, head, unread } = await bob.client.call('getConversation', { conversation });
      assert.deepEqual([first, head, unread], [6, 6, 1]);
      const another = await people.join('bob');
      assert.deepEqual(another.texts(conversation), ['six']);
    });
  });

  it('leave nothing unread and no last message behind when all have gone', async (t) => {
    const { clock, visit, begins } = await open(t, { retention: HOUR_MS });
    const conversation = await visit(async (people) => {
      const [ann, bob] = [await people.join('ann'), await people.join('bob')];
      return (await ann.client.send({ to: bob.id }, 'hello').done).conversation;
    });
    await later(clock, 1.1 * HOUR_MS);
    await begins(conversation, 2);
    await visit(async (people) => {
      const bob = await people.join('bob');
      assert.deepEqual(bob.messages, []);
      const shown = await bob.client.call('getConversation', { conversation });
      assert.deepEqual([shown.head, shown.first, shown.unread, shown.lastMessage], [1, 2, 0, undefined]);
      const { conversations } = await bob.client.call('listConversations', {});
      assert.ok(
        conversations.some(({ id }) => id === conversation),
        'the conversation stays',
      );
    });
  });

  it('stay for ever without the option', async (t) => {
    const { clock, visit } = await open(t, {});
    const conversation = await visit(async (people) => {
      const [ann, bob] = [await people.join('ann'), await people.join('bob')];
      return (await ann.client.send({ to: bob.id }, 'hello').done).conversation;
    });
    await later(clock, 2 * HOUR_MS);
    await visit(async (people) =>
      assert.deepEqual(await textsOf(await people.join('bob'), conversation), ['hello']),
    );
  });
});
