/** Whatever happens to those who send it, a scheduled message is sent once, as it was changed last. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { decodeContent, encodeContent, PosthornError } from '@posthorn/protocol';
import { TEST_ENGINES } from '@posthorn/testing/databases';
import { REGISTRY } from '../../compose/features.ts';
import { createMemoryStore } from '../../compose/stores.ts';
import { silentLogger } from '../../logger.ts';
import type { Submission } from '../../pipeline/submission.ts';
import type { Services } from '../../router/services.ts';
import { getConversation, openDirect } from '../../store/log/conversations.ts';
import { StoreError } from '../../store/store.ts';
import type { Store } from '../../store/store.ts';
import { systemRandom } from '../../system.ts';
import { createUser } from '../accounts/user-queries.ts';
import * as scheduledQueries from './queries.ts';
import { sendDue } from './sending.ts';

const ROUNDS = 60;
const USERS = 3;
const TROUBLE = 0.2;

/** Repeatable for a seed: a linear congruential generator. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296) / 4_294_967_296;
}

/** What its scheduler knows of a message. */
interface Known {
  readonly user: number;
  text: string;
  isCancelled: boolean;
}

class World {
  readonly #store: Store;
  readonly #random: () => number;
  readonly #known = new Map<number, Known>();
  #users: readonly number[] = [];
  #conversation = 0;
  #now = 0;
  #made = 0;
  hasTrouble = true;

  constructor(store: Store, random: () => number) {
    this.#store = store;
    this.#random = random;
  }

  async open(): Promise<void> {
    const users = [];
    for (let count = 0; count < USERS; count++) {
      const [name, passwordHash] = [`user${count}`, undefined];
      const user = { name, nameKey: name, displayName: '', passwordHash, admin: false, createdAt: 0 };
      const made = await this.#store.run(createUser, user);
      assert.equal(made.status, 'created');
      users.push(made.user.id);
    }
    this.#users = users;
    this.#conversation = (await this.#store.run(openDirect, users[0] ?? 0, users[1] ?? 0)).id;
  }

  /** One step of a scheduler; rounds of senders go on meanwhile. */
  async step(): Promise<void> {
    this.#now += Math.floor(this.#random() * 1000);
    const ids = [...this.#known.keys()];
    const id = ids[Math.floor(this.#random() * ids.length)];
    const known = this.#known.get(id ?? 0);
    const choice = this.#random();
    if (id === undefined || known === undefined || choice < 0.5) return this.#schedule();
    if (choice < 0.8) return this.#change(id, known);
    const outcome = await this.#store.run(scheduledQueries.cancelScheduled, known.user, id, this.#now);
    if (outcome === 'changed') known.isCancelled = true;
  }

  async #schedule(): Promise<void> {
    const [user = 0] = this.#users.slice(Math.floor(this.#random() * USERS));
    const text = `text ${(this.#made += 1)}`;
    const message = {
      user,
      conversation: this.#conversation,
      clientId: `id ${this.#made}`,
      content: encodeContent({ text }),
      due: this.#now + Math.floor(this.#random() * 10),
    };
    const outcome = await this.#store.run(scheduledQueries.createScheduled, message, 1000);
    assert.equal(outcome.status, 'made');
    this.#known.set(outcome.record.id, { user, text, isCancelled: false });
  }

  async #change(id: number, known: Known): Promise<void> {
    const text = `${known.text}+`;
    const change = { content: encodeContent({ text }), due: this.#now + Math.floor(this.#random() * 5) };
    const outcome = await this.#store.run(scheduledQueries.changeScheduled, known.user, id, change);
    if (outcome === 'changed') known.text = text;
  }

  /** A round of one sender, who may die anywhere in it. */
  async send(): Promise<void> {
    const page = { now: this.#now, after: { id: 0, due: 0 }, limit: 50 };
    try {
      await sendDue(this.#services(), await this.#store.run(scheduledQueries.dueScheduled, page));
    } catch (error) {
      assert.ok(error instanceof StoreError, String(error));
    }
  }

  #services(): Services {
    const parts = {
      store: { run: (...args: Parameters<Store['run']>) => this.#maybe(() => this.#store.run(...args)) },
      clock: { now: () => this.#now },
      logger: silentLogger,
      contents: REGISTRY.contents,
      config: { options: {} },
      append: { submit: (submission: Submission) => this.#submit(submission) },
    };
    // The parts that sending uses.
    return parts as unknown as Services;
  }

  async #submit({ sender, conversation, clientId, content }: Submission): Promise<void> {
    const record = await this.#store.run(getConversation, conversation);
    assert.ok(record !== undefined);
    if (this.hasTrouble && this.#random() < TROUBLE) throw new PosthornError('RATE_LIMITED', 'slow mode');
    const append = { conversation, version: record.version, sender, clientId, time: this.#now };
    try {
      const [outcome] = await this.#maybe(() =>
        this.#store.log.append([{ ...append, content: encodeContent(content) }]),
      );
      assert.match(outcome?.status ?? '', /appended|repeated/);
    } catch (cause) {
      throw new PosthornError('UNAVAILABLE', 'the outcome is unknown', { cause });
    }
  }

  /** Fails now and then, before or after the work is done. */
  async #maybe<T>(work: () => Promise<T>): Promise<T> {
    const isInTrouble = this.hasTrouble && this.#random() < TROUBLE;
    if (isInTrouble && this.#random() < 0.5) throw new StoreError('unavailable', 'before');
    const result = await work();
    if (isInTrouble) throw new StoreError('unavailable', 'after');
    return result;
  }

  async check(): Promise<void> {
    this.hasTrouble = false;
    this.#now += 10_000;
    await this.send();
    const [user = 0] = this.#users;
    const range = { conversation: this.#conversation, after: 0, before: 0, limit: 1000, mark: 0 };
    const [batch] = await this.#store.log.pull(user, [range], 10_000_000);
    const said = batch?.messages.map(({ content }) => decodeContent(content).text) ?? [];
    const expected = [...this.#known.values()].filter(({ isCancelled }) => !isCancelled);
    assert.deepEqual(said.toSorted(), expected.map(({ text }) => text).toSorted());
    for (const each of this.#users) {
      assert.deepEqual(await this.#store.run(scheduledQueries.scheduledOf, each, 0, 1000), []);
    }
  }
}

async function play(store: Store, seed: number): Promise<void> {
  const random = randomFrom(seed);
  const world = new World(store, random);
  await world.open();
  const senders: Promise<void>[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const step = world.step();
    if (random() < 0.5) senders.push(world.send());
    if (random() < 0.3) senders.push(world.send());
    await step;
  }
  await Promise.all(senders);
  await world.check();
}

describe('two senders who die again and again, and one who changes and cancels', () => {
  it('send each message once, on a store in memory', async () => {
    for (let seed = 1; seed <= 50; seed++) {
      const store = createMemoryStore({ random: systemRandom });
      await play(store, seed);
      await store.close();
    }
  });

  for (const engine of TEST_ENGINES) {
    it(`send each message once, on ${engine.name}`, async (t) => {
      const server = await engine.start();
      if (typeof server === 'string') return t.skip(server);
      for (let seed = 1; seed <= 3; seed++) {
        const store = await engine.open(await server.database());
        await play(store, seed);
        await store.close();
      }
    });
  }
});
