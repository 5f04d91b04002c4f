/** How the SDK connects, catches up, and closes. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PosthornError } from '@posthorn/protocol';
import type { Client } from '../src/api.ts';
import { startClient } from '../src/client.ts';
import { memoryStorage } from '../src/storage.ts';
import { FakeServer } from './support/fake-server.ts';
import { CALM, collect, withClient } from './support/with-client.ts';

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
