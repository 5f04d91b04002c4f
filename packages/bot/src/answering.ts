/**
 * Answers one interaction in time: whoever works longer says that an answer follows, and whoever ends without an answer says that
 * it is done.
 *
 * @module
 */
import type { Client } from '@posthorn/client';
import { PosthornError } from '@posthorn/client';
import type { AnswerInteractionInit } from '@posthorn/protocol';

/** The server waits for 3 s. */
const LATER_AFTER_MS = 2000;

export class Answering {
  readonly #client: Pick<Client, 'call'>;
  readonly #id: number;
  #hasAnswered = false;

  constructor(client: Pick<Client, 'call'>, id: number) {
    this.#client = client;
    this.#id = id;
  }

  async answer(answer: Omit<AnswerInteractionInit, 'id'>): Promise<void> {
    this.#hasAnswered = true;
    await this.#client.call('answerInteraction', { ...answer, id: this.#id });
  }

  /** Runs a handler. Rejects with what it throws, after the user was told that something went wrong. */
  async during(handle: () => unknown): Promise<void> {
    const timer = setTimeout(() => {
      if (!this.#hasAnswered) this.#try({ kind: 'later' });
    }, LATER_AFTER_MS);
    try {
      await handle();
      if (!this.#hasAnswered) await this.answer({ kind: 'done' });
    } catch (error) {
      this.#try({ kind: 'ephemeral', text: 'Something went wrong. Try again later.' });
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  /** The user may be gone, or the interaction too old: then there is nobody to tell. */
  #try(answer: Omit<AnswerInteractionInit, 'id'>): void {
    this.answer(answer).catch(() => {});
  }
}

/** Whether this process is the one that answers. False: another one has the interaction, or it is too old. */
export async function isTaken(client: Pick<Client, 'call'>, id: number): Promise<boolean> {
  try {
    await client.call('takeInteraction', { id });
    return true;
  } catch (error) {
    if (error instanceof PosthornError && (error.code === 'CONFLICT' || error.code === 'NOT_FOUND'))
      return false;
    throw error;
  }
}
