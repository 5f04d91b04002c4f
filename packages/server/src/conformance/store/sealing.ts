/**
 * Cases on sealed secrets (ADR 56).
 *
 * @module
 */
import assert from 'node:assert/strict';
import { ConfigError } from '../../config/config-error.ts';
import * as factorQueries from '../../features/second-factors/factor-queries.ts';
import type { OfferRecord } from '../../features/second-factors/factor-records.ts';
import { STORAGE as FACTORS } from '../../features/second-factors/storage.ts';
import { STORAGE as FILES } from '../../features/files/storage.ts';
import { LINK_KEY, linkKey } from '../../features/files/link-queries.ts';
import { STORAGE as PREVIEWS } from '../../features/previews/storage.ts';
import { STORAGE as PUSH } from '../../features/push/storage.ts';
import { keepPushKeys, PRIVATE_KEYS } from '../../features/push/subscription-queries.ts';
import { STORAGE as WEBHOOKS } from '../../features/webhooks/storage.ts';
import * as webhookQueries from '../../features/webhooks/webhook-queries.ts';
import { silentLogger } from '../../logger.ts';
import type { Logger } from '../../logger.ts';
import type { SealingKeys } from '../../sealing/key-file.ts';
import { openSealer } from '../../sealing/open.ts';
import { isSealed, SealedError, Sealer } from '../../sealing/sealer.ts';
import { replaceSecrets, sealingKeys } from '../../store/sealing/queries.ts';
import type { Store } from '../../store/store.ts';
import { systemRandom as random } from '../../system.ts';
import { TIME } from './case.ts';
import type { Fixture, StoreCase } from './case.ts';

const ORIGIN = { event: 'test', time: TIME, actor: 0, session: 0, address: '' };
const PLACES = [FACTORS, FILES, PREVIEWS, PUSH, WEBHOOKS].flatMap(({ sealed = [] }) => sealed);
const PAGE = 3;
const FACTOR_COUNT = 7;
const { FACTOR_SECRETS, OFFERED_SECRETS } = factorQueries;
const { SECRETS, URLS } = webhookQueries;

/** The first letter of each is its name, the first key seals; `-`: none does. */
function keys(names: string, changed = ''): SealingKeys {
  const isPlain = names.startsWith('-');
  const all = Array.from(isPlain ? names.slice(1) : names, (id) => ({
    id,
    bytes: new Uint8Array(32).fill((changed.includes(id) ? 100 : 0) + id.charCodeAt(0)),
  }));
  return { path: 'keys', current: isPlain ? undefined : all[0], all };
}

function open(store: Store, given: SealingKeys | undefined, logger: Logger = silentLogger): Promise<Sealer> {
  return openSealer({ store, places: PLACES, keys: given, random, logger, page: PAGE });
}

/** Secrets of every kind, as a server keeps them. */
class Kept {
  readonly #fixture: Fixture;
  #user = 0;
  readonly #webhooks: number[] = [];

  constructor(fixture: Fixture) {
    this.#fixture = fixture;
  }

  get store(): Store {
    return this.#fixture.store;
  }

  get webhook(): number {
    return this.#webhooks[0] ?? 0;
  }

  async fill(sealer: Sealer): Promise<void> {
    const { store } = this;
    this.#user = (await this.#fixture.user('Ann')).id;
    for (let index = 0; index < FACTOR_COUNT; index++) await this.#addFactor(sealer, index);
    const offered = sealer.sealBytes(OFFERED_SECRETS, ['offered'], secretBytes(99));
    await store.run(factorQueries.makeOffer, { ...this.#offer('offered'), secret: offered }, TIME);
    for (const index of [1, 2]) await this.#addWebhook(sealer, index);
    const rotated = sealer.sealText(SECRETS, [this.#user, TIME + 1], 'whsec_new');
    await store.run(webhookQueries.rotateSecret, this.webhook, rotated, TIME, ORIGIN);
    const privateKey = sealer.sealText(PRIVATE_KEYS, ['vapid', 'public'], 'private');
    await store.run(keepPushKeys, { publicKey: 'public', privateKey });
    await store.run(linkKey, sealer.sealText(LINK_KEY, ['links'], 'links'));
  }

  #offer(key: string): OfferRecord {
    return {
      key,
      user: this.#user,
      kind: 'totp',
      secret: new Uint8Array(0),
      origin: '',
      endsAt: TIME + 1000,
    };
  }

  async #addFactor(sealer: Sealer, index: number): Promise<void> {
    const [user, createdAt] = [this.#user, TIME + index];
    const isPasskey = index === 0;
    const plain = secretBytes(index);
    const secret = isPasskey ? plain : sealer.sealBytes(FACTOR_SECRETS, [user, createdAt], plain);
    const kind = isPasskey ? 'passkey' : 'totp';
    await this.store.run(factorQueries.makeOffer, this.#offer('key'), TIME);
    const rest = { name: 'Phone', counter: 0, credential: '', domain: '', transports: '' };
    const factor = { ...rest, user, kind, secret, createdAt } as const;
    const adding = { key: 'key', most: 100, recovery: [] };
    const { status } = await this.store.run(factorQueries.addFactor, factor, adding, ORIGIN);
    assert.equal(status, 'added');
  }

  async #addWebhook(sealer: Sealer, index: number): Promise<void> {
    const [createdBy, createdAt] = [this.#user, TIME + index];
    const secret = sealer.sealText(SECRETS, [createdBy, createdAt], `whsec_${index}`);
    const choice = { events: ['message.created'], conversations: [], noDirect: false, batch: 1 };
    const url = sealer.sealText(URLS, [createdBy, createdAt], `https://receiver.test/${index}`);
    const rest = { url, description: '', secret, createdBy, createdAt };
    const made = await this.store.run(
      webhookQueries.addWebhook,
      { ...choice, ...rest },
      { most: 10, receiver: '' },
      ORIGIN,
    );
    this.#webhooks.push(made?.id ?? 0);
  }

  /** What the database has, as texts. */
  async stored(): Promise<readonly string[]> {
    const { store } = this;
    const factors = await store.run(factorQueries.factorsOf, this.#user);
    const offers = await store.run(factorQueries.offersTo, this.#user);
    const webhooks = await store.run(webhookQueries.allWebhooks);
    const { privateKey } = await store.run(keepPushKeys, { publicKey: 'another', privateKey: 'another' });
    return [
      ...[...factors, ...offers]
        .filter(({ kind }) => kind === 'totp')
        .map(({ secret }) => Buffer.from(secret).toString('latin1')),
      ...webhooks
        .flatMap(({ url, secret, oldSecret }) => [url, secret, oldSecret])
        .filter((each) => each !== ''),
      privateKey,
      await store.run(linkKey, 'another'),
    ];
  }

  /** Opens all of them. */
  async check(sealer: Sealer): Promise<void> {
    const { store } = this;
    for (const [index, factor] of (await store.run(factorQueries.factorsOf, this.#user)).entries()) {
      const { user, createdAt, kind, secret } = factor;
      const opened = kind === 'totp' ? sealer.openBytes(FACTOR_SECRETS, [user, createdAt], secret) : secret;
      assert.deepEqual(Uint8Array.from(opened), secretBytes(index));
    }
    const [offer] = await store.run(factorQueries.offersTo, this.#user);
    const offered = sealer.openBytes(OFFERED_SECRETS, ['offered'], offer?.secret ?? new Uint8Array(0));
    assert.deepEqual(Uint8Array.from(offered), secretBytes(99));
    const [first, second] = await store.run(webhookQueries.allWebhooks);
    const owner = [this.#user, TIME + 1];
    assert.equal(sealer.openText(URLS, owner, first?.url ?? ''), 'https://receiver.test/1');
    assert.equal(sealer.openText(SECRETS, owner, first?.secret ?? ''), 'whsec_new');
    assert.equal(sealer.openText(SECRETS, owner, first?.oldSecret ?? ''), 'whsec_1');
    assert.equal(sealer.openText(SECRETS, [this.#user, TIME + 2], second?.secret ?? ''), 'whsec_2');
    const pair = await store.run(keepPushKeys, { publicKey: 'another', privateKey: 'another' });
    assert.equal(pair.publicKey, 'public');
    assert.equal(sealer.openText(PRIVATE_KEYS, ['vapid', 'public'], pair.privateKey), 'private');
    assert.equal(sealer.openText(LINK_KEY, ['links'], await store.run(linkKey, 'another')), 'links');
  }
}

function secretBytes(index: number): Uint8Array {
  return new Uint8Array(20).fill(index + 200);
}

async function filled(fixture: Fixture, given?: SealingKeys): Promise<Kept> {
  const kept = new Kept(fixture);
  await kept.fill(await open(fixture.store, given));
  return kept;
}

async function assertSealedWith(kept: Kept, id: string): Promise<void> {
  for (const each of await kept.stored()) assert.ok(each.startsWith(`sealed:1:${id}:`), each);
  assert.deepEqual(
    (await kept.store.run(sealingKeys)).map((key) => key.id),
    [id],
  );
}

/** What nobody may start on stays as it is. */
async function assertRefused(kept: Kept, given: SealingKeys | undefined, words: RegExp): Promise<void> {
  const before = await kept.stored();
  await assert.rejects(open(kept.store, given), (error: unknown) => {
    assert.ok(error instanceof ConfigError);
    assert.match(error.message, words);
    return true;
  });
  assert.deepEqual(await kept.stored(), before);
}

/** Like the store, but its process is killed instead of the call `count` that replaces secrets, or right after it. */
function dying(store: Store, count: number, isAfter: boolean): Store {
  let left = count;
  const run = async (...args: Parameters<Store['run']>): Promise<unknown> => {
    const isIt = (args[0] as unknown) === replaceSecrets && left-- === 0;
    if (isIt && !isAfter) throw new Error('killed');
    const done = await store.run(...args);
    if (isIt) throw new Error('killed');
    return done;
  };
  // The rest is used as it is.
  return { ...store, run } as unknown as Store;
}

/** How many secrets there are of all kinds. */
const COUNT = FACTOR_COUNT - 1 + 1 + 2 + 3 + 1 + 1;

export const sealingCases: readonly StoreCase[] = [
  {
    name: 'what is plain gets sealed, once; the first key takes the place of others, and `plain` of all',
    async run(fixture) {
      const { store } = fixture;
      const kept = await filled(fixture);
      await kept.check(Sealer.off);
      const told: unknown[] = [];
      const logger = { ...silentLogger, info: (fields: object) => told.push(fields) };
      await kept.check(await open(store, keys('a'), logger));
      await assertSealedWith(kept, 'a');
      const sealed = await kept.stored();
      assert.equal(new Set(sealed).size, COUNT);
      await kept.check(await open(store, keys('a'), logger));
      assert.deepEqual(await kept.stored(), sealed);
      await kept.check(await open(store, keys('ba'), logger));
      await assertSealedWith(kept, 'b');
      await kept.check(await open(store, keys('b'), logger));
      await kept.check(await open(store, keys('-b'), logger));
      assert.ok(!(await kept.stored()).some(isSealed));
      await kept.check(await open(store, undefined));
      assert.deepEqual(told, [
        { sealed: COUNT, key: 'a' },
        { sealed: 0, key: 'a' },
        { sealed: COUNT, key: 'b' },
        { sealed: 0, key: 'b' },
        { opened: COUNT },
      ]);
    },
  },
  {
    name: 'nobody starts without a key that is in use, and a value opens whole and in its own place alone',
    async run(fixture) {
      const kept = await filled(fixture, keys('a'));
      await assertSealedWith(kept, 'a');
      await assertRefused(kept, undefined, /sealed with the key "a", and there is no --secrets-key-file/);
      await assertRefused(kept, keys('b'), /lacks the key "a"/);
      await assertRefused(kept, keys('-b'), /lacks the key "a"/);
      await assertRefused(kept, keys('a', 'a'), /the key "a" in keys is not the one/);
      await assertRefused(kept, keys('ba', 'a'), /the key "a" in keys is not the one/);
      await kept.check(await open(fixture.store, keys('a')));
      await assertNeededForLateValues(kept);
      await assertBound(kept);
    },
  },
  {
    name: 'several seal at once, each value once, and whoever is killed is followed by somebody who ends it',
    async run(fixture) {
      const kept = await filled(fixture);
      for (let at = 0; at < 3; at++) {
        await assert.rejects(open(dying(fixture.store, at, at === 1), keys('a')), /killed/);
        await kept.check(new Sealer({ keys: keys('a'), random }));
        await assertRefused(kept, undefined, /there is no --secrets-key-file/);
      }
      const other = fixture.store.capabilities.shared ? await fixture.another() : fixture.store;
      const both = (names: string): Promise<readonly Sealer[]> =>
        Promise.all([fixture.store, other].map((store) => open(store, keys(names))));
      for (const sealer of await both('a')) await kept.check(sealer);
      await assertSealedWith(kept, 'a');
      let count = 0;
      const logger = {
        ...silentLogger,
        info: (told: { readonly sealed?: number }) => (count += told.sealed ?? 0),
      };
      await Promise.all([fixture.store, other].map((store) => open(store, keys('ba'), logger)));
      assert.equal(count, COUNT);
      await assertSealedWith(kept, 'b');
      // Of two keys of one name the one that comes first is in use, and the other is refused.
      await open(fixture.store, keys('-b'));
      const tries = [open(fixture.store, keys('c')), open(other, keys('c', 'c'))];
      const ended = (await Promise.allSettled(tries)).map(({ status }) => status);
      assert.deepEqual(ended.toSorted(), ['fulfilled', 'rejected']);
      await kept.check(await open(fixture.store, ended[0] === 'fulfilled' ? keys('c') : keys('c', 'c')));
    },
  },
];

/** A router that has not heard of another key may seal with the old one after all was done: then that one is needed again. */
async function assertNeededForLateValues(kept: Kept): Promise<void> {
  const { store } = kept;
  await open(store, keys('ba'));
  const late = new Sealer({ keys: keys('ab'), random });
  const { createdBy, createdAt } = (await store.run(webhookQueries.allWebhooks))[0] ?? {};
  const sealed = late.sealText(SECRETS, [createdBy ?? 0, createdAt ?? 0], 'whsec_late');
  await store.run(webhookQueries.rotateSecret, kept.webhook, sealed, TIME, ORIGIN);
  await assertRefused(kept, keys('b'), /lacks the key "a"/);
  await open(store, keys('ba'));
  await assertSealedWith(kept, 'b');
}

/** What does not open holds up nothing else. Everything is sealed with `b`. */
async function assertBound(kept: Kept): Promise<void> {
  const { store } = kept;
  const [first, second] = await store.run(webhookQueries.allWebhooks);
  assert.ok(first !== undefined && second !== undefined);
  const column = { ...SECRETS, column: 'secret' };
  const parts = [second.secret.slice(0, -1), second.secret.slice(0, 20), 'sealed:'];
  let from = second.secret;
  for (const to of [first.secret, second.url, ...parts]) {
    assert.equal(await store.run(replaceSecrets, column, [{ key: second.id, from, to }]), 1);
    const sealer = await open(store, keys('b'));
    assert.throws(() => sealer.openText(SECRETS, [second.createdBy, second.createdAt], to), SealedError);
    from = to;
  }
  const faults: unknown[] = [];
  const logger = { ...silentLogger, error: (fields: object) => faults.push(fields) };
  await open(store, keys('cb'), logger);
  assert.deepEqual(faults, [{ table: 'webhooks', id: second.id }]);
  const others = (await kept.stored()).filter((each) => each !== 'sealed:');
  assert.equal(others.length, COUNT - 1);
  for (const each of others) assert.ok(each.startsWith('sealed:1:c:'));
}
