/** Many senders in one group over three nodes' stores, and a database that dies in the middle of it. */
import * as groupQueries from '../../src/features/groups/queries.ts';
import * as logQueries from '../../src/store/log/conversations.ts';
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Append } from '../../src/store/log/log.ts';
import type { Store } from '../../src/store/store.ts';
import { StoreError } from '../../src/store/store.ts';
import { TEST_ENGINES } from '@posthorn/testing/databases';

const SENDERS = 50;
const MESSAGES = Number(process.env['POSTHORN_TEST_CROWD'] ?? 20_000);
const BATCH = 200;
const content = new Uint8Array(100).fill(7);

interface Sent {
  readonly clientId: string;
  readonly sender: number;
  readonly seq: number;
}

/** What one node's share of the senders says, each in order, again under the same id until it is acked. */
class Node {
  readonly acked: Sent[] = [];
  readonly #store: Store;
  readonly #group: number;
  readonly #left: { readonly sender: number; readonly clientId: string }[];

  constructor(store: Store, group: number, senders: readonly number[]) {
    this.#store = store;
    this.#group = group;
    const each = Math.ceil(MESSAGES / SENDERS);
    this.#left = Array.from({ length: each }, (_, count) =>
      senders.map((sender) => ({ sender, clientId: `${count}` })),
    ).flat();
  }

  async speak(): Promise<void> {
    const record = await this.#store.run(logQueries.getConversation, this.#group);
    while (this.#left.length > 0) {
      const batch = this.#left.slice(0, BATCH).map((message): Append => ({
        ...message,
        conversation: this.#group,
        version: record?.version ?? 0,
        time: 1,
        content,
      }));
      await this.#append(batch);
    }
  }

  async #append(batch: readonly Append[]): Promise<void> {
    try {
      const outcomes = await this.#store.log.append(batch);
      outcomes.forEach((outcome, index) => {
        const { sender = 0, clientId = '' } = batch[index] ?? {};
        assert.ok(outcome.status === 'appended' || outcome.status === 'repeated', outcome.status);
        this.acked.push({ sender, clientId, seq: outcome.seq });
      });
      this.#left.splice(0, batch.length);
    } catch (error) {
      assert.ok(error instanceof StoreError && error.code === 'unavailable', String(error));
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

/** Everything in the log, read by pages. */
async function readAll(store: Store, conversation: number, reader: number): Promise<readonly Sent[]> {
  const found: Sent[] = [];
  for (;;) {
    const range = { conversation, after: found.length + 1, before: 0, limit: 1000, mark: 0 };
    const [batch] = await store.log.pull(reader, [range], 1e7);
    const messages = batch?.messages ?? [];
    for (const { sender, seq } of messages) found.push({ sender, seq, clientId: '' });
    if (messages.length === 0) return found;
  }
}

function check(all: readonly Sent[], nodes: readonly Node[]): void {
  const total = Math.ceil(MESSAGES / SENDERS) * SENDERS;
  assert.deepEqual(
    all.map(({ seq }) => seq),
    Array.from({ length: total }, (_, index) => index + 2),
    'dense, and each message once',
  );
  const bySeq = new Map(all.map((each) => [each.seq, each.sender]));
  const last = new Map<number, number>();
  for (const { sender, seq } of nodes.flatMap(({ acked }) => acked)) {
    assert.equal(bySeq.get(seq), sender, 'what was acked is there');
    assert.ok(seq > (last.get(sender) ?? 0), 'each sender in order (promise 4)');
    last.set(sender, seq);
  }
}

for (const engine of TEST_ENGINES) {
  // It is killed.
  const server = await engine.startPrivate();
  const skip = typeof server === 'string' ? server : false;
  describe(`many senders on ${engine.name}`, { skip }, () => {
    if (typeof server === 'string') return;
    it('keeps one dense order over three nodes, while the database is killed and comes back', async (t) => {
      const url = await server.database();
      const stores: Store[] = [];
      for (let count = 0; count < 3; count++) stores.push(await engine.open(url));
      t.after(() => Promise.all(stores.map((store) => store.close())));
      const [first] = stores;
      assert.ok(first !== undefined);
      const senders = Array.from({ length: SENDERS }, (_, index) => index + 1);
      const [owner = 0, ...members] = senders;
      const made = await first.run(groupQueries.createGroup, {
        title: 'Verona',
        owner,
        members,
        clientId: 'made',
        time: 1,
        content,
      });
      assert.ok(made.status === 'created');
      const group = made.conversation.id;
      const nodes = stores.map(
        (store, which) =>
          new Node(
            store,
            group,
            senders.filter((sender) => sender % 3 === which),
          ),
      );
      const acked = (): number => nodes.reduce((sum, node) => sum + node.acked.length, 0);
      const speaking = Promise.all(nodes.map((node) => node.speak()));
      const start = performance.now();
      for (const share of [0.2, 0.5]) {
        while (acked() < MESSAGES * share) await new Promise((resolve) => setTimeout(resolve, 1));
        await server.service.kill();
        await server.service.start();
        const before = acked();
        const backAt = performance.now();
        while (acked() <= before) await new Promise((resolve) => setTimeout(resolve, 1));
        t.diagnostic(
          `sends flow again ${Math.round(performance.now() - backAt)} ms after the database is back`,
        );
      }
      await speaking;
      const perSecond = Math.round((MESSAGES / (performance.now() - start)) * 1000);
      t.diagnostic(`${perSecond} messages/s, both deaths included`);
      check(await readAll(first, group, owner), nodes);
    });
  });
}
