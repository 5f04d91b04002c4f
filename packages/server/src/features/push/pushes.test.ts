/** Whatever happens to those who tell them, browsers are told of the last message that nobody has read. */
import assert from 'node:assert/strict';
import { createECDH } from 'node:crypto';
import type { ECDH } from 'node:crypto';
import { describe, it } from 'node:test';
import { encodeContent } from '@posthorn/protocol';
import { TEST_ENGINES } from '@posthorn/testing/databases';
import { openPush } from '@posthorn/testing/push-service';
import { BusError } from '../../bus/bus.ts';
import { REGISTRY } from '../../compose/features.ts';
import { configWith } from '../../compose/options.ts';
import { createMemoryStore } from '../../compose/stores.ts';
import { silentLogger } from '../../logger.ts';
import type { Posted } from '../../outgoing/outgoing.ts';
import type { LogEntry } from '../../pipeline/followers/follower.ts';
import type { Services } from '../../router/services.ts';
import { Sealer } from '../../sealing/sealer.ts';
import { getConversation, openDirect } from '../../store/log/conversations.ts';
import { StoreError } from '../../store/store.ts';
import type { Store } from '../../store/store.ts';
import { systemRandom } from '../../system.ts';
import { createSession } from '../accounts/session-queries.ts';
import { createUser } from '../accounts/user-queries.ts';
import { moveCursors } from '../cursors/queries.ts';
import { followers } from './follower.ts';
import { Pushes } from './pushes.ts';
import { subscribe } from './subscription-queries.ts';

const ROUNDS = 40;
/** On database servers each takes longer. */
const FEWER_ROUNDS = 12;
const TROUBLE = 0.2;
const DAY_MS = 86_400_000;
const ORIGIN = 'https://push.test';

/** Repeatable for a seed: a linear congruential generator. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296) / 4_294_967_296;
}

interface Browser {
  readonly ecdh: ECDH;
  readonly auth: Buffer;
  /** Up to which seq it was told, by conversation. */
  readonly told: Map<number, number>;
}

interface Payload {
  readonly type: string;
  readonly conversation: number;
  readonly seq: number;
}

class World {
  readonly #store: Store;
  readonly #random: () => number;
  readonly #browsers = new Map<string, Browser>();
  readonly #said = new Map<number, number>();
  readonly #read = new Map<number, number>();
  readonly #unheard: LogEntry[] = [];
  #bob = 0;
  #now = DAY_MS;
  #count = 0;
  hasTrouble = true;
  readonly tellers: Pushes[] = [];

  constructor(store: Store, random: () => number) {
    this.#store = store;
    this.#random = random;
  }

  async open(): Promise<void> {
    this.#bob = await this.#join('bob');
    for (const name of ['carl', 'dora']) {
      const { id } = await this.#store.run(openDirect, await this.#join(name), this.#bob);
      this.#said.set(id, 0);
    }
    for (const name of ['phone', 'desk']) await this.#subscribe(name);
    this.tellers.push(new Pushes(this.#services()), new Pushes(this.#services()));
  }

  async #join(name: string): Promise<number> {
    const user = {
      name,
      nameKey: name,
      displayName: '',
      passwordHash: undefined,
      admin: false,
      createdAt: 0,
    };
    const made = await this.#store.run(createUser, user);
    assert.equal(made.status, 'created');
    return made.user.id;
  }

  async #subscribe(name: string): Promise<void> {
    const made = await this.#store.run(createSession, {
      user: this.#bob,
      deviceId: name,
      deviceClass: 'web',
      label: name,
      createdAt: 0,
      expiresAt: Number.MAX_SAFE_INTEGER,
      tokenHash: Buffer.from(name.padEnd(32)),
    });
    const browser = { ecdh: createECDH('prime256v1'), auth: Buffer.alloc(16, name), told: new Map() };
    browser.ecdh.generateKeys();
    this.#browsers.set(`${ORIGIN}/${name}`, browser);
    const subscription = {
      session: made.id,
      user: this.#bob,
      endpoint: `${ORIGIN}/${name}`,
      p256dh: browser.ecdh.getPublicKey('base64url'),
      auth: browser.auth.toString('base64url'),
      createdAt: 0,
    };
    assert.equal(await this.#store.run(subscribe, subscription, name, 20), true);
  }

  /** Somebody says something, or it is read; the follower hears of it sooner or later. */
  async step(): Promise<void> {
    this.#now += Math.floor(this.#random() * 20_000);
    const conversations = [...this.#said.keys()];
    const conversation = conversations[Math.floor(this.#random() * conversations.length)] ?? 0;
    if (this.#random() < 0.6) await this.#say(conversation);
    else await this.#readAll(conversation);
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
    this.#said.set(conversation, outcome.seq);
    this.#unheard.push({ conversation, seq: outcome.seq, sender, time: this.#now, content });
  }

  async #readAll(conversation: number): Promise<void> {
    const read = this.#said.get(conversation) ?? 0;
    await this.#store.run(moveCursors, [{ user: this.#bob, conversation, read, delivered: read }]);
    this.#read.set(conversation, read);
    const [teller] = this.tellers;
    await teller?.readElsewhere([{ user: this.#bob, conversation, read }]);
  }

  /** The same entries come again after a failure. */
  async follow(): Promise<void> {
    const [follower] = followers(this.#services());
    try {
      await follower?.handle?.(this.#unheard, AbortSignal.timeout(60_000));
      this.#unheard.length = 0;
    } catch (error) {
      assert.ok(error instanceof StoreError, String(error));
    }
  }

  /** One of those who tell looks; the other one may be at it too. */
  async look(): Promise<void> {
    const teller = this.tellers[Math.floor(this.#random() * this.tellers.length)];
    try {
      await teller?.begin();
    } catch (error) {
      assert.ok(error instanceof StoreError, String(error));
    }
  }

  #services(): Services {
    const parts = {
      store: { run: (...args: Parameters<Store['run']>) => this.#maybe(() => this.#store.run(...args)) },
      clock: { now: () => this.#now, monotonic: () => this.#now, after: () => ({ cancel: () => undefined }) },
      random: { bytes: (count: number) => systemRandom.bytes(count), unit: this.#random },
      logger: silentLogger,
      contents: REGISTRY.contents,
      sealer: Sealer.off,
      config: { options: configWith({ pushHosts: [ORIGIN] }) },
      bus: { request: () => Promise.reject(new BusError('no-responders', 'nobody is there')) },
      outgoing: { post: (posted: Posted) => this.#post(posted) },
    };
    // The parts that pushes use.
    return parts as unknown as Services;
  }

  #post({ url, body }: Posted): Promise<{ readonly status: number; readonly retryAfter: undefined }> {
    const browser = this.#browsers.get(url.href);
    assert.ok(browser !== undefined);
    if (this.hasTrouble && this.#random() < TROUBLE)
      return Promise.resolve({ status: this.#random() < 0.5 ? 500 : 429, retryAfter: undefined });
    const text = openPush(body, browser.ecdh, browser.auth).toString();
    const { type, conversation, seq } = JSON.parse(text) as Payload;
    if (type === 'message') browser.told.set(conversation, seq);
    return Promise.resolve({ status: 201, retryAfter: undefined });
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
    await this.follow();
    // Whatever was taken by who has died comes back, and every pause ends.
    for (let round = 0; round < 40; round++) {
      this.#now += 30_000;
      await this.look();
      await this.idle();
    }
    for (const [url, { told }] of this.#browsers) {
      for (const [conversation, said] of this.#said) {
        if (said > (this.#read.get(conversation) ?? 0)) assert.equal(told.get(conversation), said, url);
      }
    }
  }

  async idle(): Promise<void> {
    await Promise.all(this.tellers.map((teller) => teller.idle()));
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
  }
  await world.idle();
  await world.check();
}

describe('two who tell browsers and die again and again', () => {
  it('tell each of the last message, on a store in memory', async () => {
    for (let seed = 1; seed <= 8; seed++) {
      const store = createMemoryStore({ random: systemRandom });
      await play(store, seed);
      await store.close();
    }
  });

  for (const engine of TEST_ENGINES) {
    it(`tell each of the last message, on ${engine.name}`, async (t) => {
      const server = await engine.start();
      if (typeof server === 'string') return t.skip(server);
      const store = await engine.open(await server.database());
      await play(store, 1, FEWER_ROUNDS);
      await store.close();
    });
  }
});
