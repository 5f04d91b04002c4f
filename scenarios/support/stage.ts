/**
 * Plays a transcript: each line is something that somebody does or receives.
 *
 * @module
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { memoryStorage } from '@posthorn/client/node';
import type { GroupSettingsInit } from '@posthorn/client';
import type { Storage } from '@posthorn/client/node';
import { actByHttp, actBySdk } from './actors.ts';
import { nextMoment } from './moment.ts';
import type { Place, WayIn } from '@posthorn/testing/place';
import type { Actor, HttpMemory, Received } from './actors.ts';

const FOLDER = new URL('../transcripts/', import.meta.url);

/** How much later something is sent. */
const MOMENT_MS = 300;

/** All transcripts by name, as their lines. */
export function transcripts(): readonly (readonly [name: string, lines: readonly string[]])[] {
  const files = readdirSync(FOLDER);
  assert.ok(files.length >= 6, `${files.length} transcripts`);
  return files.map((file) => {
    const lines = readFileSync(new URL(file, FOLDER), 'utf8').split('\n');
    const spoken = lines.filter((line) => line !== '' && !line.startsWith('#'));
    assert.ok(spoken.length > 1, file);
    return [file.replace('.txt', ''), spoken];
  });
}

/** Plays the lines of one transcript at a place. */
export class Stage {
  readonly #place: Place;
  readonly #waysIn: readonly WayIn[];
  /** Behind every name, where transcripts share a place. */
  readonly #suffix: string;
  readonly #actors = new Map<string, Actor>();
  readonly #storages = new Map<string, Storage>();
  readonly #memories = new Map<string, HttpMemory>();
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
    throw new Error(`nobody knows what this means: ${line}`);
  }

  readonly #lines: readonly (readonly [RegExp, (...parts: string[]) => Promise<void>])[] = [
    [/^(\w+) connects$/, (who) => this.#connect(who)],
    [/^(\w+) disconnects$/, (who) => this.#actor(who).disconnect()],
    [
      /^(\w+) says (?:to (\w+)|in (\w+)): (.*?)(?: \(refused: (\w+)\))?$/,
      (who, to, group, text, refusal) => this.#say(who, { to, group, text, code: refusal || 'OK' }),
    ],
    [
      /^(\w+) receives from (\w+)(?: what (\w+) said)?: (.*)$/,
      (who, from, origin, text) => this.#receive(who, from, { origin, text }),
    ],
    [
      /^(\w+) schedules to (\w+): (.*)$/,
      async (who, to, text) => {
        const target = { case: 'user', value: await this.#id(to) } as const;
        const at = Date.now() + MOMENT_MS;
        await this.#actor(who).change('schedule', { target, at, content: { text } });
      },
    ],
    [
      /^(\w+) has (\d+) unread in (\w+), which comes first$/,
      async (who, count, group) => {
        assert.partialDeepStrictEqual(await this.#actor(who).first(), {
          id: this.#group(group),
          unread: Number(count),
        });
      },
    ],
    [
      /^(\w+) says in its thread: (.*)$/,
      async (who, text) => {
        const { conversation, seq, thread } = this.#last(who);
        assert.equal(await this.#actor(who).say({ conversation }, { text, thread: thread || seq }), 'OK');
      },
    ],
    [
      /^(\w+) receives as the (\d+)\. in a thread from (\w+): (.*)$/,
      async (who, count, from, text) => {
        await this.#receive(who, from, { origin: '', text });
        const { thread, state } = this.#last(who);
        assert.ok(thread > 0, 'it was said in no thread');
        assert.equal(state?.thread?.count, Number(count));
      },
    ],
    [
      /^(\w+) asks (\w+) to choose: (.*): (.*)$/,
      async (who, to, text, options) => {
        const kind = { case: 'poll', value: { options: options.split(' or ') } } as const;
        assert.equal(await this.#actor(who).say({ to: await this.#id(to) }, { text, kind }), 'OK');
      },
    ],
    [
      /^(\w+) votes for (\w+)(?: \(refused: (\w+)\))?$/,
      async (who, option, refusal) => {
        const { conversation, seq: target, options } = this.#last(who);
        const choices = [options.indexOf(option)];
        const content = { kind: { case: 'vote', value: { target, choices } } } as const;
        assert.equal(await this.#actor(who).say({ conversation }, content), refusal || 'OK');
      },
    ],
    [
      /^(\w+) sees (?:(\d+) for (\w+)|the end of the poll)$/,
      (who, count, option) => this.#tally(who, { count, option }),
    ],
    [
      /^(\w+) ends the poll$/,
      async (who) => {
        const { conversation, seq: target } = this.#last(who);
        const content = { kind: { case: 'closePoll', value: { target } } } as const;
        assert.equal(await this.#actor(who).say({ conversation }, content), 'OK');
      },
    ],
    [/^(\w+) forwards it to (\w+)$/, (who, to) => this.#forward(who, to)],
    [/^(\w+) learns that (\w+) (\w+) (\w+)$/, (who, by, verb, whom) => this.#learn(who, { by, verb, whom })],
    [
      /^(\w+) makes the group (\w+) with (.*)$/,
      async (who, title, names) => {
        const members = await Promise.all(names.split(' and ').map((name) => this.#id(name)));
        const made = await this.#actor(who).change('createGroup', { title, members });
        this.#groups.set(title, (made as { readonly id: number }).id);
      },
    ],
    [
      /^(\w+) adds (\w+) to (\w+)$/,
      async (who, whom, group) => {
        const users = [await this.#id(whom)];
        await this.#actor(who).change('addMembers', { conversation: this.#group(group), users });
      },
    ],
    [
      /^(\w+) removes (\w+) from (\w+)$/,
      async (who, whom, group) => {
        const user = await this.#id(whom);
        await this.#actor(who).change('removeMember', { conversation: this.#group(group), user });
      },
    ],
    [
      /^(\w+) bans (\w+) from (\w+)$/,
      async (who, whom, group) => {
        const user = await this.#id(whom);
        await this.#actor(who).change('removeMember', { conversation: this.#group(group), user, ban: true });
      },
    ],
    [/^(\w+) lets only admins write in (\w+)$/, (who, group) => this.#set(who, group, { write: 'admin' })],
    [/^(\w+) lets everybody join (\w+)$/, (who, group) => this.#set(who, group, { join: 'open' })],
    [/^(\w+) closes (\w+)$/, (who, group) => this.#set(who, group, { closed: true })],
    [
      /^(\w+) joins (\w+)$/,
      async (who, group) => {
        await this.#actor(who).change('joinGroup', { conversation: this.#group(group) });
      },
    ],
    [/^(\w+) silences (\w+) in (\w+)$/, (who, whom, group) => this.#mute(who, { whom, group, muted: true })],
    [
      /^(\w+) lets (\w+) speak in (\w+)$/,
      (who, whom, group) => this.#mute(who, { whom, group, muted: false }),
    ],
    [
      /^(\w+) (asks|accepts|drops) (\w+) as a contact$/,
      async (who, verb, whom) => {
        const change = verb === 'drops' ? 'removeContact' : 'addContact';
        await this.#actor(who).change(change, { user: await this.#id(whom) });
      },
    ],
    [
      /^(\w+) (block|unblock)s (\w+)$/,
      async (who, verb, whom) => {
        await this.#actor(who).change(verb === 'block' ? 'block' : 'unblock', { user: await this.#id(whom) });
      },
    ],
  ];

  async end(): Promise<void> {
    for (const actor of this.#actors.values()) await actor.disconnect();
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
    const target = to === '' ? { conversation: this.#group(group) } : { to: await this.#id(to) };
    await nextMoment();
    assert.equal(await this.#actor(who).say(target, text), code);
  }

  /** The next text that is not one's own, unless the transcript names oneself. */
  async #receive(
    who: string,
    from: string,
    { origin, text }: { readonly origin: string; readonly text: string },
  ): Promise<void> {
    const self = await this.#id(who);
    const sender = await this.#id(from);
    for (;;) {
      const received = await this.#actor(who).next();
      if (received.event !== undefined) continue;
      if (received.sender === self && sender !== self) continue;
      assert.deepEqual([received.sender, received.text], [sender, text]);
      assert.equal(received.origin, origin === '' ? undefined : await this.#id(origin));
      this.#received.set(who, received);
      return;
    }
  }

  /** How the poll stands after what somebody else does next. */
  async #tally(
    who: string,
    { count, option }: { readonly count: string; readonly option: string },
  ): Promise<void> {
    const { options } = this.#last(who);
    const self = await this.#id(who);
    for (;;) {
      const { sender, text, state } = await this.#actor(who).next();
      if (sender === self || text !== '' || state?.poll === undefined) continue;
      const { votes, closed } = state.poll;
      if (option === '') assert.equal(closed, true);
      else assert.equal(votes[options.indexOf(option)], Number(count));
      return;
    }
  }

  /** What was received last. */
  #last(who: string): Received {
    const received = this.#received.get(who);
    assert.ok(received !== undefined, `${who} has received nothing`);
    return received;
  }

  async #forward(who: string, to: string): Promise<void> {
    const { conversation, seq } = this.#last(who);
    const target = { case: 'to', value: await this.#id(to) } as const;
    await this.#actor(who).change('forwardMessages', { conversation, seqs: [seq], target });
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
      joined: 'joined',
      banned: 'banned',
      asked: 'contact-asked',
      accepted: 'contact-accepted',
      dropped: 'contact-removed',
    };
    const kind = kinds[verb as keyof typeof kinds];
    for (;;) {
      const { sender, event } = await this.#actor(who).next();
      if (event === undefined) continue;
      assert.deepEqual([sender, event.kind], [await this.#id(by), kind]);
      if (verb === 'made') assert.equal(event.title, whom);
      else if (verb === 'changed') assert.ok(event.settings !== undefined);
      else if (verb !== 'joined') assert.deepEqual(event.users, [await this.#id(whom)]);
      return;
    }
  }

  async #mute(
    who: string,
    { whom, group, muted }: { readonly whom: string; readonly group: string; readonly muted: boolean },
  ): Promise<void> {
    const user = await this.#id(whom);
    await this.#actor(who).change('muteMember', { conversation: this.#group(group), user, muted });
  }

  async #set(who: string, group: string, settings: GroupSettingsInit): Promise<void> {
    await this.#actor(who).change('setGroup', { conversation: this.#group(group), settings });
  }

  #actor(name: string): Actor {
    const actor = this.#actors.get(name);
    assert.ok(actor !== undefined, `${name} is not connected`);
    return actor;
  }

  #id(name: string): Promise<number> {
    return this.#place.idOf(name + this.#suffix);
  }

  #group(title: string): number {
    if (title === 'Lobby') return this.#place.lobby;
    const id = this.#groups.get(title);
    assert.ok(id !== undefined, `there is no group ${title}`);
    return id;
  }
}
