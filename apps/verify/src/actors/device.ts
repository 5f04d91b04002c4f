/**
 * A device that runs the SDK. It stores its state on disk, may be closed and opened again, and records in the history
 * what its application gets.
 *
 * @module
 */
import { connect, fileStorage } from '@posthorn/client/node';
import { Picture } from '@posthorn/client';
import type { Client, ContentInit, Incoming, PosthornError, SendAck, Storage } from '@posthorn/client/node';
import { fingerprint, sentAs } from '../fingerprint.ts';
import type { History, OwnFact } from '../history.ts';

export interface DeviceOptions {
  /** The name of the device in the history. */
  readonly who: string;
  readonly user: { readonly id: number; readonly name: string; readonly password: string };
  readonly url: string;
  readonly deviceClass: 'mobile' | 'desktop' | 'web' | 'bot';
  /** The directory for its state. */
  readonly directory: string;
  readonly history: History;
  /** Whether a conversation belongs to the run; others are ignored. */
  readonly isOurs: (conversation: number) => boolean;
  /** How long its application takes per message, in ms. */
  readonly slowness?: number;
  /** Wraps the storage, for tests that plant faults. */
  readonly wrapStorage?: (storage: Storage) => Storage;
  /** Makes the pictures that its application shows, for tests that plant faults. */
  readonly makePicture?: () => Picture;
}

/** What an application shows of a conversation. */
export interface Portrait {
  readonly picture: Picture;
  /** The messages that it was handed. */
  readonly seqs: Set<number>;
  last: number;
}

export class Device {
  readonly options: DeviceOptions;
  #client: Client | undefined;
  /** Sends without a known outcome, with their conversation. */
  readonly #open = new Map<string, number>();
  /** By conversation. Applications keep what they show, so this outlives the client. */
  readonly portraits = new Map<number, Portrait>();

  constructor(options: DeviceOptions) {
    this.options = options;
  }

  get who(): string {
    return this.options.who;
  }

  get userId(): number {
    return this.options.user.id;
  }

  get isRunning(): boolean {
    return this.#client !== undefined;
  }

  get isOnline(): boolean {
    return this.endpoint !== undefined;
  }

  /** The URL of the current connection; undefined: not connected. */
  get endpoint(): string | undefined {
    const state = this.#client?.state;
    return state?.name === 'online' ? state.endpoint : undefined;
  }

  /** Ids of sends without an outcome. */
  get unsettled(): readonly string[] {
    return [...this.#open.keys()];
  }

  async open(): Promise<void> {
    if (this.#client !== undefined) return;
    const { url, user, directory, deviceClass, who, wrapStorage = (storage) => storage } = this.options;
    const storage = wrapStorage(await fileStorage(directory));
    const client = await connect(
      { server: url, user: user.name, password: user.password },
      { storage, start: 'start', device: { id: who, class: deviceClass }, software: 'posthorn-verify' },
    );
    this.#client = client;
    this.#device('opened');
    this.#listen(client);
  }

  /** Closes gracefully: stores positions; unacked sends wait for the next start. */
  async close(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    if (client === undefined) return;
    await client.close();
    this.#device('closed');
  }

  /** Sends a message under this id. */
  send(id: string, conversation: number, content: ContentInit): void {
    const client = this.#client;
    if (client === undefined) return;
    this.#record({ op: 'send', stage: 'invoke', id, conversation, ...sentAs(content) });
    this.#open.set(id, conversation);
    client.send({ conversation }, content, { clientId: id }).done.catch((error: PosthornError) => {
      // If the client was closed, the message is stored and sent at the next start. Other errors are final.
      if (!error.canRetry) this.#failed(id, error);
    });
  }

  /** Reads a part of a log through the SDK. */
  async read(id: string, conversation: number, after: number, limit: number): Promise<void> {
    const client = this.#client;
    if (client === undefined) return;
    const what = { op: 'read', id, conversation, after, limit } as const;
    this.#record({ ...what, stage: 'invoke' });
    try {
      const messages = await client.history(conversation, { after, limit });
      this.#record({ ...what, stage: 'ok', messages: messages.map(sightOf) });
    } catch (error) {
      const { canRetry, code } = error as PosthornError;
      this.#record({ ...what, stage: canRetry ? 'unknown' : 'fail', code });
    }
  }

  async moveCursor(id: string, conversation: number, read: number): Promise<void> {
    const client = this.#client;
    if (client === undefined) return;
    const what = { op: 'move-cursor', id, conversation } as const;
    this.#record({ ...what, stage: 'invoke', read });
    try {
      await client.call('moveCursors', { cursors: [{ conversation, read, delivered: 0 }] });
      this.#record({ ...what, stage: 'ok', read });
    } catch (error) {
      const { canRetry, code } = error as PosthornError;
      this.#record({ ...what, stage: canRetry ? 'unknown' : 'fail', code });
    }
  }

  async seeCursor(id: string, conversation: number): Promise<void> {
    const client = this.#client;
    if (client === undefined) return;
    const what = { op: 'see-cursor', id, conversation } as const;
    this.#record({ ...what, stage: 'invoke' });
    try {
      const { read } = await client.call('getConversation', { conversation });
      this.#record({ ...what, stage: 'ok', read });
    } catch (error) {
      const { canRetry, code } = error as PosthornError;
      this.#record({ ...what, stage: canRetry ? 'unknown' : 'fail', code });
    }
  }

  #listen(client: Client): void {
    const { slowness = 0, isOurs } = this.options;
    client.on('message', (message) => {
      if (isOurs(message.conversation)) {
        this.#record({ op: 'handed', ...sightOf(message) });
        this.#show(message);
      }
      return slowness === 0 ? undefined : new Promise((resolve) => setTimeout(resolve, slowness));
    });
    client.on('sent', (ack) => this.#acked(ack));
    client.on('failed', ({ clientId, error }) => this.#failed(clientId, error));
    client.on('restored', (conversations) => this.#device('restored', { conversations }));
    client.on('error', (error) => {
      this.options.history.record({ op: 'mishap', sentence: `${this.who}: ${String(error)}` });
    });
    client.on('state', (state) => {
      if (state.name === 'online') this.#device('online');
      else if (state.name === 'closed' && state.error !== undefined) {
        this.#device('ended', { code: state.error.code });
      } else if (state.name === 'connecting' && state.error !== undefined) {
        this.#device('offline', { code: state.error.code });
      }
    });
  }

  #show(message: Incoming): void {
    const { makePicture = () => new Picture() } = this.options;
    const { conversation, seq } = message;
    let portrait = this.portraits.get(conversation);
    // A log that was restored is read again from its start.
    if (portrait === undefined || seq <= portrait.last) {
      portrait = { picture: makePicture(), seqs: new Set(), last: 0 };
      this.portraits.set(conversation, portrait);
    }
    portrait.picture.add(message);
    portrait.seqs.add(seq);
    portrait.last = seq;
  }

  #acked({ clientId, conversation, seq }: SendAck): void {
    this.#open.delete(clientId);
    this.#record({ op: 'send', stage: 'ok', id: clientId, conversation, seq });
  }

  #failed(id: string, { code }: PosthornError): void {
    const conversation = this.#open.get(id);
    if (conversation === undefined || !this.#open.delete(id)) return;
    this.#record({ op: 'send', stage: 'fail', id, conversation, code });
  }

  #device(
    state: 'opened' | 'closed' | 'online' | 'offline' | 'ended' | 'restored',
    more: { readonly code?: string; readonly conversations?: readonly number[] } = {},
  ): void {
    this.#record({ op: 'device', state, ...more });
  }

  #record(fact: OwnFact): void {
    const { who, user, history } = this.options;
    history.record({ who, user: user.id, ...fact });
  }
}

function sightOf({ conversation, seq, sender, content }: Incoming): {
  conversation: number;
  seq: number;
  sender: number;
  text: string;
} {
  return { conversation, seq, sender, text: fingerprint(content) };
}
