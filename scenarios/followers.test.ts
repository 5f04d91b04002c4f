/** A follower that counts words goes through everything that is said, though the router that runs it dies. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { decodeContent } from '@posthorn/protocol';
import { createMemoryStore, StoreError, systemRandom } from '@posthorn/server';
import type { Bus, Store } from '@posthorn/server';
import type { Feature, LogEntry } from '@posthorn/server/feature';
import { Condition } from '@posthorn/testing/condition';
import { FaultyBus } from '@posthorn/testing/faulty-bus';
import { InProcessCluster } from '@posthorn/testing/in-process-cluster';
import { Town } from './support/town.ts';

/** A member of the group, and of the lobby as everybody is. */
const FIRST_USER = 1;

/** How many words were said in each conversation: what a follower keeps outside the store. */
class WordCount {
  readonly #counted = new Map<number, { through: number; words: number }>();
  readonly progress = new Condition();
  /** By which nodes, in the order of their first calls. */
  readonly nodes = new Set<string>();
  repeats = 0;

  count(node: string, entries: readonly LogEntry[]): void {
    this.nodes.add(node);
    for (const { conversation, seq, content } of entries) {
      const counted = this.#counted.get(conversation) ?? { through: 0, words: 0 };
      this.#counted.set(conversation, counted);
      assert.ok(seq <= counted.through + 1, `${seq} came before ${counted.through + 1}`);
      if (seq <= counted.through) {
        this.repeats += 1;
        continue;
      }
      counted.through = seq;
      counted.words += wordsIn(content);
    }
    this.progress.changed();
  }

  through(conversation: number): number {
    return this.#counted.get(conversation)?.through ?? 0;
  }

  words(conversation: number): number {
    return this.#counted.get(conversation)?.words ?? 0;
  }
}

function wordsIn(content: Uint8Array): number {
  return decodeContent(content).text.split(' ').filter(Boolean).length;
}

/** A router's connection to the store, which may be cut as by the router's death. */
class Connection {
  #isCut = false;
  readonly store: Store;

  constructor(store: Store) {
    const log = this.#through(store.log);
    this.store = new Proxy(this.#through(store), {
      get: (target, key) => (key === 'log' ? log : (Reflect.get(target, key) as unknown)),
    });
  }

  cut(): void {
    this.#isCut = true;
  }

  /** The same, as long as it is not cut: what was carried out after the death is not heard of. */
  #through<T extends object>(inner: T): T {
    return new Proxy(inner, {
      get: (target, key) => {
        const value: unknown = Reflect.get(target, key);
        if (typeof value !== 'function' || key === 'close') return value;
        return async (...args: readonly unknown[]): Promise<unknown> => {
          this.#refuseIfCut();
          const result: unknown = await Reflect.apply(value, target, args);
          this.#refuseIfCut();
          return result;
        };
      },
    });
  }

  #refuseIfCut(): void {
    if (this.#isCut) throw new StoreError('unavailable', 'the router is dead');
  }
}

describe('a follower in a cluster', () => {
  it('counts every word once, though its router dies in a call', async (t) => {
    const count = new WordCount();
    const dead = new Set<string>();
    let isDying = false;
    const ended = Promise.withResolvers<void>();
    const feature: Feature = {
      name: 'words',
      followers: ({ config: { node } }) => [
        {
          name: 'words',
          start: 'beginning',
          async handle(entries) {
            if (isDying && dead.size === 0) {
              dead.add(node);
              count.progress.changed();
            }
            if (dead.has(node)) return ended.promise;
            count.count(node, entries);
          },
        },
      ],
    };
    const buses: FaultyBus[] = [];
    const busOf = (bus: Bus): Bus => {
      const faulty = new FaultyBus(bus, Math.random);
      buses.push(faulty);
      return faulty;
    };
    const store = createMemoryStore({ random: systemRandom });
    const cluster = await InProcessCluster.start({ store, busOf, routers: 0, gateways: 0 });
    const connections = [new Connection(store), new Connection(store)];
    for (const connection of connections) {
      await cluster.add('router', { store: connection.store, features: [feature] });
    }
    for (let index = 0; index < 2; index++) await cluster.add('gateway');
    const town = await Town.open({ url: (index) => cluster.tcpUrl(index) });
    t.after(async () => {
      ended.resolve();
      await town.leave();
      await cluster.close();
      await store.close();
    });

    await town.untilAcked(200);
    await count.progress.until(() => count.nodes.size > 0);
    isDying = true;
    await count.progress.until(() => dead.size > 0);
    const index = cluster.routers.findIndex(({ id }) => dead.has(id));
    connections[index]?.cut();
    const bus = buses[index];
    assert.ok(bus !== undefined);
    bus.isCut = true;
    // Within 6 s, which packages/server/test/pipeline/duties.test.ts measures by a clock of its own.
    await count.progress.until(() => count.nodes.size > 1);
    await town.untilAcked(200);
    await town.close();

    const heads = await store.log.changedHeads(0, 0, 1000);
    await count.progress.until(() =>
      heads.every(({ conversation, seq }) => count.through(conversation) === seq),
    );
    for (const { conversation, seq, users } of heads) {
      const reader = users[0] ?? FIRST_USER;
      assert.equal(count.words(conversation), await wordsSaid(store, { conversation, reader, head: seq }));
    }
  });
});

interface Said {
  readonly conversation: number;
  readonly reader: number;
  readonly head: number;
}

async function wordsSaid(store: Store, { conversation, reader, head }: Said): Promise<number> {
  let words = 0;
  for (let after = 0; after < head;) {
    const range = { conversation, after, before: 0, limit: 1000, mark: 0 };
    const [batch] = await store.log.pull(reader, [range], 1e7);
    assert.ok(batch !== undefined && batch.messages.length > 0);
    for (const { content } of batch.messages) words += wordsIn(content);
    after = batch.messages.at(-1)?.seq ?? head;
  }
  return words;
}
