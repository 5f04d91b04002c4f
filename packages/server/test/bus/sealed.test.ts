/** What nodes with a secret say on a bus that others reach too. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import { BusError } from '../../src/bus/bus.ts';
import type { Bus } from '../../src/bus/bus.ts';
import { createMemoryBus } from '../../src/bus/memory.ts';
import { nameOf, Seal, SEAL_BYTES, SealError } from '../../src/bus/seal.ts';
import { SealedBus } from '../../src/bus/sealed.ts';
import { busConformance } from '../../src/conformance/index.ts';
import { systemClock, systemRandom } from '../../src/system.ts';
import { bytes, listen } from './support/nats-bus.ts';

const SECRET = 'a secret of the cluster, for tests';

function sealedOn(bus: Bus, secret = SECRET): Bus {
  return new SealedBus({ bus, secret, random: systemRandom });
}

busConformance(
  { describe, it },
  {
    name: 'memory, sealed',
    open: async (onError) => sealedOn(createMemoryBus({ clock: systemClock, onError })),
  },
);

describe('a seal', () => {
  const ours = new Seal(SECRET, systemRandom);

  it('is opened by whoever has the secret, and protects the context too', () => {
    const sealed = ours.seal('user.1', bytes('hello'));
    const other = new Seal(SECRET, systemRandom);
    for (let times = 0; times < 2; times++) {
      const { context, message } = other.open(sealed);
      assert.deepEqual([context, text(message)], ['user.1', 'hello']);
    }
    const stranger = new Seal('some other secret, also for tests', systemRandom);
    assert.throws(() => stranger.open(sealed), SealError);
    assert.throws(() => ours.seal('x'.repeat(513), bytes('')), RangeError);
  });

  it('is broken by a change of any byte, and by whatever is too short', () => {
    const sealed = ours.seal('x', bytes('hello'));
    for (let index = 0; index < sealed.length; index++) {
      const changed = Uint8Array.from(sealed);
      changed[index] = (changed[index] ?? 0) ^ 1;
      assert.throws(() => ours.open(changed), SealError, `byte ${index}`);
      assert.throws(() => ours.open(sealed.subarray(0, index)), SealError, `${index} bytes`);
    }
  });

  it('hides equal messages, and is never made twice with the same key and nonce', () => {
    const all = Array.from({ length: 1000 }, () => ours.seal('x', bytes('hello')));
    const names = all.map(nameOf);
    const bodies = all.map((sealed) => Buffer.from(sealed.subarray(23)).toString('hex'));
    assert.deepEqual([new Set(names).size, new Set(bodies).size], [1000, 1000]);
  });
});

describe('a sealed bus', () => {
  it('carries nothing that a stranger on the bus below understands', async (t) => {
    const { below, one, other } = stage(t);
    const said: string[] = [];
    for (const subject of ['user.1', 'sealed.user.1']) {
      below.subscribe(subject, (data) => said.push(Buffer.from(data).toString('latin1')));
    }
    const here = listen(other, 'user.1');
    one.publish('user.1', bytes('a secret'));
    await here.until(1);
    assert.deepEqual(here.texts, ['a secret']);
    assert.equal(said.length, 1);
    assert.doesNotMatch(said[0] ?? '', /secret/);
  });

  it('seals once what it publishes on several subjects, and for no other', async (t) => {
    const { below, one, other, errors } = stage(t);
    const all = ['user.1', 'user.2', 'user.3'].map((subject) => listen(other, subject));
    const said: Uint8Array[] = [];
    for (const id of [1, 2]) below.subscribe(`sealed.user.${id}`, (data) => said.push(data));
    const data = bytes('to both');
    one.publish('user.1', data);
    one.publish('user.2', data);
    one.publish('user.2', bytes('to one'));
    await all[1]?.until(2);
    assert.deepEqual(
      all.map(({ texts }) => texts),
      [['to both'], ['to both', 'to one'], []],
    );
    assert.deepEqual([said.length, said[0]], [3, said[1]]);
    below.publish('sealed.user.3', said[0] ?? bytes(''));
    one.publish('user.3', bytes('to the third'));
    await all[2]?.until(1);
    assert.deepEqual([all[2]?.texts, errors.length], [['to the third'], 1]);
  });

  it('keeps the order when a message has many subjects', async (t) => {
    const { one, other } = stage(t);
    const data = bytes('to all');
    const all = Array.from({ length: 200 }, (_each, id) => listen(other, `user.${id}`));
    for (let id = 0; id < 200; id++) one.publish(`user.${id}`, data);
    one.publish('user.7', bytes('more'));
    await all[7]?.until(2);
    assert.deepEqual(all[7]?.texts, ['to all', 'more']);
    for (const { texts } of all) assert.equal(texts[0], 'to all');
  });

  it('ignores what a stranger says, or repeats on another subject, and reports it', async (t) => {
    const { below, one, other, errors } = stage(t);
    const [first, second] = [listen(other, 'user.1'), listen(other, 'user.2')];
    let recorded: Uint8Array = new Uint8Array(0);
    below.subscribe('sealed.user.1', (data) => (recorded = data));
    one.publish('user.1', bytes('a'));
    await first.until(1);
    below.publish('user.1', bytes('forged'));
    below.publish('sealed.user.1', bytes('forged, and as long as a sealed message is'));
    below.publish('sealed.user.2', recorded);
    one.publish('user.2', bytes('b'));
    await second.until(1);
    assert.deepEqual([first.texts, second.texts], [['a'], ['b']]);
    assert.equal(errors.length, 2);
    for (const error of errors) assert.ok(error instanceof SealError);
  });

  it('takes no answer of a stranger, nor one that was given to another question', async (t) => {
    const { below, one, other } = stage(t);
    const answers: Uint8Array[] = [];
    other.subscribe('x', (_data, _subject, reply) => reply?.(bytes('yes')));
    const spied = {
      async request(...question: Parameters<Bus['request']>) {
        const answer = await below.request(...question);
        answers.push(answer);
        return answer;
      },
    } as Bus;
    const asking = sealedOn(spied);
    assert.equal(text(await asking.request('x', bytes('?'), { timeoutMs: 5000 })), 'yes');
    below.subscribe('sealed.y', (_data, _subject, reply) => reply?.(answers[0] ?? bytes('')));
    await assert.rejects(
      one.request('y', bytes('?'), { timeoutMs: 5000 }),
      (error) => error instanceof BusError && error.code === 'timeout',
    );
    other.subscribe('y', (_data, _subject, reply) => reply?.(bytes('from one of us')));
    const all = await one.gather('y', bytes('?'), { timeoutMs: 5000, expected: 2 });
    assert.deepEqual(all.map(text), ['from one of us']);
  });

  it('leaves room for the seal', () => {
    const below = { maxPayloadBytes: 1000 } as Bus;
    assert.equal(sealedOn(below).maxPayloadBytes, 1000 - SEAL_BYTES);
  });
});

/** Two nodes on one bus. */
function stage(t: TestContext) {
  const errors: unknown[] = [];
  const below = createMemoryBus({ clock: systemClock, onError: (error) => errors.push(error) });
  t.after(() => below.close());
  return { below, errors, one: sealedOn(below), other: sealedOn(below) };
}

function text(data: Uint8Array): string {
  return new TextDecoder().decode(data);
}
