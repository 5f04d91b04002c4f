/**
 * Messages of this device that are not in the log yet: those of the SDK's outbox, those whose files are still being uploaded,
 * and those that have failed.
 *
 * @module
 */
import { decodeContent, encodeContent, PosthornError } from '@posthorn/protocol';
import type { ContentInit } from '@posthorn/protocol';
import type { Incoming, SendAck, Target } from '../api.ts';
import type { Files, PendingFiles } from '../files/index.ts';
import { newClientId, timeOfClientId } from '../ids.ts';
import { insideOf } from '../inside.ts';
import type { FileToSend, OutgoingMessage, SendFiles } from './api.ts';
import { conversationOf } from './conversation-of.ts';
import type { Core } from './core.ts';
import type { KeptSends } from './kept-sends.ts';
import { errorFrom, plainError } from './plain.ts';
import { uploadInfo, waitingUpload } from './uploads.ts';

export interface SendsOptions {
  readonly core: Core;
  readonly kept: KeptSends;
  readonly files: () => Files;
}

/** A message whose files are not at the server, as it is stored. */
interface StoredUpload {
  readonly target: Target;
  readonly content: Uint8Array;
  readonly files: readonly FileToSend[];
  readonly error?: OutgoingMessage['error'];
}

/** If a message waits longer for its ack, the connection is tried. */
const PATIENCE_MS = 2000;

export class Sends {
  readonly #options: SendsOptions;
  readonly #messages = new Map<string, OutgoingMessage>();
  readonly #uploads = new Map<string, PendingFiles>();
  readonly #files = new Map<string, readonly FileToSend[]>();
  /** Where acked messages are that have not arrived from the log yet. */
  readonly #acks = new Map<string, SendAck>();
  readonly #waiting = new Map<string, PromiseWithResolvers<SendAck>>();
  /** Not to be kept for the user to decide, where somebody waits for the ack. */
  readonly #forgetful = new Set<string>();
  #cancelProbe: (() => void) | undefined;

  constructor(options: SendsOptions) {
    this.#options = options;
  }

  /** Shows what was not sent before, and goes on with its files. */
  restore(stored: Iterable<readonly [unknown, unknown]>): void {
    const { core, kept } = this.#options;
    for (const { clientId, target, content, error } of kept.failed())
      this.#show({ ...this.#newMessage(clientId, target, content), state: 'failed', error });
    for (const { clientId, target, content } of core.client.pending())
      this.#show(this.#newMessage(clientId, target, content));
    for (const [key, value] of stored) {
      const clientId = String(key);
      const { target, content, files, error } = value as StoredUpload;
      // The outbox has it: the application has ended between the two.
      if (this.#messages.has(clientId)) {
        core.seen.put('outgoing', clientId, undefined);
        continue;
      }
      this.#files.set(clientId, files);
      const message = this.#newMessage(clientId, target, decodeContent(content));
      if (error !== undefined) this.#show({ ...message, state: 'failed', error });
      else this.#upload({ ...message, state: 'uploading' }, files);
    }
    this.#publish();
  }

  /** Resolves when the message is stored. */
  async send(
    target: Target,
    said: string | ContentInit,
    {
      files = [],
      attachments,
      clientId = newClientId(this.#options.core.platform.now()),
      forgetRefused = false,
    }: SendFiles = {},
  ): Promise<{ readonly clientId: string }> {
    if (this.#messages.has(clientId))
      throw new PosthornError('CONFLICT', 'this message is being sent already');
    const given = typeof said === 'string' ? { text: said } : said;
    const content = attachments === undefined ? given : { ...given, attachments };
    const message = this.#newMessage(clientId, target, content);
    if (forgetRefused) this.#forgetful.add(clientId);
    if (files.length > 0) await this.#sendWithFiles(message, files);
    else await this.#sendText(message);
    return { clientId };
  }

  acked(clientId: string): Promise<SendAck> {
    const message = this.#messages.get(clientId);
    const ack = this.#acks.get(clientId);
    if (ack !== undefined) return Promise.resolve(ack);
    if (message === undefined)
      return Promise.reject(new PosthornError('NOT_FOUND', 'no such message is being sent'));
    if (message.error !== undefined && message.state === 'failed') {
      this.#told(clientId);
      return Promise.reject(errorFrom(message.error));
    }
    const waiting = this.#waiting.get(clientId) ?? Promise.withResolvers<SendAck>();
    waiting.promise.catch(() => {});
    this.#waiting.set(clientId, waiting);
    return waiting.promise;
  }

  async retry(clientId: string): Promise<void> {
    const message = this.#messages.get(clientId);
    if (message?.state !== 'failed') throw new PosthornError('NOT_FOUND', 'no such message has failed');
    const files = this.#files.get(clientId);
    await this.send(message.target, message.content, files === undefined ? {} : { files });
    await this.#forgetFailed(clientId);
  }

  async discard(clientId: string): Promise<boolean> {
    const { core, kept } = this.#options;
    const message = this.#messages.get(clientId);
    if (message === undefined || this.#acks.has(clientId)) return false;
    if (message.state === 'failed') return this.#forgetFailed(clientId);
    const upload = this.#uploads.get(clientId);
    if (upload !== undefined && message.state === 'uploading') {
      this.#uploads.delete(clientId);
      void upload.abort();
    } else {
      kept.settle(clientId);
      if (!(await insideOf(core.client).discard(clientId))) {
        kept.unsettle(clientId);
        return false;
      }
    }
    this.#remove(clientId);
    const gone = new PosthornError('NOT_FOUND', 'the message was discarded');
    this.#waiting.get(clientId)?.reject(gone);
    this.#waiting.delete(clientId);
    return true;
  }

  /** The message is in the log: it is shown as an outgoing one until it arrives from there. */
  sent(ack: SendAck): void {
    const { clientId } = ack;
    this.#options.kept.settle(clientId);
    if (this.#messages.has(clientId)) this.#acks.set(clientId, ack);
    this.#waiting.get(clientId)?.resolve(ack);
    this.#waiting.delete(clientId);
  }

  /** A message of the log has arrived. */
  arrived({ conversation, seq, isMine }: Incoming): void {
    if (!isMine) return;
    for (const [clientId, ack] of this.#acks)
      if (ack.conversation === conversation && ack.seq <= seq) this.#remove(clientId);
  }

  /** Everything that was acked before has arrived. */
  synced(): void {
    for (const clientId of this.#acks.keys()) this.#remove(clientId);
  }

  delayed(clientId: string, caught: PosthornError): void {
    this.#change(clientId, { state: 'delayed', error: plainError(caught) });
  }

  failed(clientId: string, caught: PosthornError): void {
    const error = plainError(caught);
    const waiting = this.#waiting.get(clientId);
    this.#waiting.delete(clientId);
    if (waiting !== undefined && this.#told(clientId)) return waiting.reject(caught);
    void this.#options.kept.explain(clientId, error).catch(this.#options.core.onError);
    this.#change(clientId, { state: 'failed', error });
    waiting?.reject(caught);
  }

  /** The connection has come or gone. */
  connected(): void {
    for (const message of this.#messages.values()) {
      const { state } = message;
      if (state === 'waiting' || state === 'sending' || state === 'delayed')
        this.#show({ ...message, state: this.#stateNow(), error: undefined });
    }
    this.#publish();
    this.#probeLater();
  }

  close(): void {
    this.#cancelProbe?.();
  }

  async #sendText(message: OutgoingMessage): Promise<void> {
    const { core, kept } = this.#options;
    const { clientId, target, content } = message;
    this.#show(message);
    this.#publish();
    const stored = kept.whenStored(clientId);
    const { done } = core.client.send(target, content, { clientId });
    try {
      await Promise.race([stored, done]);
    } catch (error) {
      this.#remove(clientId);
      throw error;
    }
    this.#probeLater();
  }

  async #sendWithFiles(message: OutgoingMessage, files: readonly FileToSend[]): Promise<void> {
    const { core } = this.#options;
    const { clientId, target, content } = message;
    if ((content.attachments ?? []).length > 0)
      throw new PosthornError('INVALID', 'a message has new files, or files that are there already');
    const stored: StoredUpload = { target, content: encodeContent(content).slice(), files };
    core.seen.put('outgoing', clientId, stored);
    this.#files.set(clientId, files);
    this.#upload({ ...message, state: 'uploading' }, files);
    this.#publish();
    try {
      await core.seen.flush();
    } catch (error) {
      void this.#uploads.get(clientId)?.abort();
      this.#remove(clientId);
      throw error;
    }
  }

  #upload(message: OutgoingMessage, files: readonly FileToSend[]): void {
    const { clientId, target, content } = message;
    const { attachments: _, ...rest } = content;
    const pending = this.#options.files().send(target, {
      ...rest,
      clientId,
      files: files.map(({ file, ...about }) => ({ source: file, type: file.type, ...about })),
      onProgress: (progress) => {
        const { uploads } = this.#messages.get(clientId) ?? message;
        const now = progress.files.map((each, i) => uploadInfo(uploads[i], each));
        this.#change(clientId, { uploads: now });
        if (now.every(({ state }) => state === 'done')) this.#change(clientId, { state: this.#stateNow() });
      },
    });
    this.#uploads.set(clientId, pending);
    const uploads = files.map((file, i) => waitingUpload(`${clientId}/${i}`, file));
    this.#show({ ...message, uploads });
    void this.#options.kept.whenStored(clientId).then(() => this.#handedOver(clientId));
    pending.done.catch((caught: unknown) => this.#uploadFailed(clientId, caught));
  }

  /** The outbox has the message with its files: the next start is not to upload them again. */
  #handedOver(clientId: string): void {
    const { seen, onError } = this.#options.core;
    seen.put('outgoing', clientId, undefined);
    seen.flush().catch(onError);
  }

  #uploadFailed(clientId: string, caught: unknown): void {
    const { core } = this.#options;
    const message = this.#messages.get(clientId);
    const isUploading = this.#uploads.delete(clientId) && message?.state === 'uploading';
    // The next start goes on.
    if (!isUploading || core.client.state.name === 'closed') return;
    const error = plainError(caught);
    const files = this.#files.get(clientId) ?? [];
    const { target, content } = message;
    core.seen.put('outgoing', clientId, { target, content: encodeContent(content).slice(), files, error });
    this.#change(clientId, { state: 'failed', error });
    this.#waiting.get(clientId)?.reject(errorFrom(error));
    this.#waiting.delete(clientId);
  }

  /** Whoever has sent it knows that it was refused. True: it is forgotten. */
  #told(clientId: string): boolean {
    if (!this.#forgetful.has(clientId)) return false;
    this.#forgetFailed(clientId).catch(this.#options.core.onError);
    return true;
  }

  async #forgetFailed(clientId: string): Promise<boolean> {
    // Shown no more at once; the next start finds what could not be forgotten.
    this.#remove(clientId);
    await this.#options.kept.forgetFailed(clientId);
    return true;
  }

  #newMessage(clientId: string, target: Target, content: ContentInit): OutgoingMessage {
    return {
      clientId,
      target,
      conversation: conversationOf(target, this.#options.core.board),
      content,
      time: timeOfClientId(clientId) ?? this.#options.core.platform.now(),
      state: this.#stateNow(),
      error: undefined,
      uploads: [],
    };
  }

  #stateNow(): 'waiting' | 'sending' {
    return this.#options.core.isOnline() ? 'sending' : 'waiting';
  }

  /** A connection that gives no ack may be dead. Looks again as long as a message waits for one. */
  #probeLater(): void {
    const { core } = this.#options;
    const waiting = this.#waitForAcks();
    if (!core.isOnline() || waiting.length === 0 || this.#cancelProbe !== undefined) return;
    this.#cancelProbe = core.platform.after(PATIENCE_MS, () => {
      this.#cancelProbe = undefined;
      const now = new Set(this.#waitForAcks());
      if (waiting.some((clientId) => now.has(clientId))) insideOf(core.client).probe();
      this.#probeLater();
    });
  }

  #waitForAcks(): readonly string[] {
    const sending = [...this.#messages.values()].filter(({ state }) => state === 'sending');
    return sending.map(({ clientId }) => clientId).filter((clientId) => !this.#acks.has(clientId));
  }

  #show(message: OutgoingMessage): void {
    this.#messages.set(message.clientId, message);
  }

  #change(clientId: string, change: Partial<OutgoingMessage>): void {
    const message = this.#messages.get(clientId);
    if (message === undefined) return;
    this.#messages.set(clientId, { ...message, ...change });
    this.#publish();
  }

  #remove(clientId: string): void {
    this.#messages.delete(clientId);
    this.#acks.delete(clientId);
    this.#uploads.delete(clientId);
    this.#forgetful.delete(clientId);
    if (this.#files.delete(clientId)) this.#options.core.seen.put('outgoing', clientId, undefined);
    this.#publish();
  }

  #publish(): void {
    const { board } = this.#options.core;
    const messages = [...this.#messages.values()];
    board.set('outgoing', messages);
    const failed = messages.filter(({ state }) => state === 'failed').length;
    const waiting = messages.length - failed;
    const status = board.value('status');
    // Progress of an upload changes no count, and much is drawn by the status.
    if (status.failed !== failed || status.waiting !== waiting)
      board.set('status', { ...status, failed, waiting });
  }
}
