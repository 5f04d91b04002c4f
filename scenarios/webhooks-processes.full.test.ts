/** Webhooks lose nothing and keep the order of each conversation, though routers are killed while the receiver is in trouble. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { TEST_ENGINES } from '@posthorn/testing/databases';
import { FOR_TESTS, ProcessCluster } from '@posthorn/testing/process-cluster';
import { WebhookReceiver } from '@posthorn/testing/webhook-receiver';
import type { HookEvent, HookVerdict, ReceivedHook } from '@posthorn/testing/webhook-receiver';
import { People } from './support/people.ts';
import type { Person } from './support/people.ts';

/** To whom something is said in each round besides those of the rounds before: lanes that no dead router holds. */
const NEW_PEERS = 2;
const MESSAGES = 10;
/** A router that has died keeps what it has taken for 30 s, and what has failed waits. */
const WITHIN_MS = 180_000;
/** Every so many events something goes wrong, once each. */
const EVERY = 4;

interface Trouble {
  readonly name: string;
  readonly verdict: HookVerdict;
}

const TROUBLES: readonly Trouble[] = [
  { name: 'hangs', verdict: 'hold' },
  { name: 'answers 500', verdict: 500 },
  { name: 'breaks connections', verdict: 'reset' },
];

interface Place {
  readonly conversation: number;
  readonly seq: number;
}

const ENGINES = TEST_ENGINES.slice(0, 1);

describe('a webhook of a cluster whose routers are killed', () => {
  for (const engine of ENGINES) {
    it(`gets everything, in order, on ${engine.name}`, { timeout: WITHIN_MS }, async (t) => {
      const server = await engine.start();
      if (typeof server === 'string') return t.skip(server);
      await using receiver = await WebhookReceiver.open();
      const { options = [], routerOptions = [] } = FOR_TESTS;
      const cluster = await ProcessCluster.start(server.lodging, {
        options,
        routerOptions: [...routerOptions, '--webhook-allow', '127.0.0.1'],
      });
      const people = new People({ tcpUrl: cluster.url('tcp', 0), httpUrl: cluster.url('http', 0) });
      t.after(async () => {
        await people.close();
        await cluster.close();
      });
      const ann = await people.join('ann');
      const peers: Person[] = [];
      const { id: webhook } = await ann.client.call('addWebhook', {
        url: receiver.url(),
        events: ['message.created'],
      });
      const said: Place[] = [];
      const began = performance.now();
      for (const [round, { name, verdict }] of TROUBLES.entries()) {
        for (let each = 0; each < NEW_PEERS; each++) peers.push(await people.join(`peer${peers.length}`));
        const seen = new Set<string>();
        receiver.verdict = ({ id }) => {
          const isNew = !seen.has(id) && countOf(receiver, id) === 0;
          seen.add(id);
          return isNew && seen.size % EVERY === EVERY - 1 ? verdict : 200;
        };
        const before = receiver.tries.length;
        const sent = peers.flatMap((peer) =>
          Array.from({ length: MESSAGES }, (_, index) =>
            ann.client.send({ to: peer.id }, { text: `${name} ${index}` }),
          ),
        );
        await receiver.until(() => receiver.tries.length >= before + EVERY);
        const router = cluster.routers[round % cluster.routers.length] ?? assert.fail();
        await router.kill();
        receiver.release();
        await router.start();
        for (const { done } of sent) said.push(await done);
        t.diagnostic(`${name}: ${countOf(receiver)} of ${said.length} after ${secondsSince(began)} s`);
      }
      receiver.verdict = () => 200;
      await receiver.until(() => countOf(receiver) >= said.length);
      t.diagnostic(`all of it was there after ${secondsSince(began)} s`);
      t.diagnostic(`${receiver.tries.length} requests for ${said.length} messages`);
      assertInOrder(receiver.tries);
      assert.deepEqual(seqsOf(receiver.taken()), seqsIn(said));

      // From any position on: the same bytes.
      const first = bodies(receiver.taken());
      const known = receiver.tries.length;
      const from = [...first.keys()].toSorted((a, b) => a - b)[Math.floor(first.size / 2)] ?? 0;
      await ann.client.call('replayWebhook', { webhook, from });
      const wanted = [...first].filter(([position]) => position >= from);
      const again = (): ReadonlyMap<number, string> =>
        bodies(receiver.tries.slice(known).filter(({ isTaken }) => isTaken));
      await receiver.until(() => again().size >= wanted.length);
      for (const [position, body] of wanted) assert.equal(again().get(position), body);
    });
  }
});

function placeIn({ body }: ReceivedHook): Place {
  // The receiver has got it from the server.
  const { data } = JSON.parse(body) as HookEvent;
  return { conversation: data.conversation ?? 0, seq: data.seq ?? 0 };
}

function secondsSince(began: number): number {
  return Math.round((performance.now() - began) / 1000);
}

/** Events that were taken; `id`: whether this one was. */
function countOf(receiver: WebhookReceiver, id?: string): number {
  const taken = receiver.taken().filter((hook) => id === undefined || hook.id === id);
  return new Set(taken.map((hook) => hook.id)).size;
}

/** Before an event comes, all before it in its conversation were taken. */
function assertInOrder(tries: readonly ReceivedHook[]): void {
  const taken = new Map<number, number>();
  for (const hook of tries) {
    const { conversation, seq } = placeIn(hook);
    const last = taken.get(conversation) ?? 0;
    assert.ok(seq <= last + 1, `${conversation}/${seq} came when ${last} was the last one that was taken`);
    if (hook.isTaken) taken.set(conversation, Math.max(last, seq));
  }
}

function seqsOf(hooks: readonly ReceivedHook[]): readonly string[] {
  return seqsIn(hooks.map(placeIn));
}

/** Each once, sorted. */
function seqsIn(places: readonly Place[]): readonly string[] {
  return [...new Set(places.map(({ conversation, seq }) => `${conversation}/${seq}`))].toSorted();
}

/** By position. The same event has the same bytes whenever it comes. */
function bodies(hooks: readonly ReceivedHook[]): ReadonlyMap<number, string> {
  const found = new Map<number, string>();
  for (const { position, body } of hooks) {
    assert.equal(found.get(position) ?? body, body);
    found.set(position, body);
  }
  return found;
}
