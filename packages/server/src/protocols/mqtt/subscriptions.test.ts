import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MqttError } from './error.ts';
import { MAX_SUBSCRIPTIONS, Subscriptions } from './subscriptions.ts';
import type { SubscriptionOptions } from './subscriptions.ts';

const PLAIN: SubscriptionOptions = { qos: 0, noLocal: false, retainAsPublished: false, retainHandling: 0 };

function subscribed(
  ...filters: readonly (string | readonly [string, Partial<SubscriptionOptions>])[]
): Subscriptions {
  const subscriptions = new Subscriptions();
  for (const each of filters) {
    const [filter, options] = typeof each === 'string' ? [each, {}] : each;
    subscriptions.set(filter, { ...PLAIN, ...options });
  }
  return subscriptions;
}

/** The same numbers each time (mulberry32). */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d_2b_79_f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/** §4.7 as a regular expression, and our own rule: what names JSON is meant only by filters that name it. */
function naive(filter: string): (topic: string) => boolean {
  const levels = filter.split('/');
  const pattern = levels
    .map((level) => (level === '+' ? '[^/]*' : level === '#' ? '.*' : level))
    .join('/')
    // The level above is meant too (§4.7.1.2).
    .replace(/\/\.\*$/, '(/.*)?');
  const expression = new RegExp(`^${pattern}$`);
  return (topic) => {
    const jsonAt = /^(?:[ug]\/[^/]+|lobby|inbox)\/json$/.test(topic) ? topic.split('/').length - 1 : -1;
    return (jsonAt < 0 || levels[jsonAt] === 'json') && expression.test(topic);
  };
}

describe('matching', () => {
  it('agrees with a naive model, whatever the filter', () => {
    const below = numbers(17);
    const pick = <T>(list: readonly T[]): T => list[below(list.length)] as T;
    const chats = ['u/romeo', 'u/json', 'u/typing', 'g/7', 'g/71', 'lobby', 'inbox'];
    const parts = ['', '/json', '/typing', '/read', '/delivered', '/info'];
    const topics = [
      ...chats.flatMap((chat) => parts.map((part) => chat + part)),
      'presence/romeo',
      'presence/json',
      'reply/a',
      'reply/json',
      'reply/a/json',
    ];
    let hits = 0;
    for (let round = 0; round < 500; round++) {
      const levels = pick(topics)
        .split('/')
        .map((level) => (below(3) === 0 ? '+' : level));
      if (below(3) === 0) levels.splice(below(levels.length + 1), levels.length, '#');
      const filter = levels.join('/');
      const subscriptions = new Subscriptions();
      const isMeant = naive(filter);
      try {
        subscriptions.set(filter, PLAIN);
      } catch (error) {
        assert.ok(error instanceof MqttError);
        // Nothing that is refused could have meant anything.
        for (const topic of topics) assert.equal(isMeant(topic), false, `${filter} ${topic}`);
        continue;
      }
      for (const topic of topics) {
        const isHit = subscriptions.match(topic) !== undefined;
        assert.equal(isHit, isMeant(topic), `${filter} ${topic}`);
        hits += Number(isHit);
      }
    }
    assert.ok(hits > 1000, `${hits} hits`);
  });

  it('gives one copy: the highest QoS, all identifiers, the form that says most', () => {
    const subscriptions = subscribed(
      ['u/+', { qos: 1, identifier: 3 }],
      ['u/romeo', { qos: 0, identifier: 9, retainAsPublished: true, form: 'json' }],
      ['#', { qos: 2 }],
      ['g/+', { qos: 2, identifier: 4 }],
    );
    assert.deepEqual(subscriptions.match('u/romeo'), {
      topic: 'u/romeo',
      qos: 2,
      identifiers: [3, 9],
      retainAsPublished: true,
      form: 'json',
    });
    assert.equal(subscriptions.match('u/romeo/json'), undefined);
    assert.deepEqual(subscriptions.match('lobby')?.identifiers, []);
  });

  it('leaves out what the session has published itself, where No Local says so', () => {
    const subscriptions = subscribed(['u/+', { noLocal: true, qos: 1 }], ['g/+', { noLocal: true }], 'g/7');
    assert.equal(subscriptions.match('u/romeo', true), undefined);
    assert.equal(subscriptions.match('u/romeo')?.qos, 1);
    assert.equal(subscriptions.match('g/7', true)?.qos, 0);
    assert.equal(subscriptions.match('g/8', true), undefined);
  });

  it('spells a name as the filter does, since clients compare it with their own', () => {
    assert.equal(subscribed('u/ROMEO').match('u/Romeo')?.topic, 'u/ROMEO');
    assert.equal(subscribed('u/ROMEO/typing', '#').match('u/Romeo/typing')?.topic, 'u/ROMEO/typing');
    assert.equal(subscribed('u/ROMEO', 'u/Romeo').match('u/Romeo')?.topic, 'u/Romeo');
    assert.equal(subscribed('u/+').match('u/Romeo')?.topic, 'u/Romeo');
    assert.equal(subscribed('reply/Q').match('reply/q'), undefined);
  });
});

describe('subscriptions', () => {
  it('are replaced, removed, kept and taken over', () => {
    const subscriptions = subscribed('u/+');
    assert.equal(subscriptions.set('u/+', { ...PLAIN, qos: 2 }), 'replaced');
    assert.equal(subscriptions.set('g/+', { ...PLAIN, identifier: 5, form: 'json' }), 'new');
    const other = subscribed('lobby');
    other.load(subscriptions.save());
    assert.partialDeepStrictEqual(other.all, [
      { filter: 'u/+', ...PLAIN, qos: 2 },
      { filter: 'g/+', ...PLAIN, identifier: 5, form: 'json' },
    ]);
    assert.equal(other.remove('u/+'), true);
    assert.equal(other.remove('u/+'), false);
    assert.equal(other.match('u/romeo'), undefined);
    assert.equal(other.match('lobby'), undefined);
  });

  it('are taken over without those that mean nothing here any more', () => {
    const subscriptions = subscribed();
    subscriptions.load(['sensors/#', 'lobby'].map((filter) => ({ filter, ...PLAIN })));
    assert.deepEqual(
      subscriptions.all.map(({ filter }) => filter),
      ['lobby'],
    );
  });

  it('are bounded', () => {
    const subscriptions = new Subscriptions();
    for (let id = 1; id <= MAX_SUBSCRIPTIONS; id++) subscriptions.set(`g/${id}`, PLAIN);
    assert.throws(
      () => subscriptions.set('u/+', PLAIN),
      (error: unknown) => error instanceof MqttError && error.reasonCode === 0x97,
    );
    assert.equal(subscriptions.set('g/1', { ...PLAIN, qos: 1 }), 'replaced');
    assert.equal(subscriptions.size, MAX_SUBSCRIPTIONS);
  });
});
