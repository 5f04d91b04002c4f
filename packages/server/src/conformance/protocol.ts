/**
 * The conformance suite of wire protocols: what a user of any protocol can rely on. Every protocol must pass it
 * unchanged, and declares what it cannot express.
 *
 * @module
 */
import assert from 'node:assert/strict';
import type { ProtocolCapabilities } from '../protocols/protocol.ts';
import type { TestRunner } from './runner.ts';

export interface ProtocolBackend {
  readonly name: string;
  readonly capabilities: ProtocolCapabilities;
  /** A server with an empty store. */
  readonly open: () => Promise<ProtocolPlace>;
}

export interface JoinOptions {
  /** Delivers each byte of the client alone. */
  readonly isTrickling?: boolean;
}

/** A server and its users. */
export interface ProtocolPlace {
  /** A user on another protocol, to talk with. The first one is the administrator. */
  companion(name: string): Promise<Companion>;
  /**
   * Connects a user on the protocol under test. Creates an account if needed; a returning user continues where they
   * were. Resolves when the server knows them: later messages reach them.
   */
  join(name: string, options?: JoinOptions): Promise<ProtocolClient>;
  /** Connects without logging in. */
  stranger(): Promise<ProtocolClient>;
  /** Connects and sends garbage. Resolves when the server refuses it. */
  garbage(): Promise<void>;
  /** Advances the time of the server. */
  pass(ms: number): Promise<void>;
  /** Shuts the server down, with a goodbye to clients. */
  drain(): Promise<void>;
  /** Frees everything. */
  close(): Promise<void>;
}

export type Target = { readonly to: number } | { readonly conversation: number };

export interface Companion {
  readonly user: number;
  readonly lobby: number;
  readonly heard: readonly Heard[];
  say(target: Target, text: string): Promise<void>;
  /** Sends content without text. */
  sayCustom(target: Target, type: string): Promise<void>;
  typing(conversation: number): Promise<void>;
  /** The direct conversation with a user. */
  direct(user: number): Promise<number>;
  createGroup(title: string, members: readonly number[]): Promise<number>;
  addMember(conversation: number, user: number): Promise<void>;
  removeMember(conversation: number, user: number): Promise<void>;
  rename(conversation: number, title: string): Promise<void>;
  disable(user: number): Promise<void>;
  until(isTrue: () => boolean): Promise<void>;
}

export interface Heard {
  readonly sender: number;
  readonly text: string;
}

export interface ProtocolClient {
  readonly user: number;
  /** Messages of others, in the order in which an application gets them, over all connections of this user. */
  readonly heard: readonly Heard[];
  /** Received notes, by kind, e.g. `typing`. */
  readonly notes: readonly string[];
  readonly isClosed: boolean;
  until(isTrue: () => boolean): Promise<void>;
  /** Sends a text. Resolves with the seq of the ack, if the protocol has acks. Needs `sends`. */
  say(target: Target, text: string): Promise<number | undefined>;
  /** Pulls the texts of a conversation. Needs `pulls`. */
  history(conversation: number): Promise<readonly string[]>;
  /** Acknowledges received messages, in the way of the protocol. */
  settle(): Promise<void>;
  /** Stops reading from the network. */
  pause(): void;
  resume(): void;
  /** Disconnects without a goodbye. */
  cut(): Promise<void>;
}

interface Case {
  readonly name: string;
  /** Skipped if the protocol lacks this capability. */
  readonly needs?: keyof ProtocolCapabilities;
  readonly run: (place: ProtocolPlace, capabilities: ProtocolCapabilities) => Promise<void>;
}

/** Declares the suite for one protocol with the given runner. */
export function protocolConformance(runner: TestRunner, backend: ProtocolBackend): void {
  const { name: protocol, capabilities } = backend;
  runner.describe(`protocol ${protocol}`, () => {
    for (const { name, needs, run } of CASES) {
      const skip = needs !== undefined && !capabilities[needs] ? `${protocol} has no ${needs}` : false;
      runner.it(name, { skip }, async () => {
        const place = await backend.open();
        try {
          await run(place, capabilities);
        } finally {
          await place.close();
        }
      });
    }
  });
}

const CASES: readonly Case[] = [
  {
    name: 'hands over what others say, at once, in order, with its sender',
    async run(place) {
      const [ann, bob] = [await place.companion('ann'), await place.join('bob')];
      for (const text of numbered('direct', 50)) await ann.say({ to: bob.user }, text);
      await bob.until(() => bob.heard.length === 50);
      assert.deepEqual(textsOf(bob), numbered('direct', 50));
      assert.ok(bob.heard.every(({ sender }) => sender === ann.user));
    },
  },
  {
    name: 'keeps the order when many speak at once',
    async run(place) {
      const [ann, eve] = [await place.companion('ann'), await place.companion('eve')];
      const bob = await place.join('bob');
      await Promise.all(
        [ann, eve].flatMap((who, index) =>
          numbered(`${index}`, 100).map((text) => who.say({ to: bob.user }, text)),
        ),
      );
      await bob.until(() => bob.heard.length === 200);
      for (const [index, { user }] of [ann, eve].entries()) {
        const texts = bob.heard.filter(({ sender }) => sender === user).map(({ text }) => text);
        assert.deepEqual(texts, numbered(`${index}`, 100));
      }
    },
  },
  {
    name: 'hands over what came while they were away, once and in order, and goes on live',
    async run(place) {
      const [ann, bob] = [await place.companion('ann'), await place.join('bob')];
      await ann.say({ to: bob.user }, 'before');
      await bob.until(() => bob.heard.length === 1);
      await bob.settle();
      await bob.cut();
      for (const text of numbered('away', 250)) void ann.say({ to: bob.user }, text);
      const again = await place.join('bob');
      await again.until(() => again.heard.length === 251);
      await ann.say({ to: bob.user }, 'live');
      await again.until(() => again.heard.length === 252);
      assert.deepEqual(textsOf(again), ['before', ...numbered('away', 250), 'live']);
    },
  },
  {
    name: 'loses nothing that is said while they are coming',
    async run(place) {
      const ann = await place.companion('ann');
      const bob = await place.join('bob');
      await bob.settle();
      await bob.cut();
      const saying = numbered('now', 200).map((text) => ann.say({ to: bob.user }, text));
      const again = await place.join('bob');
      await Promise.all(saying);
      await again.until(() => again.heard.length >= 200);
      assert.deepEqual(textsOf(again), numbered('now', 200));
    },
  },
  {
    name: 'hears everyone in the room while there',
    async run(place) {
      const [ann, bob] = [await place.companion('ann'), await place.join('bob')];
      for (const text of numbered('room', 20)) await ann.say({ conversation: ann.lobby }, text);
      await bob.until(() => bob.heard.length === 20);
      assert.deepEqual(textsOf(bob), numbered('room', 20));
    },
  },
  {
    name: 'gives a group to its members, and nothing from before or after (promise 9)',
    async run(place) {
      const ann = await place.companion('ann');
      const [bob, eve] = [await place.join('bob'), await place.join('eve')];
      const group = await ann.createGroup('Verona', [bob.user]);
      await ann.say({ conversation: group }, 'early');
      await ann.addMember(group, eve.user);
      await ann.say({ conversation: group }, 'both');
      await ann.removeMember(group, eve.user);
      await ann.say({ conversation: group }, 'late');
      await ann.say({ to: eve.user }, 'end');
      await Promise.all([
        bob.until(() => textsOf(bob).includes('late')),
        eve.until(() => textsOf(eve).includes('end')),
      ]);
      const said = ['early', 'both', 'late', 'end'];
      assert.deepEqual(
        textsOf(bob).filter((text) => said.includes(text)),
        ['early', 'both', 'late'],
      );
      assert.deepEqual(
        textsOf(eve)
          .filter((text) => said.includes(text))
          .toSorted(),
        ['both', 'end'],
      );
    },
  },
  {
    name: 'shows in some readable way what has no text',
    async run(place) {
      const [ann, bob] = [await place.companion('ann'), await place.join('bob')];
      const group = await ann.createGroup('Verona', [bob.user]);
      await ann.rename(group, 'Padua');
      await ann.sayCustom({ conversation: group }, 'com.example.poll');
      await bob.until(() => bob.heard.length === 3);
      assert.ok(
        bob.heard.every(({ text }) => text !== ''),
        JSON.stringify(bob.heard),
      );
    },
  },
  {
    name: 'says things, which others hear',
    needs: 'sends',
    async run(place) {
      const [ann, bob] = [await place.companion('ann'), await place.join('bob')];
      for (const text of numbered('by bob', 20)) await bob.say({ to: ann.user }, text);
      await ann.until(() => ann.heard.length === 20);
      assert.deepEqual(
        ann.heard,
        numbered('by bob', 20).map((text) => ({ sender: bob.user, text })),
      );
    },
  },
  {
    name: 'has each message acknowledged with its place in the log',
    needs: 'acks',
    async run(place) {
      const [ann, bob] = [await place.companion('ann'), await place.join('bob')];
      const seqs = await Promise.all(
        numbered('', 20).map((text) => bob.say({ conversation: ann.lobby }, text)),
      );
      assert.deepEqual(
        seqs,
        seqs.map((_, index) => index + 1),
      );
    },
  },
  {
    name: 'hears that somebody is typing',
    needs: 'notes',
    async run(place) {
      const [ann, bob] = [await place.companion('ann'), await place.join('bob')];
      const direct = await ann.direct(bob.user);
      await ann.typing(direct);
      await bob.until(() => bob.notes.includes('typing'));
    },
  },
  {
    name: 'asks for what was said',
    needs: 'pulls',
    async run(place) {
      const [ann, bob] = [await place.companion('ann'), await place.join('bob')];
      for (const text of numbered('', 5)) await ann.say({ to: bob.user }, text);
      assert.deepEqual(await bob.history(await ann.direct(bob.user)), numbered('', 5));
    },
  },
  {
    name: 'is understood when every byte comes alone',
    // A silent client writes no frames.
    needs: 'heartbeats',
    async run(place) {
      const [ann, bob] = [await place.companion('ann'), await place.join('bob', { isTrickling: true })];
      await ann.say({ to: bob.user }, 'slowly');
      await bob.until(() => bob.heard.length === 1);
      await bob.settle();
      assert.equal(bob.isClosed, false);
    },
  },
  {
    name: 'is cut when silent for too long, if the protocol has heartbeats, and stays if not',
    async run(place, { heartbeats }) {
      const [ann, bob] = [await place.companion('ann'), await place.join('bob')];
      await place.pass(100_000);
      if (heartbeats) {
        await bob.until(() => bob.isClosed);
      } else {
        await (await place.companion('ann')).say({ to: bob.user }, 'still there?');
        await bob.until(() => bob.heard.length === 1);
      }
      void ann;
    },
  },
  {
    name: 'is cut when it does not say who it is, having heard nothing',
    async run(place) {
      const [ann, stranger] = [await place.companion('ann'), await place.stranger()];
      await ann.say({ conversation: ann.lobby }, 'for everyone who is known');
      await place.pass(15_000);
      await stranger.until(() => stranger.isClosed);
      assert.deepEqual(stranger.heard, []);
    },
  },
  {
    name: 'is refused when its bytes make no sense, and nobody else notices',
    async run(place) {
      const [ann, bob] = [await place.companion('ann'), await place.join('bob')];
      await place.garbage();
      await ann.say({ to: bob.user }, 'calm');
      await bob.until(() => bob.heard.length === 1);
      assert.equal(bob.isClosed, false);
    },
  },
  {
    name: 'is put out when its account is disabled',
    async run(place) {
      const [ann, bob] = [await place.companion('ann'), await place.join('bob')];
      await ann.disable(bob.user);
      await bob.until(() => bob.isClosed);
      await assert.rejects(place.join('bob'));
    },
  },
  {
    name: 'stops reading: nobody else waits, and it misses nothing when it reads again (promise 10)',
    async run(place) {
      const ann = await place.companion('ann');
      const [stalled, brisk] = [await place.join('stalled'), await place.join('brisk')];
      stalled.pause();
      const count = 200;
      for (let said = 0; said < count; said++) {
        const text = `${said} ${'x'.repeat(60_000)}`;
        await ann.say({ to: stalled.user }, text);
        if (said % 8 === 0) await ann.say({ to: brisk.user }, `${said}`);
      }
      await brisk.until(() => brisk.heard.length === count / 8);
      assert.ok(stalled.heard.length < count, 'it did not read');
      stalled.resume();
      // Messages pushed now come after a gap.
      const more = 50;
      for (let said = count; said < count + more; said++) await ann.say({ to: stalled.user }, `${said}`);
      await stalled.until(() => stalled.heard.length === count + more);
      assert.deepEqual(
        stalled.heard.map(({ text }) => Number.parseInt(text, 10)),
        Array.from({ length: count + more }, (_, index) => index),
      );
    },
  },
  {
    name: 'is sent away when the server goes down',
    async run(place) {
      const bob = await place.join('bob');
      await place.drain();
      await bob.until(() => bob.isClosed);
    },
  },
];

function numbered(prefix: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `${prefix} ${index}`.trim());
}

function textsOf({ heard }: ProtocolClient): readonly string[] {
  return heard.map(({ text }) => text);
}
