/**
 * Cases on the wills of connections that own sessions of other wires.
 *
 * @module
 */
import assert from 'node:assert/strict';
import * as queries from '../../features/wire-sessions/queries.ts';
import * as willQueries from '../../features/wire-sessions/will-queries.ts';
import type { NewWill } from '../../features/wire-sessions/records.ts';
import type { Store } from '../../store/store.ts';
import { TIME } from './case.ts';
import type { StoreCase } from './case.ts';
import { saving, take, taking } from './wire-sessions.ts';

const DELAY_MS = 60_000;
const HOUR_MS = 3_600_000;

/** `words`: stand for the message. */
function will(words: string, delayMs = 0, node = 'gateway'): NewWill {
  return { node, delayMs, message: Buffer.from(words) };
}

/** What is due at a time. */
async function due(store: Store, now = TIME): Promise<readonly string[]> {
  const found = await store.run(willQueries.dueWills, { now, after: { id: 0, due: 0 }, limit: 10 });
  return words(store, found);
}

async function words(store: Store, found: readonly { readonly id: number }[]): Promise<readonly string[]> {
  if (found.length === 0) return [];
  const ids = found.map(({ id }) => id);
  const wills = await store.run(willQueries.willsById, ids);
  return wills.map(({ message }) => Buffer.from(message).toString());
}

async function count(store: Store, user: number): Promise<number> {
  return (await store.run(willQueries.willsOf, user)).length;
}

const ended = { isOver: true, expirySeconds: 0 };
const lost = { isOver: true, isLost: true };

export const willCases: readonly StoreCase[] = [
  {
    name: 'keeps a will while its connection is there, and no longer if that ends in order',
    async run(fixture) {
      const { store } = fixture;
      const { id } = await fixture.user('Romeo');
      for (const expirySeconds of [0, 3600]) {
        const wanted = taking(id, `o${expirySeconds}`, { expirySeconds, will: will('gone') });
        await take(store, wanted);
        await take(store, wanted);
        assert.equal(await count(store, id), 1, 'a repeat keeps no second one');
        assert.deepEqual(await due(store, Number.MAX_SAFE_INTEGER), []);
        await store.run(queries.saveSession, saving(id, `o${expirySeconds}`, 1));
        assert.equal(await count(store, id), 1);
        await store.run(queries.saveSession, saving(id, `o${expirySeconds}`, 2, ended));
        assert.equal(await count(store, id), 0);
        assert.deepEqual(await store.run(queries.wireSessionsOf, id), []);
      }
    },
  },
  {
    name: 'has a will due once its gateway says that the connection is lost: after its delay, and with the session at the latest',
    async run(fixture) {
      const { store } = fixture;
      const { id } = await fixture.user('Romeo');
      const left = async (client: string, delayMs: number, expirySeconds: number): Promise<void> => {
        await take(store, taking(id, client, { client, expirySeconds, will: will(client, delayMs) }));
        const over = saving(id, client, 1, { client, expirySeconds, ...lost });
        for (let repeat = 0; repeat < 2; repeat++) await store.run(queries.saveSession, over);
      };
      await left('now', 0, 0);
      await left('later', DELAY_MS, 3600);
      await left('with its session', DELAY_MS, 30);
      assert.deepEqual(await due(store), ['now']);
      const name = { user: id, owner: 'now' };
      assert.deepEqual(await words(store, await store.run(willQueries.dueWillOf, name, TIME)), ['now']);
      assert.deepEqual(await store.run(willQueries.dueWillOf, { user: id, owner: 'later' }, TIME), []);
      assert.deepEqual(await due(store, TIME + 30_000), ['now', 'with its session']);
      assert.deepEqual(await due(store, TIME + DELAY_MS), ['now', 'later', 'with its session']);
      const all = await store.run(willQueries.willsOf, id);
      await store.run(
        willQueries.removeWills,
        all.map((each) => each.id),
      );
      assert.equal(await count(store, id), 0);
    },
  },
  {
    name: 'drops a delayed will when the session goes on in time, and has others due',
    async run(fixture) {
      const { store } = fixture;
      const { id } = await fixture.user('Romeo');
      const follow = async (name: string, delayMs: number, second: Partial<Parameters<typeof taking>[2]>) => {
        const client = { client: name };
        await take(store, taking(id, `${name} 1`, { ...client, will: will(name, delayMs) }));
        await store.run(queries.saveSession, saving(id, `${name} 1`, 1, client));
        await take(store, taking(id, `${name} 2`, { ...client, ...second, will: will('next', HOUR_MS) }));
      };
      await follow('goes on', DELAY_MS, {});
      await follow('at once', 0, {});
      await follow('anew', DELAY_MS, { discard: true });
      await follow('too late', DELAY_MS, { time: TIME + 2 * 86_400_000 });
      assert.deepEqual(await due(store, TIME), ['at once', 'anew']);
      assert.deepEqual(await due(store, TIME + 3 * 86_400_000), ['at once', 'anew', 'too late']);
      // The former gateway has its say too late.
      for (const name of ['goes on', 'at once', 'anew']) {
        const late = saving(id, `${name} 1`, 2, { client: name, ...lost });
        assert.equal(await store.run(queries.saveSession, late), false);
      }
      assert.deepEqual(await due(store, TIME), ['at once', 'anew']);
      assert.equal(await count(store, id), 7);
    },
  },
  {
    name: 'keeps a will whose delay is over, though the session goes on',
    async run(fixture) {
      const { store } = fixture;
      const { id } = await fixture.user('Romeo');
      await take(store, taking(id, 'first', { will: will('late', DELAY_MS) }));
      await store.run(queries.saveSession, saving(id, 'first', 1, lost));
      await take(store, taking(id, 'second', { time: TIME + DELAY_MS }));
      assert.deepEqual(await due(store, TIME + DELAY_MS), ['late']);
    },
  },
  {
    name: 'says the will of a connection without a session when another one comes with its name',
    async run(fixture) {
      const { store } = fixture;
      const { id } = await fixture.user('Romeo');
      const alone = { expirySeconds: 0 };
      await take(store, taking(id, 'first', { ...alone, will: will('first') }));
      await take(store, taking(id, 'second', { ...alone, will: will('second') }));
      assert.deepEqual(await due(store), ['first']);
      await take(store, taking(id, 'third', alone));
      assert.deepEqual(await due(store), ['first', 'second']);
      assert.deepEqual(await store.run(queries.wireSessionsOf, id), []);
    },
  },
  {
    name: 'has the wills of a node due that is gone, from the time when it was missed, and of no other',
    async run(fixture) {
      const { store } = fixture;
      const { id } = await fixture.user('Romeo');
      assert.equal(await store.run(willQueries.nextNodeWithWills, ''), undefined);
      const kept = [
        will('a', 0, 'n1'),
        will('b', DELAY_MS, 'n1'),
        will('c', 0, 'n1'),
        will('other', 0, 'n2'),
      ];
      for (const [at, each] of kept.entries())
        await take(store, taking(id, `o${at}`, { client: `c${at}`, will: each }));
      assert.equal(await store.run(willQueries.nextNodeWithWills, ''), 'n1');
      assert.equal(await store.run(willQueries.nextNodeWithWills, 'n1'), 'n2');
      assert.equal(await store.run(willQueries.nextNodeWithWills, 'n2'), undefined);
      assert.equal(await store.run(willQueries.loseNode, 'n1', TIME, 2), true);
      assert.equal(await store.run(willQueries.loseNode, 'n1', TIME, 2), false);
      assert.equal(await store.run(willQueries.loseNode, 'n1', TIME + 1, 2), false, 'a repeat');
      assert.deepEqual(await due(store, TIME), ['a', 'c']);
      assert.deepEqual(await due(store, TIME + DELAY_MS), ['a', 'b', 'c']);
      assert.equal(await store.run(willQueries.nextNodeWithWills, ''), 'n2');
      // It was not gone, and says what became of its connections.
      await store.run(queries.saveSession, saving(id, 'o0', 1, { client: 'c0', isOver: true }));
      await store.run(
        queries.saveSession,
        saving(id, 'o1', 1, { client: 'c1', ...lost, time: TIME + HOUR_MS }),
      );
      assert.deepEqual(await due(store, TIME + DELAY_MS), ['a', 'b', 'c']);
      await take(store, taking(id, 'back', { client: 'c1' }));
      assert.deepEqual(await due(store, TIME + DELAY_MS), ['a', 'c']);
    },
  },
  {
    name: 'has a will due of whose session nobody has told the end, and forgets wills with the account',
    async run(fixture) {
      const { store } = fixture;
      const { id } = await fixture.user('Romeo');
      await take(store, taking(id, 'o0', { client: 'c0', will: will('forgotten', DELAY_MS) }));
      await take(store, taking(id, 'o1', { client: 'c1', expirySeconds: 2 * 86_400, will: will('there') }));
      assert.equal(await store.run(willQueries.loseForgotten, 0, 10, TIME), 0);
      assert.deepEqual(await due(store, TIME + HOUR_MS), []);
      await store.run(queries.removeExpired, TIME + 86_400_000, 10);
      const next = await store.run(willQueries.loseForgotten, 0, 1, TIME);
      assert.ok(next > 0);
      assert.equal(await store.run(willQueries.loseForgotten, next, 10, TIME), 0);
      assert.deepEqual(await due(store, TIME + DELAY_MS), ['forgotten']);
      await store.run(queries.eraseWireSessions, id);
      assert.equal(await count(store, id), 0);
    },
  },
];
