/** What the SDK promises besides the order of messages: hooks, bounds, events, refusals. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { decodeContent, PosthornError } from '@posthorn/protocol';
import type { Client, ClientOptions, Incoming } from '../src/api.ts';
import { startClient } from '../src/client.ts';
import { memoryStorage } from '../src/storage.ts';
import { FakeServer } from './support/fake-server.ts';

const CALM = { pushes: [], cuts: [], sends: [], random: [] };

async function withClient(
  options: ClientOptions,
  run: (client: Client, server: FakeServer) => Promise<void>,
  faults: ConstructorParameters<typeof FakeServer>[0] = CALM,
): Promise<void> {
  const server = new FakeServer(faults);
  const client = await startClient(
    { server: 'tcp://fake:1', user: 'self', password: 'pw' },
    { start: 'start', ...options },
    server.platform,
  );
  await server.platform.until(() => client.state.name === 'online');
  await run(client, server);
  let isClosed = false;
  const closing = client.close().then(() => (isClosed = true));
  await server.platform.until(() => isClosed);
  await closing;
}

function collect(client: Client): Incoming[] {
  const received: Incoming[] = [];
  client.on('message', (message) => void received.push(message));
  return received;
}

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

describe('catching up', () => {
  it('is tried again while the server cannot say where conversations stand', () => {
    const errors: unknown[] = [];
    return withClient(
      { start: 'undelivered' },
      async (client, server) => {
        client.on('error', (error) => errors.push(error));
        const received = collect(client);
        server.say(10, 'one');
        await server.platform.until(() => received.length === 1);
        server.say(10, 'two');
        await server.platform.until(() => received.length === 2);
        assert.deepEqual(errors, [], 'what passes is no news');
      },
      { ...CALM, lists: ['busy', 'busy', 'ok', 'busy', 'ok', 'ok'] },
    );
  });
});

describe('a restored server', () => {
  it('is read again from its beginning before anything that comes in the meantime is handed over', () =>
    withClient({}, async (client, server) => {
      const received = collect(client);
      for (const text of ['one', 'two', 'three']) server.say(10, text);
      await server.platform.until(() => received.length === 3);
      server.restore(1);
      for (const text of ['other two', 'other three']) server.say(10, text);
      // Its ack has the very number that would come next.
      client.send({ conversation: 10 }, 'mine');
      await server.platform.until(() => received.length === 7);
      assert.deepEqual(
        received.slice(3).map(({ seq, content }) => [seq, content.text]),
        [
          [1, 'one'],
          [2, 'other two'],
          [3, 'other three'],
          [4, 'mine'],
        ],
      );
    }));
});

describe('connecting', () => {
  it('comes back within 30 s once it can, however long and however silently the server was away', () =>
    withClient(
      {},
      async (client, server) => {
        const { platform } = server;
        let dialledAt = 0;
        server.onDial = () => (dialledAt = platform.now());
        server.isBlackHole = true;
        server.cut();
        const awayUntil = platform.now() + 600_000;
        await platform.until(() => dialledAt > awayUntil);
        // The worst moment: a dial that nobody will answer has just begun.
        server.isBlackHole = false;
        await platform.until(() => client.state.name === 'online');
        assert.ok(platform.now() - dialledAt <= 30_000);
      },
      { ...CALM, random: [0.999] },
    ));

  it('closes while a message is still being kept, and ends no process by it', async () => {
    const kept = Promise.withResolvers<void>();
    const storage = { ...memoryStorage(), put: () => kept.promise };
    let done: Promise<unknown> = Promise.resolve();
    await withClient({ storage }, async (client) => {
      ({ done } = client.send({ conversation: 10 }, 'one'));
    });
    // Long enough for a rejection that nobody handles to be noticed.
    await new Promise((resolve) => setImmediate(resolve));
    kept.resolve();
    await assert.rejects(done, { code: 'UNAVAILABLE' });
  });

  it('logs in again when its new token is void, because an earlier login was carried out late', async () => {
    const server = new FakeServer(CALM);
    server.voidTokens = 1;
    const credentials = { server: 'tcp://fake:1', user: 'self', password: 'pw' };
    const client = await startClient(credentials, {}, server.platform);
    await server.platform.until(() => client.state.name === 'online');
    void client.close();
  });

  it('refuses an address that is none, and a storage of somebody else', async () => {
    const server = new FakeServer(CALM);
    const start = (url: string, user = 'self', storage = memoryStorage()): Promise<Client> =>
      startClient({ server: url, user, password: 'pw' }, { storage }, server.platform);
    await assert.rejects(
      start('nonsense'),
      (error) => error instanceof PosthornError && error.code === 'INVALID',
    );
    const storage = memoryStorage();
    await storage.put([['session', { user: 'other', token: 't' }]]);
    const client = await start('tcp://fake:1', 'self', storage);
    await server.platform.until(() => client.state.name === 'closed');
    assert.match(
      client.state.name === 'closed' ? (client.state.error?.message ?? '') : '',
      /belongs to other/,
    );
  });
});

describe('closing', () => {
  it('leaves no timer running, so that the process of a command ends at once', async () => {
    let platform: FakeServer['platform'] | undefined;
    await withClient({}, async (client, server) => {
      ({ platform } = server);
      server.say(10, 'hello');
      const received = collect(client);
      await server.platform.until(() => received.length === 1);
    });
    // 50 ms: what the server still had on its way arrives within that.
    await platform?.until(() => platform?.pendingTimers === 0, 50);
  });
});

describe('a storage that takes its time', () => {
  it('has forgotten a refused message before anybody is told, so that no later start sends it again', () => {
    const storage = memoryStorage();
    const events: string[] = [];
    const slow: typeof storage = {
      ...storage,
      async put(entries) {
        for (let i = 0; i < 20; i++) await Promise.resolve();
        await storage.put(entries);
        if (entries.some(([key, value]) => key.startsWith('o/') && value === undefined))
          events.push('forgotten');
      },
    };
    return withClient({ storage: slow }, async (client, server) => {
      client.on('failed', () => events.push('told'));
      client.send({ to: 'nobody' }, 'are you there?');
      await server.platform.until(() => events.includes('told'));
      assert.deepEqual(events, ['forgotten', 'told']);
    });
  });

  it('sends nothing behind a message to nobody until a restart cannot send that one (promise 4)', () => {
    const storage = memoryStorage();
    const gate = Promise.withResolvers<void>();
    const slow: typeof storage = {
      ...storage,
      async put(entries) {
        if (entries.some(([key, value]) => key.startsWith('o/') && value === undefined)) await gate.promise;
        await storage.put(entries);
      },
    };
    return withClient({ storage: slow }, async (client, server) => {
      const failed = client.send({ to: 'nobody' }, 'never').done.catch(({ code }: PosthornError) => code);
      void client.send({ to: 2 }, 'later');
      const { platform } = server;
      const enough = platform.now() + 10_000;
      await platform.until(() => platform.now() >= enough);
      assert.equal(server.log.get(2)?.length ?? 0, 0);
      gate.resolve();
      await platform.until(() => client.pending().length === 0);
      assert.deepEqual([await failed, server.log.get(2)?.length], ['NOT_FOUND', 1]);
    });
  });

  it('nor while the storage fails to forget it', () => {
    const storage = memoryStorage();
    let failures = 3;
    const failing: typeof storage = {
      ...storage,
      async put(entries) {
        const forgets = entries.some(([key, value]) => key.startsWith('o/') && value === undefined);
        if (forgets && failures-- > 0) throw new Error('the disk is full');
        await storage.put(entries);
      },
    };
    return withClient({ storage: failing }, async (client, server) => {
      const failed = client.send({ to: 'nobody' }, 'never').done.catch(({ code }: PosthornError) => code);
      void client.send({ to: 2 }, 'later');
      const { platform } = server;
      await platform.until(() => failures === 1);
      assert.equal(server.log.get(2)?.length ?? 0, 0);
      await platform.until(() => client.pending().length === 0);
      assert.deepEqual([await failed, server.log.get(2)?.length], ['NOT_FOUND', 1]);
    });
  });

  it('does not end the process when the client is closed while a message is being kept', async () => {
    const uncaught: unknown[] = [];
    const onUncaught = (error: unknown): void => void uncaught.push(error);
    process.on('unhandledRejection', onUncaught);
    const storage = memoryStorage();
    const stuck = { ...storage, put: () => new Promise<void>(() => {}) };
    await withClient({ storage: stuck }, async (client) => {
      const { done } = client.send({ conversation: 10 }, 'hello');
      done.catch(() => {});
      await new Promise((resolve) => setImmediate(resolve));
    });
    await new Promise((resolve) => setImmediate(resolve));
    process.off('unhandledRejection', onUncaught);
    assert.deepEqual(uncaught, []);
  });
});
