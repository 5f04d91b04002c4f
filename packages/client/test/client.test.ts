/** What the SDK promises besides the order of messages: hooks, bounds, refusals. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { decodeContent } from '@posthorn/protocol';
import type { Client, Storage } from '../src/api.ts';
import { startClient } from '../src/client.ts';
import { memoryStorage } from '../src/storage.ts';
import { FakeServer } from './support/fake-server.ts';
import { CALM, collect, withClient } from './support/with-client.ts';

describe('hooks', () => {
  it('see, change and hold back what comes in, in their order', () =>
    withClient(
      {
        hooks: [
          { incoming: (message) => (message.content.text.includes('spam') ? undefined : message) },
          {
            incoming: async (message) => ({
              ...message,
              content: { ...message.content, text: message.content.text.toUpperCase() },
            }),
          },
        ],
      },
      async (client, server) => {
        const received = collect(client);
        for (const text of ['one', 'spam', 'two']) server.say(10, text);
        await server.platform.until(() => received.length === 2);
        assert.deepEqual(
          received.map(({ seq, content }) => [seq, content.text]),
          [
            [1, 'ONE'],
            [3, 'TWO'],
          ],
        );
      },
    ));

  it('see, change and hold back what goes out', () =>
    withClient(
      {
        hooks: [
          {
            outgoing: ({ target, content }) =>
              content.text === 'secret'
                ? undefined
                : { target, content: { ...content, text: `${content.text}!` } },
          },
        ],
      },
      async (client, server) => {
        const received = collect(client);
        const refused = assert.rejects(client.send({ conversation: 10 }, 'secret').done, {
          code: 'FORBIDDEN',
        });
        client.send({ conversation: 10 }, 'hello');
        await server.platform.until(() => received.length === 1);
        await refused;
        assert.equal(received[0]?.content.text, 'hello!');
      },
    ));

  it('that fail cost no message, and are told', () =>
    withClient(
      {
        hooks: [
          {
            incoming: () => {
              throw new Error('mine');
            },
          },
        ],
      },
      async (client, server) => {
        const errors: unknown[] = [];
        client.on('error', (error) => errors.push(error));
        const received = collect(client);
        server.say(10, 'kept');
        await server.platform.until(() => received.length === 1);
        assert.equal((errors[0] as Error).message, 'mine');
      },
    ));
});

describe('sending', () => {
  it('says why a message waits, and that it was sent in the end', () =>
    withClient(
      {},
      async (client, server) => {
        const events: string[] = [];
        client.on('delayed', ({ error }) => events.push(error.code));
        client.on('sent', () => events.push('sent'));
        client.send({ conversation: 10 }, 'hello');
        await server.platform.until(() => events.includes('sent'));
        assert.deepEqual(events, ['UNAVAILABLE', 'sent']);
      },
      { ...CALM, sends: ['busy', 'ok'] },
    ));

  it('tries again every few seconds, however often it was refused', () =>
    withClient(
      {},
      async (client, { platform }) => {
        const refusedAt: number[] = [];
        client.on('delayed', () => refusedAt.push(platform.now()));
        client.send({ conversation: 10 }, 'hello');
        await platform.until(() => client.pending().length === 0);
        assert.equal(refusedAt.length, 20);
        const waits = refusedAt.slice(1).map((at, index) => at - (refusedAt[index] ?? 0));
        assert.ok(Math.max(...waits) < 6000, `waited ${waits.join(', ')} ms`);
      },
      { ...CALM, sends: [...Array<'busy'>(20).fill('busy'), 'ok'], random: [0.999] },
    ));

  it('keeps the order of what goes to one place by a name and by a number', () =>
    withClient({}, async (client, server) => {
      const texts = ['one', 'two', 'three', 'four'];
      client.send({ to: 'peer' }, 'one');
      client.send({ to: 2 }, 'two');
      client.send({ to: 'nobody' }, 'never').done.catch(() => {});
      client.send({ conversation: 2 }, 'three');
      client.send({ to: 'peer' }, 'four');
      await server.platform.until(() => client.pending().length === 0);
      const sent = server.log.get(2)?.map(({ content = new Uint8Array() }) => decodeContent(content).text);
      assert.deepEqual(sent, texts);
    }));

  it('tries again what was refused before the message in front of it was acked', () =>
    withClient(
      {},
      async (client, server) => {
        const first = client.send({ conversation: 10 }, 'one');
        const second = client.send({ conversation: 10 }, 'two');
        await server.platform.until(() => client.pending().length === 0);
        assert.deepEqual([(await first.done).seq, (await second.done).seq], [1, 2]);
      },
      { ...CALM, sends: ['late', 'busy', 'ok'] },
    ));

  it('refuses beyond its bound, and the same id twice at once', () =>
    withClient({ maxOutbox: 2 }, async (client, server) => {
      server.cut();
      const first = client.send({ conversation: 10 }, 'one', { clientId: 'x' });
      const again = assert.rejects(client.send({ conversation: 10 }, 'two', { clientId: 'x' }).done, {
        code: 'CONFLICT',
      });
      client.send({ conversation: 10 }, 'two');
      const third = assert.rejects(client.send({ conversation: 10 }, 'three').done, {
        code: 'LIMIT_EXCEEDED',
      });
      await server.platform.until(() => client.pending().length === 0);
      await Promise.all([first.done, again, third]);
    }));

  it('keeps what is not acked when it closes, and sends it next time', async () => {
    const storage = memoryStorage();
    const server = new FakeServer({ ...CALM, cuts: [{ after: 0, isHandled: false }] });
    const open = (): Promise<Client> =>
      startClient(
        { server: 'tcp://fake:1', user: 'self', password: 'pw' },
        { storage, start: 'start' },
        server.platform,
      );
    const first = await open();
    const { done } = first.send({ conversation: 10 }, 'kept');
    await new Promise((resolve) => setImmediate(resolve));
    const rejected = assert.rejects(done, { code: 'UNAVAILABLE' });
    let isClosed = false;
    const closing = first.close().then(() => (isClosed = true));
    await server.platform.until(() => isClosed);
    await Promise.all([closing, rejected]);
    const second = await open();
    assert.deepEqual(
      second.pending().map(({ content }) => content.text),
      ['kept'],
    );
    await server.platform.until(() => second.pending().length === 0);
    assert.equal(server.log.get(10)?.length, 1);
  });
});

it('has closed when the positions that were being stored are stored', async () => {
  const stored = Promise.withResolvers<void>();
  let isStoring = false;
  const memory = memoryStorage();
  const storage: Storage = {
    ...memory,
    async put(entries) {
      if (entries.some(([key]) => key.startsWith('p/'))) {
        isStoring = true;
        await stored.promise;
      }
      await memory.put(entries);
    },
  };
  const server = new FakeServer(CALM);
  const client = await startClient(
    { server: 'tcp://fake:1', user: 'self', password: 'pw' },
    { storage, start: 'start' },
    server.platform,
  );
  await server.platform.until(() => client.state.name === 'online');
  server.say(10, 'one');
  await server.platform.until(() => isStoring);
  let isClosed = false;
  const closing = client.close().then(() => (isClosed = true));
  await assert.rejects(server.platform.until(() => isClosed, 5000));
  stored.resolve();
  await server.platform.until(() => isClosed);
  await closing;
  assert.ok((await memory.load()).has('p/10'));
});
