/**
 * A person in the test of a bot.
 *
 * @module
 */
import { Picture } from '@posthorn/client/node';
import type { Client, Incoming } from '@posthorn/client/node';
import type { Ephemeral, Interacted, InteractWhatInit, StreamNote } from '@posthorn/protocol';

/** Where the person is. */
export interface Surroundings {
  readonly group: number;
  readonly bot: number;
}

type Values = Readonly<Record<string, string | number | boolean>>;

/** Everything happens in the group, unless `direct` was asked for. */
export class TestUser {
  readonly client: Client;
  /** What the bot has said to this person alone; the latest of each. */
  readonly whispers = new Map<number, Ephemeral>();
  /** What was shown while it grew. */
  readonly streams: StreamNote[] = [];
  readonly #place: Surroundings;
  readonly #pictures = new Map<number, Picture>();
  readonly #waiting = new Set<() => void>();
  #isSynced = false;
  #conversation: number;

  constructor(client: Client, place: Surroundings) {
    this.client = client;
    this.#place = place;
    this.#conversation = place.group;
    client.on('message', (message) => {
      this.#pictureOf(message.conversation).add(message);
      this.#changed();
    });
    client.on('push', (push) => {
      if (push.case === 'ephemeral') this.whispers.set(push.value.id, push.value);
      if (push.case === 'streamNote') this.streams.push(push.value);
      this.#changed();
    });
    client.on('synced', () => {
      this.#isSynced = true;
      this.#changed();
    });
  }

  get id(): number {
    const { state } = this.client;
    if (state.name !== 'online') throw new Error('this person is not connected');
    return state.session.user?.id ?? 0;
  }

  synced(): Promise<void> {
    return this.until(() => this.#isSynced);
  }

  /** From now on this person talks to the bot alone. */
  async direct(): Promise<this> {
    this.#conversation = (await this.client.call('openDirect', { user: this.#place.bot })).id;
    return this;
  }

  /** Says something. */
  async says(text: string): Promise<number> {
    return (await this.client.send({ conversation: this.#conversation }, text).done).seq;
  }

  /** Writes `/name line`. */
  command(name: string, line = ''): Promise<Interacted> {
    return this.#interact({ case: 'command', value: { bot: this.#place.bot, name, text: line } });
  }

  /** Presses a button of a message, or of what was whispered, and fills in its form. */
  press(on: Incoming | Ephemeral, id: string, values: Values = {}): Promise<Interacted> {
    return this.#interact({ case: 'component', value: { ...placeOf(on), id, values: toValues(values) } });
  }

  /** Chooses from a menu. */
  choose(on: Incoming | Ephemeral, id: string, ...chosen: readonly string[]): Promise<Interacted> {
    return this.#interact({ case: 'component', value: { ...placeOf(on), id, chosen } });
  }

  /** Sends the form that an answer has opened. */
  fill({ id }: Interacted, values: Values): Promise<Interacted> {
    return this.#interact({ case: 'form', value: { interaction: id, values: toValues(values) } });
  }

  /** The last message of the bot that fits, as it is now; waits until there is one. */
  async hears(wanted: RegExp | string): Promise<Incoming> {
    let found: Incoming | undefined;
    await this.until(() => {
      found = this.messages().findLast(
        ({ sender, content }) => sender === this.#place.bot && fits(content.text, wanted),
      );
      return found !== undefined;
    });
    if (found === undefined) throw new Error('it was there');
    return found;
  }

  /** All messages that people see, as they are now. */
  messages(): readonly Incoming[] {
    return this.#pictureOf(this.#conversation)
      .all()
      .filter(({ content }) => content.kind === undefined);
  }

  /** Waits; looks again at whatever this person hears. */
  until(isTrue: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        if (!isTrue()) return;
        this.#waiting.delete(look);
        resolve();
      };
      this.#waiting.add(look);
      look();
    });
  }

  close(): Promise<void> {
    return this.client.close();
  }

  #interact(what: InteractWhatInit): Promise<Interacted> {
    return this.client.call('interact', { conversation: this.#conversation, what });
  }

  #pictureOf(conversation: number): Picture {
    const picture = this.#pictures.get(conversation) ?? new Picture();
    this.#pictures.set(conversation, picture);
    return picture;
  }

  #changed(): void {
    for (const look of this.#waiting) look();
  }
}

function fits(text: string, wanted: RegExp | string): boolean {
  return typeof wanted === 'string' ? text === wanted : wanted.test(text);
}

function placeOf(on: Incoming | Ephemeral): { readonly seq: number } | { readonly ephemeral: number } {
  return 'seq' in on ? { seq: on.seq } : { ephemeral: on.id };
}

function toValues(values: Values): readonly { readonly name: string; readonly value: string }[] {
  return Object.entries(values).map(([name, value]) => ({ name, value: String(value) }));
}
