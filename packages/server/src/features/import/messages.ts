/**
 * Messages of an import: written into the log with their own times, in their order, once.
 *
 * They are no sends: nobody is asked whether their senders may, nothing is pushed, and followers that tell people of news
 * leave them out. The log is the same as ever: dense seqs, one order, idempotent by client id.
 *
 * @module
 */
import { encodeContent, PosthornError } from '@posthorn/protocol';
import { whyNotWritten } from '../../pipeline/store-errors.ts';
import type { Services } from '../../router/services.ts';
import { allOf } from '../../store/log/effects.ts';
import { getConversation } from '../../store/log/conversations.ts';
import type { Append } from '../../store/log/log.ts';
import { contentOf, effectsOf } from './content.ts';
import { clientIdOfImported } from './ids.ts';
import type { Known } from './known.ts';
import type { MessageEntry, MessageKey } from './entries.ts';

/** What came of a message. */
export type MessageOutcome =
  | { readonly outcome: 'made' | 'there'; readonly seq: number }
  | { readonly error: PosthornError };

/** A conversation that changes at once as often as this is not one of the past. */
const MAX_TRIES = 20;

interface Waiting {
  readonly index: number;
  readonly entry: MessageEntry;
  readonly sender: number;
  readonly clientId: string;
}

/** Writes the messages of one request. */
export class MessageWriter {
  readonly #services: Services;
  readonly #known: Known;
  readonly #outcomes: MessageOutcome[] = [];
  /** What is written next, in one transaction. */
  #wave: Waiting[] = [];
  readonly #inWave = new Set<string>();
  /** Conversations that are in the wave with a change of their version, which comes last. */
  readonly #closed = new Set<string>();

  constructor(services: Services, known: Known) {
    this.#services = services;
    this.#known = known;
  }

  /** What came of them, in their order. Rejects with a StoreError; what was written then is found by a repeat. */
  async write(entries: readonly MessageEntry[]): Promise<readonly MessageOutcome[]> {
    await this.#known.learn(entries);
    for (const [index, entry] of entries.entries()) {
      try {
        if (this.#mustWait(entry)) await this.#flush();
        this.#add(index, entry);
      } catch (error) {
        if (!(error instanceof PosthornError)) throw error;
        this.#outcomes[index] = { error };
      }
    }
    await this.#flush();
    return this.#outcomes;
  }

  #add(index: number, entry: MessageEntry): void {
    const { conversation, id } = entry;
    const sender = entry.sender === '' ? 0 : this.#known.user(entry.sender);
    const clientId = clientIdOfImported(conversation, id);
    const seq = this.#known.seqOf(conversation, entry);
    if (seq !== undefined) {
      this.#outcomes[index] = { outcome: 'there', seq };
      return;
    }
    this.#known.place(conversation);
    this.#wave.push({ index, entry, sender, clientId });
    this.#inWave.add(nameOf(conversation, entry));
    if (entry.content.kind?.case === 'event') this.#closed.add(conversation);
  }

  /** Whether it needs what the wave has not written yet. */
  #mustWait({ conversation, thread, replyTo, target, ...own }: MessageEntry): boolean {
    if (this.#closed.has(conversation)) return true;
    const keys = [thread, replyTo, target, own];
    return keys.some((key) => key !== undefined && this.#inWave.has(nameOf(conversation, key)));
  }

  async #flush(): Promise<void> {
    let left: readonly Waiting[] = this.#wave;
    this.#wave = [];
    this.#inWave.clear();
    this.#closed.clear();
    for (let tries = 0; left.length > 0 && tries < MAX_TRIES; tries++) left = await this.#commit(left);
    const error = new PosthornError('UNAVAILABLE', 'the conversation is changing; try again');
    for (const { index } of left) this.#outcomes[index] = { error };
  }

  /** Returns what is to be tried again, because its conversation has changed. */
  async #commit(wave: readonly Waiting[]): Promise<readonly Waiting[]> {
    const appended: Waiting[] = [];
    const batch: Append[] = [];
    for (const waiting of wave) {
      try {
        batch.push(await this.#appendOf(waiting));
        appended.push(waiting);
      } catch (error) {
        if (!(error instanceof PosthornError)) throw error;
        this.#outcomes[waiting.index] = { error };
      }
    }
    const outcomes = batch.length === 0 ? [] : await this.#services.store.log.append(batch);
    const stale: Waiting[] = [];
    const changed = new Set<string>();
    for (const [at, waiting] of appended.entries()) {
      const { index, entry, sender, clientId } = waiting;
      const outcome = outcomes[at];
      if (outcome?.status === 'stale') {
        stale.push(waiting);
        changed.add(entry.conversation);
      } else if (outcome?.status === 'appended' || outcome?.status === 'repeated') {
        const { seq } = outcome;
        this.#known.written(sender, clientId, seq);
        this.#outcomes[index] = { outcome: outcome.status === 'appended' ? 'made' : 'there', seq };
        if (entry.content.kind?.case === 'event') changed.add(entry.conversation);
      } else {
        this.#outcomes[index] = { error: whyNotWritten(outcome) };
      }
    }
    for (const conversation of changed) await this.#readAgain(conversation);
    return stale;
  }

  async #readAgain(conversation: string): Promise<void> {
    const { record } = this.#known.place(conversation);
    const now = await this.#services.store.run(getConversation, record.id);
    if (now !== undefined) this.#known.setRecord(conversation, now);
    this.#services.conversations.changed(record.id);
  }

  async #appendOf({ entry, sender, clientId }: Waiting): Promise<Append> {
    const { contents, clock } = this.#services;
    const now = clock.now();
    const { record } = this.#known.place(entry.conversation);
    const content = contentOf(this.#services, this.#known, entry);
    const effects = await effectsOf(this.#services, { entry, content, record, sender, now });
    const { counts, mentions } = contents.counting(content);
    return {
      conversation: record.id,
      version: record.version,
      sender,
      clientId,
      // Nothing comes from the future.
      time: Math.min(entry.time, now),
      content: encodeContent(content),
      counts,
      mentions,
      effect: allOf([...effects, { type: 'imported', now }]),
    };
  }
}

function nameOf(conversation: string, { sender, id }: MessageKey): string {
  return `${conversation} ${sender} ${id}`;
}
