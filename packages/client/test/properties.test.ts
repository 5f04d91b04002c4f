/**
 * For any schedule of losses, repeats, delays, refusals and cuts: the application sees every message once, in
 * order, without a hole (promise 5); each send ends once, in the order of sending (promises 2, 4, 8).
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { runs } from '@posthorn/testing/runs';
import type { Client, Incoming, SendAck } from '../src/api.ts';
import { startClient } from '../src/client.ts';
import { memoryStorage } from '../src/storage.ts';
import { FakeServer } from './support/fake-server.ts';
import type { Faults } from './support/fake-server.ts';

type Step =
  | { readonly do: 'hear'; readonly conversation: number }
  | { readonly do: 'say'; readonly conversation: number }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'cut' }
  | { readonly do: 'restart' };

const conversation = fc.integer({ min: 10, max: 12 });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ do: fc.constant('hear' as const), conversation }) },
  { weight: 8, arbitrary: fc.record({ do: fc.constant('say' as const), conversation }) },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 2000 }) }),
  },
  { weight: 1, arbitrary: fc.constant({ do: 'cut' as const }) },
  { weight: 1, arbitrary: fc.constant({ do: 'restart' as const }) },
);
const faults: fc.Arbitrary<Faults> = fc.record({
  pushes: fc.array(
    fc.oneof(
      { weight: 5, arbitrary: fc.constant('pass' as const) },
      fc.constant('drop' as const),
      fc.constant('twice' as const),
      fc.integer({ min: 2, max: 3000 }),
    ),
    { maxLength: 20 },
  ),
  cuts: fc.array(fc.record({ after: fc.integer({ min: 0, max: 25 }), isHandled: fc.boolean() }), {
    maxLength: 8,
  }),
  sends: fc.array(
    fc.oneof({ weight: 4, arbitrary: fc.constant('ok' as const) }, fc.constant('busy' as const)),
    {
      maxLength: 12,
    },
  ),
  lists: fc.array(
    fc.oneof({ weight: 3, arbitrary: fc.constant('ok' as const) }, fc.constant('busy' as const)),
    { maxLength: 6 },
  ),
  random: fc.array(fc.double({ min: 0, max: 0.999, noNaN: true }), { maxLength: 10 }),
});

describe('any network', () => {
  it('every message once and in order, every send ends once', async () => {
    await fc.assert(fc.asyncProperty(faults, fc.array(step, { maxLength: 60 }), play), {
      numRuns: runs(1000),
    });
  });

  it('a lost last push is repaired by an advert, with nobody doing anything (promise 6)', async () => {
    const server = new FakeServer({ pushes: ['drop'], cuts: [], sends: [], random: [] });
    const received: Incoming[] = [];
    const client = await open(server, memoryStorage(), received);
    await server.platform.until(() => client.state.name === 'online');
    server.say(10, 'lost');
    server.advertise();
    await server.platform.until(() => received.length === 1);
    const closing = client.close();
    await server.platform.until(() => client.state.name === 'closed');
    await closing;
  });
});

function open(
  server: FakeServer,
  storage: ReturnType<typeof memoryStorage>,
  received: Incoming[],
): Promise<Client> {
  return startClient(
    { server: 'tcp://fake:1', user: 'self', password: 'pw' },
    { storage, start: 'start' },
    server.platform,
  ).then((client) => {
    client.on('message', (message) => void received.push(message));
    return client;
  });
}

async function play(schedule: Faults, steps: readonly Step[]): Promise<void> {
  const server = new FakeServer(schedule);
  const storage = memoryStorage();
  const received: Incoming[] = [];
  const acked = new Map<string, SendAck>();
  const said = new Map<number, string[]>();
  let client = await open(server, storage, received);
  let count = 0;
  for (const each of steps) {
    switch (each.do) {
      case 'hear':
        server.say(each.conversation, `peer ${(count += 1)}`);
        break;
      case 'say': {
        const text = `self ${(count += 1)}`;
        said.set(each.conversation, [...(said.get(each.conversation) ?? []), text]);
        const { clientId, done } = client.send({ conversation: each.conversation }, text);
        done.then(
          (ack) => {
            assert.ok(!acked.has(clientId), 'promise 8: a send ends once');
            acked.set(clientId, ack);
          },
          () => {},
        );
        break;
      }
      case 'wait':
        await passed(server, each.ms);
        break;
      case 'cut':
        server.cut();
        break;
      case 'restart':
        client = await restart(server, client, () => open(server, storage, received));
    }
  }
  const total = (): number => [...server.log.values()].reduce((sum, messages) => sum + messages.length, 0);
  await server.platform.until(() => client.pending().length === 0);
  const advertise = (): void => {
    server.advertise();
    server.platform.after(10_000, advertise);
  };
  advertise();
  await server.platform.until(() => received.length >= total());
  check(server, received, said);
  await restart(server, client, () => Promise.resolve(client));
}

async function passed(server: FakeServer, ms: number): Promise<void> {
  let isOver = false;
  server.platform.after(ms, () => (isOver = true));
  await server.platform.until(() => isOver);
}

async function restart(server: FakeServer, client: Client, next: () => Promise<Client>): Promise<Client> {
  let isClosed = false;
  const closing = client.close().then(() => (isClosed = true));
  await server.platform.until(() => isClosed);
  await closing;
  return next();
}

function check(
  server: FakeServer,
  received: readonly Incoming[],
  said: ReadonlyMap<number, readonly string[]>,
): void {
  for (const [id, messages] of server.log) {
    const here = received.filter((message) => message.conversation === id);
    assert.deepEqual(
      here.map(({ seq }) => seq),
      messages.map(({ seq }) => seq),
      'promise 5: once, in order, no hole',
    );
    const mine = here.filter(({ isMine }) => isMine).map(({ content }) => content.text);
    assert.deepEqual(mine, said.get(id) ?? [], 'promises 2 and 4: each once, in the order of sending');
  }
}
