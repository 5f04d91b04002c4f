/**
 * Bots and people in the tests of bots.
 *
 * @module
 */
import { connect } from '@posthorn/client/node';
import type { Client } from '@posthorn/client/node';
import { Condition } from '@posthorn/testing/condition';
import type { BotToken, Ephemeral, Interaction, ServerFrame, StreamNote } from '@posthorn/protocol';
import type { Person } from './people.ts';

type Push = NonNullable<ServerFrame['body']>;

/** What a client has heard besides messages. */
export class Heard {
  readonly pushes: Push[] = [];
  readonly #changed = new Condition();

  constructor(client: Client) {
    client.on('push', (push) => {
      this.pushes.push(push);
      this.#changed.changed();
    });
  }

  get interactions(): readonly Interaction[] {
    return this.pushes.flatMap((push) => (push.case === 'interaction' ? [push.value] : []));
  }

  get ephemerals(): readonly Ephemeral[] {
    return this.pushes.flatMap((push) => (push.case === 'ephemeral' ? [push.value] : []));
  }

  get streams(): readonly StreamNote[] {
    return this.pushes.flatMap((push) => (push.case === 'streamNote' ? [push.value] : []));
  }

  until(isTrue: () => boolean): Promise<void> {
    return this.#changed.until(isTrue);
  }

  /** The interaction with this index, as soon as it is there. */
  async interaction(index = 0): Promise<Interaction> {
    await this.until(() => this.interactions.length > index);
    const found = this.interactions[index];
    if (found === undefined) throw new Error('it was there');
    return found;
  }
}

export interface ABot {
  readonly id: number;
  readonly token: string;
  readonly client: Client;
  readonly heard: Heard;
}

/** Makes a bot, and connects it. */
export async function aBot(owner: Person, server: string, name = 'helper'): Promise<ABot> {
  const made = await owner.client.call('createBot', { name });
  return { ...(await runBot(made, server)), id: made.bot?.user?.id ?? 0, token: made.token };
}

/** Connects a process of a bot. */
export async function runBot(
  { token }: Pick<BotToken, 'token'>,
  server: string,
): Promise<Pick<ABot, 'client' | 'heard'>> {
  const client = await connect({ server, token }, { receives: false });
  const heard = new Heard(client);
  await new Promise<void>((resolve, reject) => {
    client.on('state', (state) => {
      if (state.name === 'online') resolve();
      if (state.name === 'closed') reject(state.error ?? new Error('closed'));
    });
  });
  return { client, heard };
}
