/**
 * A running chat: turns the client's events into the state of the screen, and the user's input into messages and
 * commands. Independent of terminals.
 *
 * @module
 */
import { entryTarget, PosthornError } from '@posthorn/client';
import type { Client, ContentInit, Conversation, Incoming, ReceiptNote } from '@posthorn/client';
import { listConversations, titleOf } from '../commands/conversations.ts';
import { sanitiseLine } from '../sanitise.ts';
import { threadPage } from '../thread-page.ts';
import { ChatBots } from './bots.ts';
import { ChatFiles } from './chat-files.ts';
import { Delays } from './delays.ts';
import { lineOf } from './lines.ts';
import { Nicknames } from './nicknames.ts';
import { OlderMessages } from './older-messages.ts';
import { OwnWatch } from './own-watch.ts';
import { PeerWatch } from './peers.ts';
import { Pictures } from './pictures.ts';
import { receiptsIn } from './receipts.ts';
import type { Responder } from './responder.ts';
import { listedRooms } from './room-list.ts';
import {
  EMPTY,
  localLine,
  openRoom,
  roomOf,
  withLine,
  withMessage,
  withOpen,
  withPresence,
  withProgress,
  withReceipt,
  withRoom,
} from './state.ts';
import type { ChatState, Line, Room } from './state.ts';
import { Teller } from './teller.ts';
import type { OnLine } from './teller.ts';
import { typed } from './typed.ts';
import { changesUnread, withConversation, withNews, withVanished } from './unread.ts';
import { TypingNotes } from './typing-notes.ts';
import type { Draft } from './typed.ts';
import { Speech, spokenLine } from './speech.ts';
import type { SayOptions, Spoken } from './speech.ts';
import { markThreadRead } from './thread-reading.ts';
import { Vanishing } from './vanishing.ts';
import { messageOf, onTrouble, withConnection } from './words.ts';

export interface ChatOptions {
  readonly client: Client;
  readonly responder: Responder;
  readonly signal: AbortSignal;
  /** Called once for each new line, with its conversation; for screens that only print. */
  readonly onLine?: OnLine;
}

/** Modes of the chat, and what else comes and goes. */
type Mode = 'isAiOn' | 'isMouseOn' | 'list' | 'theme' | 'transfer' | 'hasPictures' | 'search';

export interface NoticeOptions {
  readonly conversation?: number;
  readonly marks?: Line['marks'];
}

/** More of a thread is not shown. */
const THREAD_PAGE = 200;

export class Chat {
  readonly client: Client;
  readonly responder: Responder;
  readonly signal: AbortSignal;
  readonly delays = new Delays();
  readonly files: ChatFiles;
  readonly bots: ChatBots;
  readonly #teller: Teller | undefined;
  readonly #listeners = new Set<(state: ChatState) => void>();
  readonly #pictures = new Pictures();
  readonly #vanishing = new Vanishing((message) => this.#vanish(message));
  readonly #opened = new Set<number>();
  #state: ChatState = EMPTY;
  #lastKey = 0;
  readonly #nicknames: Nicknames;
  readonly #older: OlderMessages;
  readonly #own: OwnWatch;
  readonly #peers: PeerWatch;
  readonly #typingNotes: TypingNotes;
  readonly #speech: Speech;

  constructor({ client, responder, signal, onLine }: ChatOptions) {
    this.client = client;
    this.responder = responder;
    this.signal = signal;
    this.files = new ChatFiles(this);
    this.bots = new ChatBots(this);
    this.#teller = onLine === undefined ? undefined : new Teller(client, onLine);
    this.#nicknames = new Nicknames(client, (id, nicknames) =>
      this.update(id, (room) => ({ ...room, nicknames })),
    );
    this.#older = new OlderMessages(client, (message) => this.#show(message, false));
    this.#own = new OwnWatch(client, {
      changed: (id, own) => this.update(id, (room) => ({ ...room, ...own })),
      folders: (folders) => this.#set({ ...this.#state, folders }),
    });
    this.#peers = new PeerWatch(client, (name, isOnline) =>
      this.#set(withPresence(this.#state, name, isOnline)),
    );
    this.#typingNotes = new TypingNotes(client, (id, name, until) =>
      this.#change(id, (room) => ({ ...room, typing: { ...room.typing, [name]: until } })),
    );
    this.#speech = new Speech(client, {
      pending: (spoken) => this.#spoken(spoken),
      settled: (id, key, { seq, progress }) =>
        this.#change(id, (room) => withProgress(room, key, seq, progress)),
      notice: (text) => this.notice(text),
    });
    client.on('state', (state) => this.#set(withConnection(this.#state, state)));
    client.on('message', (message) => this.#message(message));
    client.on('synced', () => this.#quietly(this.refresh()));
    client.on('receipt', (note) => this.#receipt(note));
    onTrouble(client, (text) => this.notice(text));
    this.#set(withConnection(this.#state, client.state));
  }

  get state(): ChatState {
    return this.#state;
  }

  /** Returns a function that removes the listener. */
  onChange(listener: (state: ChatState) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Shows a conversation and its latest messages. */
  async open(id: number): Promise<void> {
    this.#set(withOpen(this.#state, id));
    this.#quietly(this.#own.opened(id));
    if (!this.#opened.has(id)) {
      await this.older(0);
      for (const receipt of await receiptsIn(this.client, roomOf(this.#state, id))) this.#receipt(receipt);
      this.#opened.add(id);
    }
    this.#quietly(this.#nicknames.read(roomOf(this.#state, id)));
    this.#markRead();
  }

  /** Reads the messages before the oldest shown one; `before` 0: the latest. One read at a time. */
  async older(before = openRoom(this.#state)?.olderBefore ?? 0): Promise<void> {
    const { openId } = this.#state;
    if (before === 0 && (roomOf(this.#state, openId)?.olderBefore ?? 0) > 0) return;
    const olderBefore = await this.#older.read(openId, before);
    if (olderBefore !== undefined) this.#change(openId, (room) => ({ ...room, olderBefore }));
  }

  /** Sends to the open conversation and thread, or to `target`. Resolves when the message is in the outbox. */
  say(text: string, { target = this.#here(), replyTo = 0 }: SayOptions = {}): Promise<void> {
    const room = 'conversation' in target ? roomOf(this.#state, target.conversation) : undefined;
    return this.#speech.say({ text, target, replyTo, thread: room?.thread ?? 0 });
  }

  #spoken(spoken: Spoken): void {
    const answered = this.line(spoken.replyTo, spoken.conversation);
    this.put(spoken.conversation, spokenLine(spoken, this.#state.self.name, answered));
  }

  /** Adds a line, or several, that are not in the log; to the open conversation unless another one is named. */
  notice(
    text: string | readonly string[],
    { conversation = this.#state.openId, marks }: NoticeOptions = {},
  ): void {
    const line = this.#line('notice', [text].flat().map(sanitiseLine).join('\n'));
    this.put(conversation, marks === undefined ? line : { ...line, marks });
  }

  /**
   * Sends something else than words alone to the open conversation. Resolves when it is in the log; rejects with the reason
   * if it never will be.
   */
  async change(kind: ContentInit['kind'], text = ''): Promise<void> {
    await this.client.send(this.#here(), { text, kind }).done;
  }

  /** Says why something did not work. */
  complain(error: unknown): void {
    const line = this.#line('notice', sanitiseLine(messageOf(error)));
    this.put(this.#state.openId, { ...line, isTrouble: true });
  }

  /** A message that is shown. */
  line(seq: number, conversation = this.#state.openId): Line | undefined {
    return seq === 0 ? undefined : roomOf(this.#state, conversation)?.lines.find((line) => line.seq === seq);
  }

  /** Scrolls to a message, or to the first one behind it that is shown. */
  focus(seq: number): void {
    this.#change(this.#state.openId, (room) => ({ ...room, focus: { seq } }));
  }

  /** Shows the spoilers of a message. */
  reveal(line: Line): void {
    this.put(this.#state.openId, { ...line, isRevealed: true });
  }

  /** Shows a thread of the open conversation instead of it; 0: the conversation again. */
  async showThread(seq: number): Promise<void> {
    const conversation = this.#state.openId;
    this.#change(conversation, (room) => ({ ...room, thread: seq }));
    if (seq === 0) return;
    const page = { before: 0, limit: THREAD_PAGE };
    for (const message of await threadPage(this.client, { conversation, seq, page }))
      await this.#show(message, false);
    this.#markRead();
  }

  /** Changes a mode of the chat. */
  set(mode: Partial<Pick<ChatState, Mode>>): void {
    this.#set({ ...this.#state, ...mode });
  }

  /**
   * The user is typing this. Sends a typing note from time to time, unless the text is a command or for somebody
   * else.
   */
  typing(draft: Draft): void {
    const room = openRoom(this.#state);
    if (this.#state.isAiOn || room === undefined || !this.#state.isOnline) return;
    if (draft.text.startsWith('/') && !draft.isPasted) this.#quietly(this.bots.look());
    if (typed(draft).kind === 'text' && room.form === undefined) this.#typingNotes.note(room);
  }

  /** Reads the list of conversations again. */
  async refresh(): Promise<void> {
    for await (const conversation of listConversations(this.client)) await this.#know(conversation);
    if (this.#state.openId === 0) {
      const rooms = listedRooms(this.#state);
      const first = rooms.find(({ kind }) => kind === 'room') ?? rooms[0];
      if (first !== undefined) await this.open(first.id);
    }
    this.#peers.forget();
    await this.#watchPeers();
  }

  close(): void {
    this.delays.close();
    this.#vanishing.close();
    this.files.close();
    this.bots.close();
    this.#listeners.clear();
  }

  async #know(conversation: Conversation): Promise<void> {
    const title = sanitiseLine(await titleOf(this.client, conversation));
    const isOpen = conversation.id === this.#state.openId;
    this.#change(conversation.id, (room) => withConversation(room, { ...conversation, title }, isOpen));
    this.#own.tell(conversation.id);
  }

  async #message(message: Incoming): Promise<void> {
    const { conversation, content } = message;
    if (roomOf(this.#state, conversation)?.kind === undefined || content.kind?.case === 'event') {
      await this.#learn(conversation);
    }
    this.bots.arrived(message);
    this.#change(conversation, (room) => withNews(room, message, this.#state.self.id));
    await this.#show(message, true);
    if (conversation === this.#state.openId) this.#markRead();
    else if (changesUnread(content)) await this.#learn(conversation);
  }

  /** Reads a conversation that is new, or whose title or members may have changed. */
  async #learn(id: number): Promise<void> {
    try {
      await this.#know(await this.client.call('getConversation', { conversation: id }));
      await this.#watchPeers();
    } catch (error) {
      if (!(error instanceof PosthornError)) throw error;
      this.#change(id, (room) => room);
    }
  }

  #watchPeers(): Promise<void> {
    return this.#peers.watch(this.#state.rooms.flatMap(({ peer }) => (peer === 0 ? [] : [peer])));
  }

  /** Shows the messages that this one is, or changes. */
  async #show(message: Incoming, isNews: boolean): Promise<void> {
    const { conversation, seq, content } = message;
    for (const now of this.#pictures.add(message)) await this.#showNow(now);
    const [room, line] = [roomOf(this.#state, conversation), this.line(seq, conversation)];
    if (room === undefined || !(isNews || conversation === this.#state.openId)) return;
    if (line !== undefined) this.#teller?.tell(room, line);
    else if (isNews && entryTarget(content) > 0) await this.#teller?.tellEntry(room, message);
  }

  async #showNow(message: Incoming): Promise<void> {
    const { conversation } = message;
    const line = await lineOf(this.client, message, (seq) => this.line(seq, conversation));
    this.#change(conversation, (room) => withMessage(room, line));
    this.#vanishing.watch(message);
  }

  #vanish(message: Incoming): void {
    this.#change(message.conversation, (room) => withVanished(room, message, this.#state.self.id));
    this.#quietly(this.#show(message, false));
  }

  #receipt(note: ReceiptNote): void {
    const isOwn = note.user === this.#state.self.id;
    this.#change(note.conversation, (room) => withReceipt(room, note, isOwn));
  }

  #markRead(): void {
    const room = openRoom(this.#state);
    if (room === undefined || room.head === 0) return;
    this.client.markRead(room.id, room.head);
    this.#quietly(this.#markThreadRead(room));
    this.#quietly(this.#nicknames.readAgain(room));
    this.#change(room.id, (open) => ({ ...open, unread: 0, mentions: 0, ownRead: open.head }));
  }

  async #markThreadRead(room: Room): Promise<void> {
    const read = await markThreadRead(this.client, room);
    for (const now of this.#pictures.threadRead(room.id, room.thread, read)) await this.#showNow(now);
  }

  #here(): { readonly conversation: number } {
    return { conversation: this.#state.openId };
  }

  #line(kind: Line['kind'], text: string): Line {
    this.#lastKey += 1;
    return localLine(`here-${this.#lastKey}`, kind, text);
  }

  /** Adds a line, or replaces the one with its key. */
  put(conversation: number, line: Line): void {
    this.#change(conversation, (room) => withLine(room, line));
    const room = roomOf(this.#state, conversation);
    const isLocal = line.kind === 'notice' || line.ephemeral !== undefined;
    if (room !== undefined && isLocal) this.#teller?.tell(room, line);
  }

  /** Changes a conversation, if it is in the list. */
  update(id: number, change: (room: Room) => Room): void {
    if (roomOf(this.#state, id) !== undefined) this.#change(id, change);
  }

  #change(id: number, change: (room: Room) => Room): void {
    this.#set(withRoom(this.#state, id, change));
  }

  #set(state: ChatState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener(state);
  }

  /** Ignores transient errors: after a reconnect the data is requested again. */
  #quietly(work: Promise<unknown>): void {
    work.catch((error: unknown) => {
      if (!(error instanceof PosthornError)) this.notice(`Something went wrong: ${messageOf(error)}`);
    });
  }
}
