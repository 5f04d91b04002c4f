/** Whatever happens to those who deliver, a receiver gets everything, in the order of each conversation. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { encodeContent } from '@posthorn/protocol';
import { Registry } from 'prom-client';
import { TEST_ENGINES } from '@posthorn/testing/databases';
import { REGISTRY } from '../../compose/features.ts';
import { configWith } from '../../compose/options.ts';
import { createMemoryStore } from '../../compose/stores.ts';
import { silentLogger } from '../../logger.ts';
import { OutgoingError } from '../../outgoing/error.ts';
import type { PostAnswer, Posted } from '../../outgoing/outgoing.ts';
import type { Gathering, LogEntry } from '../../pipeline/followers/follower.ts';
import type { Services } from '../../router/services.ts';
import { Sealer } from '../../sealing/sealer.ts';
import { getConversation, openDirect } from '../../store/log/conversations.ts';
import { StoreError } from '../../store/store.ts';
import type { Store } from '../../store/store.ts';
import { systemRandom } from '../../system.ts';
import { createUser } from '../accounts/user-queries.ts';
import { Deliveries } from './deliveries.ts';
import { followers } from './follower.ts';
import { replayLanes } from './lane-queries.ts';
import { addWebhook } from './webhook-queries.ts';

const ROUNDS = 40;
/** On database servers each takes longer. */
const FEWER_ROUNDS = 12;
const TROUBLE = 0.2;
const PATHS = ['one', 'many'] as const;

/** Repeatable for a seed: a linear congruential generator. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296) / 4_294_967_296;
}

/** Timers of a clock that stands still run at once. */
function soon(_delayMs: number, run: () => void): { cancel: () => void } {
  const immediate = setImmediate(run);
  return { cancel: () => clearImmediate(immediate) };
}

interface Told {
  readonly data: { readonly conversation: number; readonly seq: number };
}

class World {
  readonly #store: Store;
  readonly #random: () => number;
  readonly #heads = new Map<number, number>();
  /** What the follower has not made safe. */
  readonly #unheard: LogEntry[] = [];
  /** The follower as it runs now; undefined: its router has died. */
  #gathering: Gathering | undefined;
  /** So many of them it was told of, and so many of those a call that failed is to make safe; 0: none has. */
  #toldOf = 0;
  #settling = 0;
  /** By receiver: bodies of requests, whether or not their sender heard that they were taken. */
  readonly #came = new Map<string, Told[]>(PATHS.map((path) => [`/${path}`, []]));
  readonly #bodies = new Map<string, string>();
  #bob = 0;
  /** As large as times are: an engine may take a parameter for a small integer. */
  #now = Date.UTC(2026, 0, 1);
  #count = 0;
  hasTrouble = true;
  /** Before a receiver answers. */
  #answering: () => Promise<void> = () => Promise.resolve();
  readonly #nodes: Deliveries[] = [];

  constructor(store: Store, random: () => number) {
    this.#store = store;
    this.#random = random;
  }

  async open(): Promise<void> {
    this.#bob = await this.#join('bob');
    for (const name of ['carl', 'dora', 'eve']) {
      const { id } = await this.#store.run(openDirect, await this.#join(name), this.#bob);
      this.#heads.set(id, 0);
    }
    for (const [index, path] of PATHS.entries()) await this.#add(path, index === 0 ? 1 : 3);
    for (let node = 0; node < 2; node++)
      this.#nodes.push(new Deliveries(this.#services(), { post: (posted) => this.#post(posted) }));
  }

  async #join(name: string): Promise<number> {
    const rest = { displayName: '', passwordHash: undefined, admin: false, createdAt: 0 };
    const made = await this.#store.run(createUser, { name, nameKey: name, ...rest });
    assert.equal(made.status, 'created');
    return made.user.id;
  }

  async #add(path: string, batch: number): Promise<void> {
    const url = `https://receiver.test/${path}`;
    const choice = { events: ['message.created'], conversations: [], noDirect: false };
    const rest = { description: '', secret: 'whsec_AAAA', createdBy: this.#bob, createdAt: 0 };
    const origin = { event: 'addWebhook', time: 0, actor: 0, session: 0, address: '' };
    await this.#store.run(addWebhook, { url, batch, ...choice, ...rest }, { most: 10, receiver: '' }, origin);
  }

  /** Somebody says something, and the follower hears of it sooner or later; the same entries come again after a failure. */
  async step(): Promise<void> {
    this.#now += Math.floor(this.#random() * 20_000);
    const conversations = [...this.#heads.keys()];
    await this.#say(conversations[Math.floor(this.#random() * conversations.length)] ?? 0);
    await this.follow();
  }

  async #say(conversation: number): Promise<void> {
    const record = await this.#store.run(getConversation, conversation);
    assert.ok(record !== undefined);
    const sender = record.users.find((user) => user !== this.#bob) ?? 0;
    const content = encodeContent({ text: `text ${(this.#count += 1)}` });
    const { version } = record;
    const append = { conversation, version, sender, clientId: `id ${this.#count}`, time: this.#now, content };
    const [outcome] = await this.#store.log.append([append]);
    assert.ok(outcome?.status === 'appended');
    this.#heads.set(conversation, outcome.seq);
    this.#unheard.push({ conversation, seq: outcome.seq, sender, time: this.#now, content });
  }

  async follow(): Promise<void> {
    const [follower] = followers(this.#services());
    assert.ok(follower?.gather !== undefined);
    // Now and then another router runs it, which hears again of what is not safe.
    if (this.#random() < 0.3) this.#gathering = undefined;
    const isNew = this.#gathering === undefined;
    const gathering = (this.#gathering ??= follower.gather());
    const told = isNew ? this.#unheard : this.#unheard.slice(this.#toldOf);
    for (const entry of told) gathering.add(entry);
    this.#toldOf = this.#unheard.length;
    if (isNew) this.#settling = 0;
    const settling = (this.#settling ||= this.#toldOf);
    await this.#survive(async () => {
      await gathering.settle(AbortSignal.timeout(60_000));
      this.#unheard.splice(0, settling);
      this.#toldOf -= settling;
      this.#settling = 0;
    });
  }

  /** One of the routers looks; the other one may be at it too. */
  async look(): Promise<void> {
    const node = this.#nodes[Math.floor(this.#random() * this.#nodes.length)];
    await node?.begin();
  }

  async #survive(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      assert.ok(error instanceof StoreError, String(error));
    }
  }

  async replay(from = 1 + Math.floor(this.#random() * this.#count)): Promise<void> {
    await this.#store.run(replayLanes, { webhook: 1, from, after: -1, limit: 500 }, this.#now);
  }

  /** Everything is replayed while the last of it is under way. */
  async replayLate(): Promise<void> {
    this.hasTrouble = false;
    for (let each = 0; each < 20; each++) await this.step();
    while (this.#unheard.length > 0) await this.follow();
    const came = this.#came.get('/one') ?? [];
    this.#answering = async () => {
      if (came.length === this.#count) await this.replay(1);
    };
    for (let look = 0; look < 10; look++) {
      this.#now += 61_000;
      await this.look();
      await this.idle();
    }
    assert.equal(came.length, 2 * this.#count, 'all of it came twice');
    await this.check();
  }

  #services(): Services {
    const parts = {
      store: { run: (...args: Parameters<Store['run']>) => this.#maybe(() => this.#store.run(...args)) },
      clock: { now: () => this.#now, monotonic: () => this.#now, after: soon },
      random: { bytes: (count: number) => systemRandom.bytes(count), unit: this.#random },
      logger: silentLogger,
      contents: REGISTRY.contents,
      sealer: Sealer.off,
      config: { options: configWith({}) },
      registry: new Registry(),
      state: () => ({ wake: () => undefined }),
    };
    // The parts that webhooks use.
    return parts as unknown as Services;
  }

  /** Fails, takes, or takes and does not get to say so. */
  async #post({ url, body, headers }: Posted): Promise<PostAnswer> {
    const dice = this.hasTrouble ? this.#random() : 1;
    if (dice < TROUBLE / 2) return { status: 500, retryAfter: undefined };
    const text = Buffer.from(body).toString();
    const id = headers['webhook-id'] ?? '';
    // The same id never has other bytes.
    assert.equal(this.#bodies.get(id) ?? text, text);
    this.#bodies.set(id, text);
    this.#came.get(url.pathname)?.push(...[JSON.parse(text) as Told | Told[]].flat());
    await this.#answering();
    if (dice < TROUBLE) throw new OutgoingError('timeout', 'the answer was lost');
    return { status: 200, retryAfter: undefined };
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
    while (this.#unheard.length > 0) await this.follow();
    // Whatever was taken by who has died comes back, and every pause ends.
    for (let round = 0; round < 40; round++) {
      this.#now += 61_000;
      await this.look();
      await this.idle();
    }
    for (const [path, told] of this.#came) {
      for (const [conversation, head] of this.#heads) {
        const seqs = told.flatMap(({ data }) => (data.conversation === conversation ? [data.seq] : []));
        // Each for the first time in order, none left out.
        const first = [...new Set(seqs)];
        const all = Array.from({ length: head }, (_, index) => index + 1);
        assert.deepEqual(first, all, `${path}: conversation ${conversation}`);
      }
    }
  }

  async idle(): Promise<void> {
    await Promise.all(this.#nodes.map((node) => node.idle()));
  }
}

async function play(store: Store, seed: number, rounds = ROUNDS): Promise<void> {
  const random = randomFrom(seed);
  const world = new World(store, random);
  await world.open();
  for (let round = 0; round < rounds; round++) {
    const step = world.step();
    const looks = random() < 0.5 ? [world.look(), world.look()] : [];
    await Promise.all([step, ...looks]);
    if (random() < 0.3) await world.idle();
    if (random() < 0.05) await world.replay();
  }
  await world.idle();
  await world.check();
}

describe('two who deliver and die again and again', () => {
  it('deliver everything in order, on a store in memory', async () => {
    for (let seed = 1; seed <= 8; seed++) {
      const store = createMemoryStore({ random: systemRandom });
      await play(store, seed);
      await store.close();
    }
  });

  it('deliver again what is replayed while it is under way', async () => {
    const store = createMemoryStore({ random: systemRandom });
    const world = new World(store, randomFrom(1));
    await world.open();
    await world.replayLate();
    await store.close();
  });

  for (const engine of TEST_ENGINES) {
    it(`deliver everything in order, on ${engine.name}`, async (t) => {
      const server = await engine.start();
      if (typeof server === 'string') return t.skip(server);
      const store = await engine.open(await server.database());
      await play(store, 1, FEWER_ROUNDS);
      await store.close();
    });
  }
});
