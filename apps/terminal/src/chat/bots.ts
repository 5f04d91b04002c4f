/**
 * The bots of the chat: their commands, buttons and forms, and what they show that is in no log.
 *
 * @module
 */
import { isDeepStrictEqual } from 'node:util';
import { PosthornError } from '@posthorn/client';
import type { Client, Ephemeral, Form, Incoming, Interacted, StreamNote } from '@posthorn/client';
import { BotsNews } from '@posthorn/client/bots';
import type { BotNews } from '@posthorn/client/bots';
import { commandFor, commandsIn, slashIn, writtenName } from '../bots/commands-of.ts';
import type { KnownCommand } from '../bots/commands-of.ts';
import { pressOf } from '../bots/components.ts';
import { checkedValue } from '../bots/fields.ts';
import { interact, outcomeWords } from '../bots/interact.ts';
import type { What } from '../bots/interact.ts';
import { UsageError } from '../exit-codes.ts';
import { userName } from '../online.ts';
import { sanitise, sanitiseLine } from '../sanitise.ts';
import { openField, questionOf, sent, titleOf, withAnswer, withoutRefused } from './filling.ts';
import type { Asked, Filling } from './filling.ts';
import { openRoom, roomOf, withoutBotLines } from './state.ts';
import type { ChatState, Line, Room } from './state.ts';

/** What this needs of the chat. */
export interface BotsScreen {
  readonly client: Client;
  readonly state: ChatState;
  /** Adds a line, or replaces the one with its key. */
  put(conversation: number, line: Line): void;
  /** Changes a conversation that is in the list. */
  update(conversation: number, change: (room: Room) => Room): void;
  /** Adds lines that are not in the log. */
  notice(text: string | readonly string[], place: { readonly conversation: number }): void;
  /** Says why something did not work. */
  complain(error: unknown): void;
}

/** Commands that are known are asked for again after this time. */
const FRESH_MS = 10_000;
/** What changes further up may not be seen. */
const NEAR_LINES = 5;

export class ChatBots {
  readonly #screen: BotsScreen;
  readonly #news: BotsNews;
  readonly #shown = new Map<number, BotNews>();
  /** Messages for the user alone that are on the screen, by id. */
  readonly #drawn = new Map<number, { readonly message: Ephemeral; readonly label: string }>();
  #lastLabel = 0;
  #drawing = Promise.resolve();
  /** When the commands of a conversation were asked for (monotonic ms). */
  readonly #askedAt = new Map<number, number>();

  constructor(screen: BotsScreen) {
    this.#screen = screen;
    this.#news = new BotsNews({
      shown: this.#shown,
      put: (conversation, news) => this.#put(conversation, news),
      after(ms, run) {
        const timer = setTimeout(run, ms);
        return () => clearTimeout(timer);
      },
    });
    screen.client.on('push', (body) => this.#news.push(body));
  }

  /** A message has come: it may be the whole of a text that grew. */
  arrived(message: Incoming): void {
    this.#news.arrived(message);
  }

  close(): void {
    this.#news.close();
  }

  /** Reads the commands of the open conversation, so that they can be completed. */
  async look(): Promise<void> {
    const { openId } = this.#screen.state;
    if (performance.now() - (this.#askedAt.get(openId) ?? -Infinity) < FRESH_MS) return;
    this.#askedAt.set(openId, performance.now());
    try {
      await this.commands();
    } catch (error) {
      this.#askedAt.delete(openId);
      if (!(error instanceof PosthornError)) throw error;
    }
  }

  /** The commands of the open conversation. */
  async commands(): Promise<readonly KnownCommand[]> {
    const { client, state } = this.#screen;
    const commands = await commandsIn(client, state.openId);
    this.#screen.update(state.openId, (room) => ({ ...room, commands }));
    return commands;
  }

  /** Uses the command that a text is. Resolves with false if it is a text like others: nobody here has commands. */
  async use(text: string): Promise<boolean> {
    const conversation = this.#screen.state.openId;
    const slash = slashIn(text);
    const commands = await this.#commandsOrKnown(conversation);
    if (slash === undefined || commands.length === 0) return false;
    const command = commandFor(slash, commands);
    if (command === undefined) {
      const names = commands.map((each) => writtenName(each, commands)).join(', ');
      throw new UsageError(`There is no /${slash.name} here, but ${names}. As a text: /${text.trim()}`);
    }
    const { bot, name, botName } = command;
    await this.#ask(conversation, botName, { case: 'command', value: { bot, name, text: slash.rest } });
    return true;
  }

  /** Without a connection those that were known before. */
  async #commandsOrKnown(conversation: number): Promise<readonly KnownCommand[]> {
    try {
      return await this.commands();
    } catch (error) {
      const known = roomOf(this.#screen.state, conversation)?.commands;
      if (known === undefined) throw error;
      return known;
    }
  }

  /** Presses what has these numbers in a message of the open conversation, or asks for what its form asks. */
  async press(line: Line, numbers: readonly number[]): Promise<void> {
    const { seq, who, ephemeral, components } = line;
    const conversation = this.#screen.state.openId;
    const { id, chosen, button } = pressOf(components, numbers);
    const bearer = ephemeral === undefined ? { seq } : { ephemeral: ephemeral.id };
    const asked: Asked = { case: 'component', value: { ...bearer, id, chosen } };
    if (button?.form !== undefined) return this.#begin(conversation, { form: button.form, bot: who, asked });
    const answer = await this.#ask(conversation, who, asked);
    const isSeen = answer.ephemeral !== undefined || answer.form !== undefined || this.#isNear(line);
    if (answer.outcome !== 'answered' || isSeen) return;
    const words = button === undefined ? 'its menu' : sanitiseLine(button.label);
    this.#screen.notice(`Pressed further up, in message ${ephemeral?.label ?? seq}: ${words}`, {
      conversation,
    });
  }

  /** Whether a line is one of the last: what changes there is seen. */
  #isNear({ key }: Line): boolean {
    const room = openRoom(this.#screen.state);
    return room?.lines.slice(-NEAR_LINES).some((line) => line.key === key) ?? false;
  }

  /** Takes what was written for the field that the open form asks for, and sends the form after the last one. */
  async answer(filling: Filling, text: string): Promise<void> {
    const { client, state } = this.#screen;
    const conversation = state.openId;
    const field = openField(filling);
    let next = filling;
    if (field !== undefined) {
      const value = await checkedValue(client, field, text);
      this.#screen.notice(`  › ${value === '' ? '–' : value}`, { conversation });
      next = withAnswer(filling, field, value);
    }
    this.#fill(conversation, next);
    const following = openField(next);
    if (following !== undefined) return this.#screen.notice(questionOf(following), { conversation });
    this.#fill(conversation, undefined);
    try {
      await this.#ask(conversation, filling.bot, sent(next));
    } catch (error) {
      this.#screen.complain(error);
      this.#mend(conversation, next, error);
    }
  }

  /** The form was refused: asks again for what can be mended. */
  #mend(conversation: number, filling: Filling, error: unknown): void {
    if (!(error instanceof PosthornError)) return;
    const isWrong = error.code === 'INVALID';
    if (!isWrong && !error.canRetry) return;
    const again = isWrong ? withoutRefused(filling, error.message) : filling;
    this.#fill(conversation, again);
    const field = openField(again);
    if (field !== undefined) this.#screen.notice(questionOf(field), { conversation });
  }

  /** Forgets the open form. Returns false if there is none. */
  giveUp(): boolean {
    const conversation = this.#screen.state.openId;
    if (openRoom(this.#screen.state)?.form === undefined) return false;
    this.#fill(conversation, undefined);
    this.#screen.notice('The form was not sent.', { conversation });
    return true;
  }

  /** Takes away a message for the user alone. */
  dismiss({ ephemeral }: Line): void {
    if (ephemeral !== undefined) this.#news.dismiss(this.#screen.state.openId, ephemeral.id);
  }

  async #ask(conversation: number, bot: string, what: What): Promise<Interacted> {
    const { client } = this.#screen;
    this.#screen.update(conversation, (room) => ({ ...room, asking: bot }));
    try {
      const answer = await interact(client, conversation, what);
      const { id, outcome, ephemeral, form } = answer;
      if (ephemeral !== undefined) this.#news.ephemeral(ephemeral);
      const words = outcomeWords(outcome, bot);
      if (words !== '') this.#screen.notice(words, { conversation });
      const asked: Asked = { case: 'form', value: { interaction: id } };
      if (form !== undefined) this.#begin(conversation, { form, bot, asked });
      return answer;
    } finally {
      this.#screen.update(conversation, (room) => ({ ...room, asking: '' }));
    }
  }

  #begin(
    conversation: number,
    begun: { readonly form: Form; readonly bot: string; readonly asked: Asked },
  ): void {
    const filling: Filling = { ...begun, values: {} };
    this.#fill(conversation, filling);
    const field = openField(filling);
    const question = field === undefined ? [] : questionOf(field);
    this.#screen.notice([titleOf(filling), ...question], { conversation });
  }

  #fill(conversation: number, form: Filling | undefined): void {
    this.#screen.update(conversation, (room) => ({ ...room, form }));
  }

  #put(conversation: number, news: BotNews | undefined): void {
    if (news === undefined) this.#shown.delete(conversation);
    else this.#shown.set(conversation, news);
    this.#drawing = this.#drawing.then(() => this.#draw(conversation));
  }

  /** Shows what there is now. What comes twice, as an answer and as a push, is shown once. */
  async #draw(conversation: number): Promise<void> {
    const { state } = this.#screen;
    const room = roomOf(state, conversation);
    if (room === undefined) return;
    const { ephemerals = [], streams = [] } = this.#shown.get(conversation) ?? {};
    const keys = [...ephemerals.map(ephemeralKey), ...streams.map(streamKey)];
    this.#screen.update(conversation, (now) => withoutBotLines(now, new Set(keys)));
    for (const [id, { message }] of this.#drawn)
      if (message.conversation === conversation && ephemerals.every((each) => each.id !== id))
        this.#drawn.delete(id);
    for (const message of ephemerals)
      if (!isDeepStrictEqual(this.#drawn.get(message.id)?.message, message))
        this.#screen.put(conversation, await this.#ephemeralLine(message));
    for (const note of streams) this.#screen.put(conversation, await this.#streamLine(room, note));
  }

  async #ephemeralLine(message: Ephemeral): Promise<Line> {
    const { id, from, time, text, components } = message;
    const label = this.#drawn.get(id)?.label ?? `e${++this.#lastLabel}`;
    this.#drawn.set(id, { message, label });
    return {
      ...(await this.#line(from, text)),
      key: ephemeralKey(message),
      time,
      ephemeral: { id, label },
      ...(components !== undefined && { components }),
    };
  }

  async #streamLine({ lines }: Room, { user, stream, text, thread }: StreamNote): Promise<Line> {
    const key = streamKey({ user, stream });
    const time = lines.find((line) => line.key === key)?.time ?? Date.now();
    return { ...(await this.#line(user, text)), key, time, thread, isGrowing: true };
  }

  async #line(bot: number, text: string): Promise<Omit<Line, 'key' | 'time'>> {
    const who = sanitiseLine(await userName(this.#screen.client, bot));
    return { kind: 'message', seq: 0, who, isBot: true, text: sanitise(text), isMine: false, thread: 0 };
  }
}

function ephemeralKey({ id }: Pick<Ephemeral, 'id'>): string {
  return `ephemeral ${id}`;
}

function streamKey({ user, stream }: Pick<StreamNote, 'user' | 'stream'>): string {
  return `stream ${user} ${stream}`;
}
