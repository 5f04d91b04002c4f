/**
 * A text that is shown while it grows.
 *
 * @module
 */
import type { Client, SendAck } from '@posthorn/client';
import type { ContentInit } from '@posthorn/protocol';

/** Between two steps; the server shows at most four a second. */
const STEP_MS = 300;

export interface StreamOptions {
  readonly replyTo?: number;
  readonly thread?: number;
  /** Of the message at the end; it also names the stream. */
  readonly clientId: string;
  /** What the message has besides, such as buttons. */
  readonly more?: ContentInit | undefined;
}

type Calls = Pick<Client, 'call' | 'send'>;

/**
 * Shows what comes, and sends all of it as one message at the end. If the source fails, what was shown goes away, and this
 * rejects.
 */
export async function stream(
  client: Calls,
  conversation: number,
  source: AsyncIterable<string>,
  options: StreamOptions,
): Promise<SendAck | undefined> {
  const { replyTo = 0, thread = 0, clientId, more } = options;
  const shown = { conversation, stream: clientId, replyTo, thread };
  const steps = new Steps((text) => client.call('streamText', { ...shown, text }));
  try {
    for await (const part of source) steps.add(part);
    const text = await steps.end();
    if (text === '') return await abandon(client, shown);
    const content = { ...more, text, replyTo, thread, stream: clientId };
    return await client.send({ conversation }, content, { clientId }).done;
  } catch (error) {
    await steps.end();
    await abandon(client, shown);
    throw error;
  }
}

async function abandon(
  client: Pick<Client, 'call'>,
  shown: { readonly conversation: number; readonly stream: string },
): Promise<undefined> {
  // A hint only: what is not sent goes from the screens by itself.
  await client.call('streamText', { ...shown, abandoned: true }).catch(() => {});
  return undefined;
}

/** Shows the latest text, one step after the other. */
class Steps {
  readonly #show: (text: string) => Promise<unknown>;
  #text = '';
  #shown = '';
  #timer: NodeJS.Timeout | undefined;
  #step: Promise<void> | undefined;

  constructor(show: (text: string) => Promise<unknown>) {
    this.#show = show;
  }

  add(part: string): void {
    this.#text += part;
    if (this.#step === undefined && this.#timer === undefined) this.#next();
  }

  /** Shows nothing more. Resolves with the whole text. */
  async end(): Promise<string> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#shown = this.#text;
    await this.#step;
    clearTimeout(this.#timer);
    return this.#text;
  }

  #next(): void {
    this.#timer = undefined;
    if (this.#shown === this.#text) return;
    this.#shown = this.#text;
    // A step that fails is made good by the next one, or by the message.
    this.#step = this.#show(this.#text)
      .catch(() => {})
      .then(() => {
        this.#step = undefined;
        this.#timer = setTimeout(() => this.#next(), STEP_MS);
      });
  }
}
