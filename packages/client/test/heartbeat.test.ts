/** A dead path is noticed, whatever the wall clock does meanwhile. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Client } from '../src/api.ts';
import { startClient } from '../src/client.ts';
import { FakeServer } from './support/fake-server.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
/** The fake server's. */
const HEARTBEAT_MS = 30_000;
const CALM = { pushes: [], cuts: [], sends: [], random: [] };
const CREDENTIALS = { server: 'tcp://fake:1', user: 'self', password: 'pw' };

describe('the heartbeat', () => {
  for (const byMs of [0, -2 * HOUR_MS]) {
    it(`notices a dead path within three intervals after the clock was set by ${byMs / HOUR_MS} h`, async () => {
      const { server, client } = await online();
      server.isUnreachable = true;
      server.platform.stepClock(byMs);
      const from = server.platform.monotonic();
      await server.platform.until(() => client.state.name !== 'online');
      assert.ok(server.platform.monotonic() - from <= 3 * HEARTBEAT_MS);
      server.isUnreachable = false;
      await server.platform.until(() => client.state.name === 'online');
      void client.close();
    });
  }

  it('ends no good connection when the clock is set forward', async () => {
    const { server, client, states } = await online();
    server.platform.stepClock(2 * HOUR_MS);
    const from = server.platform.monotonic();
    await server.platform.until(() => server.platform.monotonic() - from > 4 * HEARTBEAT_MS);
    assert.deepEqual(states, []);
    void client.close();
  });

  it('notices soon after a sleep that the path is dead', async () => {
    const { server, client } = await online();
    server.isUnreachable = true;
    server.platform.stepClock(HOUR_MS);
    const from = server.platform.monotonic();
    await server.platform.until(() => client.state.name !== 'online');
    assert.ok(server.platform.monotonic() - from <= HEARTBEAT_MS / 2 + 5000);
    void client.close();
  });

  it('keeps a hidden page connected, whose timers fire once a minute', async () => {
    const server = new FakeServer(CALM);
    const { platform } = server;
    const { canDial, now, monotonic, random } = platform;
    const sentAt: number[] = [];
    const client = await startClient(
      CREDENTIALS,
      {},
      {
        canDial,
        now,
        monotonic,
        random,
        after: (delayMs, run) => {
          const due = platform.monotonic() + delayMs;
          return platform.after(Math.ceil(due / MINUTE_MS) * MINUTE_MS - platform.monotonic(), run);
        },
        dial: (url, handlers) => {
          const wire = platform.dial(url, handlers);
          const send = (bytes: Uint8Array): void => {
            sentAt.push(platform.monotonic());
            wire.send(bytes);
          };
          return { send, close: () => wire.close() };
        },
      },
    );
    await platform.until(() => client.state.name === 'online');
    const states: string[] = [];
    client.on('state', ({ name }) => states.push(name));
    await platform.until(() => platform.monotonic() > 20 * MINUTE_MS);
    assert.deepEqual(states, []);
    // The server, too, takes two and a half intervals of silence for the end.
    const gaps = sentAt.slice(1).map((at, index) => at - (sentAt[index] ?? 0));
    assert.ok(Math.max(...gaps) < 2.5 * HEARTBEAT_MS, `${Math.max(...gaps)}`);
    void client.close();
  });
});

async function online(): Promise<{
  readonly server: FakeServer;
  readonly client: Client;
  /** What follows. */
  readonly states: string[];
}> {
  const server = new FakeServer(CALM);
  const client = await startClient(CREDENTIALS, {}, server.platform);
  await server.platform.until(() => client.state.name === 'online');
  const states: string[] = [];
  client.on('state', ({ name }) => states.push(name));
  return { server, client, states };
}
