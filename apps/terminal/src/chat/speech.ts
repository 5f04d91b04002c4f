/**
 * What the user says, one after another: whom it names is looked up, then it is shown as pending, and sent.
 *
 * @module
 */
import type { Client, ContentInit, Target } from '@posthorn/client';
import { withEmoji } from './emoji.ts';
import { mentionsIn } from '../mentions.ts';
import { sanitise } from '../sanitise.ts';
import { quoteOf } from './quotes.ts';
import { localLine } from './state.ts';
import type { Line, Progress } from './state.ts';
import { messageOf } from './words.ts';

export interface SayOptions {
  readonly target?: Target;
  /** Seq of the message in the same conversation that is answered. */
  readonly replyTo?: number;
}

/** A message on its way into a conversation that is known. */
export interface Spoken {
  /** Its client id. */
  readonly key: string;
  readonly conversation: number;
  readonly text: string;
  readonly replyTo: number;
  readonly thread: number;
}

export interface SpeechScreen {
  readonly pending: (spoken: Spoken) => void;
  /** `seq`: 0 if it has failed. */
  readonly settled: (conversation: number, key: string, outcome: { seq: number; progress: Progress }) => void;
  readonly notice: (text: string) => void;
}

export interface Said {
  readonly text: string;
  readonly target: Target;
  readonly replyTo: number;
  readonly thread: number;
}

export class Speech {
  readonly #client: Client;
  readonly #screen: SpeechScreen;
  #last: Promise<void> = Promise.resolve();

  constructor(client: Client, screen: SpeechScreen) {
    this.#client = client;
    this.#screen = screen;
  }

  /** Resolves when the message is in the outbox. */
  say(said: Said): Promise<void> {
    const text = withEmoji(said.text);
    this.#last = this.#last.then(async () => {
      const mentions = await mentionsIn(this.#client, text);
      this.#send({ ...said, text }, mentions);
    });
    return this.#last;
  }

  #send({ text, target, replyTo, thread }: Said, mentions: ContentInit): void {
    const { clientId: key, done } = this.#client.send(target, { text, replyTo, thread, ...mentions });
    if ('conversation' in target) {
      this.#screen.pending({ key, conversation: target.conversation, text, replyTo, thread });
    }
    done.then(
      ({ conversation, seq }) => this.#screen.settled(conversation, key, { seq, progress: 'sent' }),
      (error: unknown) => {
        if ('conversation' in target) {
          this.#screen.settled(target.conversation, key, { seq: 0, progress: 'failed' });
        }
        this.#screen.notice(`"${text}" was not sent: ${messageOf(error)}`);
      },
    );
  }
}

/** Shown until it is in the log. `answered`: the message that it replies to, if that is shown. */
export function spokenLine({ key, text, thread }: Spoken, who: string, answered: Line | undefined): Line {
  const line = { ...localLine(key, 'message', sanitise(text)), who, isMine: true, thread };
  const reply = answered === undefined ? {} : { reply: quoteOf(answered) };
  return { ...line, progress: 'pending', ...reply };
}
