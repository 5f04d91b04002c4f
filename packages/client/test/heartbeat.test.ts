/** A dead path is noticed, whatever the wall clock does meanwhile. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Client } from '../src/api.ts';
import { startClient } from '../src/client.ts';
import { FakeServer } from './support/fake-server.ts';

const HOUR_MS = 3_600_000;
/** The fake server's. */
const HEARTBEAT_MS = 30_000;

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
});

async function online(): Promise<{
  readonly server: FakeServer;
  readonly client: Client;
  /** What follows. */
  readonly states: string[];
}> {
  const server = new FakeServer({ pushes: [], cuts: [], sends: [], random: [] });
  const credentials = { server: 'tcp://fake:1', user: 'self', password: 'pw' };
  const client = await startClient(credentials, {}, server.platform);
  await server.platform.until(() => client.state.name === 'online');
  const states: string[] = [];
  client.on('state', ({ name }) => states.push(name));
  return { server, client, states };
}
