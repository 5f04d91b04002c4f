/** Who knows that the network may be another one asks the connection to find out. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { startClient } from '../src/client.ts';
import { insideOf } from '../src/inside.ts';
import type { Client } from '../src/api.ts';
import { FakeServer } from './support/fake-server.ts';

const CALM = { pushes: [], cuts: [], sends: [], random: [] };
const CREDENTIALS = { server: 'tcp://fake:1', user: 'self', password: 'pw' };

async function online(): Promise<{ readonly server: FakeServer; readonly client: Client }> {
  const server = new FakeServer(CALM);
  const client = await startClient(CREDENTIALS, {}, server.platform);
  await server.platform.until(() => client.state.name === 'online');
  return { server, client };
}

it('a dead path is noticed within 2 s', async () => {
  const { server, client } = await online();
  const { platform } = server;
  server.isUnreachable = true;
  const from = platform.monotonic();
  insideOf(client).probe();
  await platform.until(() => client.state.name !== 'online');
  assert.ok(platform.monotonic() - from <= 2000);
  void client.close();
});

it('also when one asks again and again', async () => {
  const { server, client } = await online();
  const { platform } = server;
  server.isUnreachable = true;
  const from = platform.monotonic();
  while (client.state.name === 'online' && platform.monotonic() - from < 10_000) {
    insideOf(client).probe();
    const asked = platform.monotonic();
    await platform.until(() => platform.monotonic() - asked >= 500 || client.state.name !== 'online');
  }
  assert.ok(platform.monotonic() - from <= 2000);
  void client.close();
});

it('a good connection stays, however often one asks', async () => {
  const { server, client } = await online();
  const { platform } = server;
  const states: string[] = [];
  client.on('state', ({ name }) => states.push(name));
  for (let i = 0; i < 50; i++) {
    insideOf(client).probe();
    const from = platform.monotonic();
    await platform.until(() => platform.monotonic() - from >= 100);
  }
  const from = platform.monotonic();
  await platform.until(() => platform.monotonic() - from > 120_000);
  assert.deepEqual(states, []);
  void client.close();
});

it('whoever waits for the next try connects at once, also when a dial hangs', async () => {
  const { server, client } = await online();
  const { platform } = server;
  server.isBlackHole = true;
  server.isUnreachable = true;
  insideOf(client).probe();
  const { attempt } = await new Promise<{ readonly attempt: number }>((resolve) => {
    client.on('state', (state) => state.name === 'connecting' && state.attempt >= 5 && resolve(state));
    void platform.until(() => client.state.name === 'connecting' && client.state.attempt >= 5);
  });
  assert.ok(attempt >= 5);
  server.isBlackHole = false;
  server.isUnreachable = false;
  const from = platform.monotonic();
  insideOf(client).probe();
  await platform.until(() => client.state.name === 'online');
  assert.ok(platform.monotonic() - from <= 3000, `${platform.monotonic() - from}`);
  void client.close();
});
