/**
 * Plays a transcript: each line is something that somebody does or receives.
 *
 * @module
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { memoryStorage } from '@posthorn/client/node';
import type { Storage } from '@posthorn/client/node';
import type { State } from '@posthorn/protocol';
import { actByHttp, actBySdk } from './actors.ts';
import { CimListener } from './cim-listener.ts';
import { GROUP_LINES } from './lines/groups.ts';
import { MESSAGE_LINES } from './lines/messages.ts';
import { PEOPLE_LINES } from './lines/people.ts';
import type { Scene } from './lines/scene.ts';
import { nextMoment } from './moment.ts';
import type { Place, WayIn } from '@posthorn/testing/place';
import type { Actor, HttpMemory, Received } from './actors.ts';

const FOLDER = new URL('../transcripts/', import.meta.url);

/**
 * All transcripts by name, as their lines. Where they share a place they share its lobby: what is said there comes after those
 * who would hear it unasked.
 */
export function transcripts(): readonly (readonly [name: string, lines: readonly string[]])[] {
  const files = readdirSync(FOLDER);
  assert.ok(files.length >= 6, `${files.length} transcripts`);
  const isOfLobby = (file: string): number => (file === 'lobby.txt' ? 1 : 0);
  const inOrder = files.toSorted((a, b) => isOfLobby(a) - isOfLobby(b));
  return inOrder.map((file) => {
    const lines = readFileSync(new URL(file, FOLDER), 'utf8').split('\n');
    const spoken = lines.filter((line) => line !== '' && !line.startsWith('#'));
    assert.ok(spoken.length > 1, file);
    return [file.replace('.txt', ''), spoken];
  });
}

const LINES = [...MESSAGE_LINES, ...GROUP_LINES, ...PEOPLE_LINES];

/** Plays the lines of one transcript at a place. */
export class Stage implements Scene {
  readonly #place: Place;
  readonly #waysIn: readonly WayIn[];
  /** Behind every name, where transcripts share a place. */
  readonly #suffix: string;
  readonly #actors = new Map<string, Actor>();
  readonly #storages = new Map<string, Storage>();
  readonly #memories = new Map<string, HttpMemory>();
  readonly #listeners = new Map<string, CimListener>();
  readonly #groups = new Map<string, number>();
  /** What each has received last. */
  readonly #received = new Map<string, Received>();

  constructor(place: Place, waysIn: readonly WayIn[], suffix = '') {
    this.#place = place;
    this.#waysIn = waysIn;
    this.#suffix = suffix;
  }

  async play(line: string): Promise<void> {
    for (const [pattern, act] of this.#lines) {
      const match = pattern.exec(line);
      if (match !== null) return act(...match.slice(1).map((part) => part ?? ''));
    }
    for (const [pattern, act] of LINES) {
      const match = pattern.exec(line);
      if (match !== null) return act(this, ...match.slice(1).map((part) => part ?? ''));
    }
    throw new Error(`nobody knows what this means: ${line}`);
  }

  readonly #lines: readonly (readonly [RegExp, (...parts: string[]) => Promise<void>])[] = [
    [/^(\w+) connects$/, (who) => this.#connect(who)],
    [/^(\w+) disconnects$/, (who) => this.actor(who).disconnect()],
    [
      /^(\w+) says (?:to (\w+)|in (\w+)): (.*?)(?: \(refused: (\w+)\))?$/,
      (who, to, group, text, refusal) => this.#say(who, { to, group, text, code: refusal || 'OK' }),
    ],
    [
      /^(\w+) receives from (\w+)(?: what (\w+) said)?: (.*)$/,
      (who, from, origin, text) => this.#receive(who, from, { origin, text }),
    ],
    [
      /^(\w+) learns that (\w+) ([\w-]+) (\w+)$/,
      (who, by, verb, whom) => this.#learn(who, { by, verb, whom }),
    ],
    [
      /^(\w+) makes the group (\w+) with (.*)$/,
      async (who, title, names) => {
        const members = await Promise.all(names.split(' and ').map((name) => this.id(name)));
        const made = await this.actor(who).call('createGroup', { title, members });
        this.#groups.set(title, made.id);
      },
    ],
    [
      /^(\w+) receives as the (\d+)\. in a thread from (\w+): (.*)$/,
      async (who, count, from, text) => {
        await this.#receive(who, from, { origin: '', text });
        const { thread, state } = this.last(who);
        assert.ok(thread > 0, 'it was said in no thread');
        assert.equal(state?.thread?.count, Number(count));
      },
    ],
  ];

  async end(): Promise<void> {
    for (const actor of this.#actors.values()) await actor.disconnect();
    for (const listener of this.#listeners.values()) listener.leave();
  }

  async listen(who: string): Promise<void> {
    const url = this.#place.url('http', this.#listeners.size);
    this.#listeners.set(who, await CimListener.come(url, who + this.#suffix));
  }

  listener(who: string): CimListener {
    const listener = this.#listeners.get(who);
    assert.ok(listener !== undefined, `${who} does not listen`);
    return listener;
  }

  /** What somebody else has done next to what was received last, and what has become of that. */
  async change(who: string): Promise<{ readonly state: State; readonly edited: string | undefined }> {
    const { seq } = this.last(who);
    const self = await this.id(who);
    for (;;) {
      const { sender, text, state, edited } = await this.actor(who).next();
      if (sender !== self && text === '' && state?.seq === seq) return { state, edited };
    }
  }

  async #connect(who: string): Promise<void> {
    const known = [...this.#actors.keys()].indexOf(who);
    const at = known < 0 ? this.#actors.size : known;
    const wayIn = this.#waysIn[at % this.#waysIn.length] ?? 'tcp';
    const url = this.#place.url(wayIn, at);
    const name = who + this.#suffix;
    if (wayIn === 'http') {
      const memory = this.#memories.get(who) ?? { lastEventId: undefined };
      this.#memories.set(who, memory);
      this.#actors.set(who, await actByHttp({ httpUrl: url }, name, memory));
      return;
    }
    const storage = this.#storages.get(who) ?? memoryStorage();
    this.#storages.set(who, storage);
    this.#actors.set(who, await actBySdk(url, name, storage));
  }

  async #say(
    who: string,
    {
      to,
      group,
      text,
      code,
    }: { readonly to: string; readonly group: string; readonly text: string; readonly code: string },
  ): Promise<void> {
    const target = to === '' ? { conversation: this.group(group) } : { to: await this.id(to) };
    await nextMoment();
    assert.equal(await this.actor(who).say(target, text), code);
  }

  /** The next text that is not one's own, unless the transcript names oneself. */
  async #receive(
    who: string,
    from: string,
    { origin, text }: { readonly origin: string; readonly text: string },
  ): Promise<void> {
    const self = await this.id(who);
    const sender = await this.id(from);
    for (;;) {
      const received = await this.actor(who).next();
      if (received.event !== undefined) continue;
      if (received.sender === self && sender !== self) continue;
      assert.deepEqual([received.sender, received.text], [sender, text]);
      assert.equal(received.origin, origin === '' ? undefined : await this.id(origin));
      this.#received.set(who, received);
      return;
    }
  }

  /** What was received last. */
  last(who: string): Received {
    const received = this.#received.get(who);
    assert.ok(received !== undefined, `${who} has received nothing`);
    return received;
  }

  async #learn(
    who: string,
    { by, verb, whom }: { readonly by: string; readonly verb: string; readonly whom: string },
  ): Promise<void> {
    const kinds = {
      made: 'created',
      added: 'added',
      removed: 'removed',
      silenced: 'muted',
      unsilenced: 'unmuted',
      changed: 'changed',
      'lets-vanish': 'vanishing',
      wished: 'join-asked',
      refused: 'join-refused',
      joined: 'joined',
      banned: 'banned',
      asked: 'contact-asked',
      accepted: 'contact-accepted',
      dropped: 'contact-removed',
    };
    const kind = kinds[verb as keyof typeof kinds];
    for (;;) {
      const { sender, event } = await this.actor(who).next();
      if (event === undefined) continue;
      assert.deepEqual([sender, event.kind], [await this.id(by), kind]);
      if (['made', 'wished', 'refused'].includes(verb)) assert.equal(event.title, whom);
      else if (verb === 'changed') assert.ok(event.settings !== undefined);
      else if (kind === 'vanishing') assert.ok(event.vanishAfterMs > 0);
      else if (verb !== 'joined') assert.deepEqual(event.users, [await this.id(whom)]);
      return;
    }
  }

  actor(name: string): Actor {
    const actor = this.#actors.get(name);
    assert.ok(actor !== undefined, `${name} is not connected`);
    return actor;
  }

  id(name: string): Promise<number> {
    return this.#place.idOf(name + this.#suffix);
  }

  group(title: string): number {
    if (title === 'Lobby') return this.#place.lobby;
    const id = this.#groups.get(title);
    assert.ok(id !== undefined, `there is no group ${title}`);
    return id;
  }
}
