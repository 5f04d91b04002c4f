/**
 * The clients' load: they talk, change what was said, vote, read, move cursors, add and remove members, block and unblock.
 *
 * @module
 */
import type { PosthornError } from '@posthorn/protocol';
import type { Device } from './actors/device.ts';
import type { RawClient } from './actors/raw-client.ts';
import type { Speaker } from './actors/speaker.ts';
import type { Uploader } from './actors/uploader.ts';
import type { Cast } from './cast.ts';
import type { Place, User } from './places.ts';
import { pause } from './waiting.ts';
import type { Dice } from './dice.ts';
import { wordsOf } from './fingerprint.ts';
import type { Entry, History } from './history.ts';
import { pollOf, Spoken, withMentions } from './spoken.ts';

export interface WorkloadOptions {
  readonly cast: Cast;
  /** Undefined: nobody sends files. */
  readonly uploader?: Uploader | undefined;
  readonly history: History;
  readonly dice: Dice;
  /** Average time between two actions of one client, in ms. */
  readonly paceMs: number;
  /** The share of changes in what clients say. */
  readonly changeShare: number;
  /** The share of messages with a file. */
  readonly fileShare?: number | undefined;
}

/** One of this many messages is long. */
const LONG_EVERY = 40;
/** The share of messages with a file, if it is not said. */
const FILE_SHARE = 0.1;
/** One of this many messages is a poll. */
const POLL_EVERY = 12;
const LONG_CHARS = [1000, 8000] as const;
/** Average time between two changes of memberships or blocks, in ms. */
const CHANGE_MS = 250;
const RETRY_MS = 200;

export class Workload {
  readonly #options: WorkloadOptions;
  readonly #heads = new Map<number, number>();
  readonly #counts = new Map<string, number>();
  readonly #spoken = new Spoken();
  #isRunning = false;
  #loops: Promise<void>[] = [];
  readonly #uploads = new Set<Promise<void>>();

  constructor(options: WorkloadOptions) {
    this.#options = options;
  }

  /** Call it for each entry of the history. */
  observe(entry: Entry): void {
    this.#spoken.observe(entry);
    if (entry.op === 'phase' && entry.phase === 'restore') this.#heads.clear();
    if (entry.op === 'handed' || (entry.op === 'send' && entry.stage === 'ok')) {
      const { conversation, seq = 0 } = entry;
      if (seq > (this.#heads.get(conversation) ?? 0)) this.#heads.set(conversation, seq);
    }
  }

  start(): void {
    const { cast, dice } = this.#options;
    this.#isRunning = true;
    this.#loops = [
      ...cast.devices.map((device) => this.#loop(dice.fork(device.who), (d) => this.#deviceActs(device, d))),
      ...cast.rawClients.map((client) => this.#loop(dice.fork(client.who), (d) => this.#rawActs(client, d))),
      ...cast.places.filter(hasChanges).map((place) => this.#changeRules(place)),
    ];
  }

  /** Resolves when no client starts anything any more. */
  async stop(): Promise<void> {
    this.#isRunning = false;
    await Promise.all(this.#loops);
    await Promise.all(this.#uploads);
  }

  /**
   * Sends one message to a place, as any client that can and is not `silent`: a raw client, or a running device.
   * Returns the message's id; undefined if no client can.
   */
  say(
    place: Place,
    { chars = 0, silent }: { readonly chars?: number; readonly silent?: ReadonlySet<string> } = {},
  ): string | undefined {
    const { devices, rawClients } = this.#options.cast;
    const isSpeaker = ({ who, userId }: { readonly who: string; readonly userId: number }): boolean =>
      silent?.has(who) !== true && place.speakers.some(({ id }) => id === userId);
    const speaker =
      rawClients.find(isSpeaker) ?? devices.find((device) => device.isRunning && isSpeaker(device));
    if (speaker === undefined) return undefined;
    const id = this.#nextId(speaker.who);
    const words = `${id} ${wordsOf(id)}`;
    speaker.send(id, place.id, { text: chars === 0 ? words : `${words} ${'~'.repeat(chars)}` });
    return id;
  }

  /** Lets any client that can change something that was said in a place. */
  change(place: Place, dice: Dice): void {
    const { devices, rawClients } = this.#options.cast;
    const speakers = [...rawClients, ...devices.filter(({ isRunning }) => isRunning)].filter(({ userId }) =>
      place.speakers.some(({ id }) => id === userId),
    );
    if (speakers.length > 0) this.#change(dice.pick(speakers), place, dice);
  }

  async #loop(dice: Dice, act: (dice: Dice) => void): Promise<void> {
    while (this.#isRunning) {
      await pause(dice.between(0, 2 * this.#options.paceMs));
      if (this.#isRunning) act(dice);
    }
  }

  #deviceActs(device: Device, dice: Dice): void {
    if (!device.isRunning) return;
    const place = dice.pick(this.#placesOf(device.userId));
    const head = this.#heads.get(place.id) ?? 0;
    const lot = dice.next();
    if (lot < 0.84 || head === 0) this.#speak(device, place, dice);
    else if (lot < 0.92) {
      void device.read(this.#nextId(device.who), place.id, Math.max(0, head - 1 - dice.below(6)), 6);
    } else if (place.use !== 'come-and-go') {
      // Both requests at once: the second must see the effect of the first.
      const id = this.#nextId(device.who);
      if (lot < 0.97) void device.moveCursor(id, place.id, head).then(() => this.#see(device, place));
      else void device.seeCursor(id, place.id);
    }
  }

  async #see(device: Device, place: Place): Promise<void> {
    await device.seeCursor(this.#nextId(device.who), place.id);
  }

  #rawActs(client: Speaker, dice: Dice): void {
    if (dice.chance(0.06)) {
      void client.sendAgain();
      return;
    }
    this.#speak(client, dice.pick(this.#placesOf(client.userId)), dice);
  }

  /** Says something, or changes what was said. */
  #speak(client: Device | Speaker, place: Place, dice: Dice): void {
    if (dice.chance(this.#options.changeShare) && this.#change(client, place, dice)) return;
    const id = this.#nextId(client.who);
    if (dice.chance(this.#options.fileShare ?? FILE_SHARE) && this.#sendFile(client, place, { id, dice }))
      return;
    const content = dice.below(POLL_EVERY) === 0 ? pollOf(id) : { text: this.#text(id, dice) };
    const reply = this.#spoken.asReply(content, dice, place.id);
    client.send(id, place.id, withMentions(reply, dice, place.speakers));
  }

  /** Uploads a file, then sends it. Returns whether that is possible here. */
  #sendFile(
    client: Device | Speaker,
    place: Place,
    { id, dice }: { readonly id: string; readonly dice: Dice },
  ): boolean {
    const { uploader, cast } = this.#options;
    const user = cast.users.find((each) => each.id === client.userId);
    if (uploader === undefined || user === undefined) return false;
    const text = this.#text(id, dice);
    const sending = uploader.upload(user, id, dice).then((attachment) => {
      if (attachment !== undefined) client.send(id, place.id, { text, attachments: [attachment] });
    });
    this.#uploads.add(sending);
    void sending.finally(() => this.#uploads.delete(sending));
    return true;
  }

  /** Returns whether there was something to change. */
  #change(client: Device | Speaker, place: Place, dice: Dice): boolean {
    const { who, userId: user } = client;
    const id = this.#nextId(who);
    const change = this.#spoken.change(dice, { id, user, conversation: place.id });
    if (change !== undefined) client.send(id, place.id, withMentions(change, dice, place.speakers));
    return change !== undefined;
  }

  #placesOf(user: number): readonly Place[] {
    return this.#options.cast.places.filter(
      ({ speakers, use }) => use !== 'quiet' && speakers.some(({ id }) => id === user),
    );
  }

  #text(id: string, dice: Dice): string {
    const words = `${wordsOf(id)} `;
    if (dice.below(LONG_EVERY) !== 0) return `${id} ${words}${dice.below(1_000_000).toString(36)}`;
    // Over several pages of a database.
    return `${id} ${words.repeat(Math.ceil(dice.between(...LONG_CHARS) / words.length))}`;
  }

  #nextId(who: string): string {
    const count = (this.#counts.get(who) ?? 0) + 1;
    this.#counts.set(who, count);
    return `${who}.${count}`;
  }

  /** Adds and removes members, or blocks and unblocks, one change at a time. */
  async #changeRules(place: Place): Promise<void> {
    const dice = this.#options.dice.fork(`changes of ${place.name}`);
    const members = new Set<number>();
    const subjects = place.use === 'block' ? place.speakers.slice(1) : place.speakers.slice(2);
    // The members at the start.
    for (const { id } of place.use === 'block' ? [] : subjects.slice(0, 1)) members.add(id);
    while (this.#isRunning) {
      await pause(dice.between(0, 2 * CHANGE_MS));
      if (!this.#isRunning) return;
      const subject = dice.pick(subjects);
      const isIn = members.has(subject.id);
      if (await this.#carryOut(place, subject, isIn)) {
        if (isIn) members.delete(subject.id);
        else members.add(subject.id);
      }
    }
  }

  /** Retries until the outcome is known. Resolves with whether it was done. */
  async #carryOut(place: Place, subject: User, isIn: boolean): Promise<boolean> {
    const { steward } = this.#options.cast;
    const { history } = this.#options;
    const op =
      place.use === 'block' ? (isIn ? 'unblock' : 'block') : ((isIn ? 'remove' : 'add') as 'remove' | 'add');
    const id = this.#nextId(steward.who);
    const fact = {
      op,
      id,
      who: steward.who,
      user: steward.userId,
      conversation: place.id,
      subject: subject.id,
    } as const;
    history.record({ ...fact, stage: 'invoke' });
    for (;;) {
      try {
        await ask(steward, op, { conversation: place.id, user: subject.id, clientId: id });
        history.record({ ...fact, stage: 'ok' });
        return true;
      } catch (error) {
        const { canRetry, code } = error as PosthornError;
        history.record({ ...fact, stage: canRetry ? 'unknown' : 'fail', code });
        if (!canRetry || !this.#isRunning) return false;
      }
      await pause(RETRY_MS);
    }
  }
}

function hasChanges({ use }: Place): boolean {
  return use === 'come-and-go' || use === 'block';
}

function ask(
  client: RawClient,
  op: 'add' | 'remove' | 'block' | 'unblock',
  { conversation, user, clientId }: { conversation: number; user: number; clientId: string },
): Promise<unknown> {
  switch (op) {
    case 'add':
      return client.ask('addMembers', { conversation, users: [user], clientId });
    case 'remove':
      return client.ask('removeMember', { conversation, user, clientId });
    case 'block':
      return client.ask('block', { user });
    case 'unblock':
      return client.ask('unblock', { user });
  }
}
