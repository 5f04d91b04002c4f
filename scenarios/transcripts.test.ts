/** Readable transcripts, played over every way in: TCP, WebSocket, plain HTTP, and all of them mixed. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { memoryStorage } from '@posthorn/client/node';
import type { Storage } from '@posthorn/client/node';
import { actByHttp, actBySdk } from './support/actors.ts';
import type { Actor, HttpMemory, WayIn } from './support/actors.ts';
import { startInProcess } from './support/in-process.ts';
import type { InProcess } from './support/in-process.ts';

const FOLDER = new URL('transcripts/', import.meta.url);
const CASTS: Readonly<Record<string, readonly WayIn[]>> = {
  TCP: ['tcp'],
  WebSocket: ['ws'],
  HTTP: ['http'],
  'all mixed': ['tcp', 'http', 'ws'],
};

class Stage {
  readonly #place: InProcess;
  readonly #waysIn: readonly WayIn[];
  readonly #actors = new Map<string, Actor>();
  readonly #storages = new Map<string, Storage>();
  readonly #memories = new Map<string, HttpMemory>();
  readonly #groups = new Map<string, number>();

  constructor(place: InProcess, waysIn: readonly WayIn[]) {
    this.#place = place;
    this.#waysIn = waysIn;
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
    [/^(\w+) receives from (\w+): (.*)$/, (who, from, text) => this.#receive(who, from, text)],
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
    [/^(\w+) silences (\w+) in (\w+)$/, (who, whom, group) => this.#mute(who, { whom, group, muted: true })],
    [
      /^(\w+) lets (\w+) speak in (\w+)$/,
      (who, whom, group) => this.#mute(who, { whom, group, muted: false }),
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
    await this.#place.server.close();
  }

  async #connect(who: string): Promise<void> {
    const known = [...this.#actors.keys()].indexOf(who);
    const at = known < 0 ? this.#actors.size : known;
    const wayIn = this.#waysIn[at % this.#waysIn.length];
    if (wayIn === 'http') {
      const memory = this.#memories.get(who) ?? { lastEventId: undefined };
      this.#memories.set(who, memory);
      this.#actors.set(who, await actByHttp(this.#place, who, memory));
      return;
    }
    const storage = this.#storages.get(who) ?? memoryStorage();
    this.#storages.set(who, storage);
    const url = wayIn === 'tcp' ? this.#place.tcpUrl : this.#place.httpUrl;
    this.#actors.set(who, await actBySdk(url, who, storage));
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
    assert.equal(await this.#actor(who).say(target, text), code);
  }

  /** The next text that is not one's own, unless the transcript names oneself. */
  async #receive(who: string, from: string, text: string): Promise<void> {
    const self = await this.#id(who);
    const sender = await this.#id(from);
    for (;;) {
      const received = await this.#actor(who).next();
      if (received.event !== undefined) continue;
      if (received.sender === self && sender !== self) continue;
      assert.deepEqual([received.sender, received.text], [sender, text]);
      return;
    }
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
    };
    const kind = kinds[verb as keyof typeof kinds];
    for (;;) {
      const { sender, event } = await this.#actor(who).next();
      if (event === undefined) continue;
      assert.deepEqual([sender, event.kind], [await this.#id(by), kind]);
      if (verb === 'made') assert.equal(event.title, whom);
      else assert.deepEqual(event.users, [await this.#id(whom)]);
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

  #actor(name: string): Actor {
    const actor = this.#actors.get(name);
    assert.ok(actor !== undefined, `${name} is not connected`);
    return actor;
  }

  async #id(name: string): Promise<number> {
    const [user] = await this.#place.store.accounts.byNameKeys([name]);
    assert.ok(user !== undefined, `there is no ${name}`);
    return user.id;
  }

  #group(title: string): number {
    if (title === 'Lobby') return 1;
    const id = this.#groups.get(title);
    assert.ok(id !== undefined, `there is no group ${title}`);
    return id;
  }
}

for (const [cast, waysIn] of Object.entries(CASTS)) {
  describe(`over ${cast}`, () => {
    for (const file of readdirSync(FOLDER)) {
      // Before the head sweep would repair what was not pushed: it must come live.
      it(file.replace('.txt', ''), { timeout: 15_000 }, async () => {
        const stage = new Stage(await startInProcess({ sweepInterval: 25_000 }), waysIn);
        try {
          for (const line of readFileSync(new URL(file, FOLDER), 'utf8').split('\n')) {
            if (line !== '' && !line.startsWith('#')) await stage.play(line);
          }
        } finally {
          await stage.end();
        }
      });
    }
  });
}
