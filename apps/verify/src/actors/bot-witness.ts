/**
 * A bot with two processes, and people who press: notes which process gets which press, what comes back to whom, and what
 * becomes of texts that grow. Processes die now and then with a press that they have taken.
 *
 * @module
 */
import { BotsNews } from '@posthorn/client/bots';
import type { BotNews } from '@posthorn/client/bots';
import { connect } from '@posthorn/client/node';
import type { Client } from '@posthorn/client/node';
import { PosthornError } from '@posthorn/protocol';
import type { Interaction, ServerFrame } from '@posthorn/protocol';
import type { BotsSeen, Grown, Pressed, Whispered } from '../account.ts';
import type { Dice } from '../dice.ts';
import { pause, until } from '../waiting.ts';
import { enter } from './auditor.ts';
import { RawConnection } from './raw-connection.ts';

const PASSWORD = 'nine-worthies';
const COMMAND = 'press';
const PROCESSES = 2;
/** A user may press 20 times in 10 s: many at first, so that a short run has some. */
const QUICK_PRESSES = 10;
const QUICK_MS = 100;
const SLOW_MS = 700;
/** Longer than the server waits for a bot. */
const TIMEOUT_MS = 8000;
const RETRY_MS = 100;
/** How often a process dies with a press. */
const DIES = 0.05;
/** One of this many presses makes a text grow; the first one does. */
const GROW_EVERY = 3;
const STEPS: readonly string[] = ['But soft, ', 'what light ', 'through yonder window breaks?'];
const STEP_MS = 40;

interface Account {
  readonly name: string;
  readonly id: number;
  readonly token: string;
}

/** What there is before anybody presses. */
interface Stage {
  readonly bot: number;
  readonly token: string;
  readonly conversation: number;
  readonly pressers: readonly Account[];
  readonly watcher: Account;
}

export class BotWitness {
  readonly #url: string;
  readonly #stage: Stage;
  readonly #dice: Dice;
  readonly #lines: readonly Line[];
  readonly #pressers: readonly Line[];
  readonly #presses: Pressed[] = [];
  /** What each process has heard of. */
  readonly #heard = new Set<string>();
  readonly #takes: { readonly press: string; readonly by: string }[] = [];
  readonly #whispers: Whispered[] = [];
  readonly #grown = new Map<string, Grown>();
  readonly #unanswered: string[] = [];
  readonly #growing = new Set<Promise<void>>();
  readonly #shown = new Map<number, BotNews>();
  readonly #said = new Map<string, string[]>();
  #watcher: Client | undefined;
  #loops: Promise<void>[] = [];
  #isPressing = false;

  private constructor(url: string, stage: Stage, dice: Dice) {
    this.#url = url;
    this.#stage = stage;
    this.#dice = dice;
    const processes = Array.from({ length: PROCESSES }, (_, at) => `process ${at + 1}`);
    this.#lines = processes.map(
      (name) =>
        new Line(url, stage.token, (push, line) => {
          // A push may come twice, and the server gives an interaction to its connection as often as it asks.
          if (push.case === 'interaction' && this.#isNew(name, push.value.id))
            void this.#handle(name, push.value, line).catch(refused);
        }),
    );
    this.#pressers = stage.pressers.map(
      ({ token, name }) =>
        new Line(url, token, (push) => {
          if (push.case === 'ephemeral') this.#whispers.push({ to: name, text: push.value.text });
        }),
    );
  }

  /** Makes accounts, the bot, and the group in which they are. */
  static async open(
    url: string,
    { suffix, dice }: { readonly suffix: string; readonly dice: Dice },
  ): Promise<BotWitness> {
    return new BotWitness(url, await setStage(url, suffix), dice);
  }

  start(): void {
    this.#isPressing = true;
    for (const line of [...this.#lines, ...this.#pressers]) line.start();
    this.#loops = [this.#watch(), ...this.#pressers.map((_, at) => this.#pressOn(at))];
  }

  /** Ends the load, waits until everybody who presses is answered and all texts are said, and closes. */
  async settle(withinMs: number): Promise<void> {
    this.#isPressing = false;
    await Promise.all(this.#loops);
    const giveUpAt = performance.now() + withinMs;
    const isLate = (): boolean => performance.now() > giveUpAt;
    for (const [at, { name }] of this.#stage.pressers.entries())
      if (!(await this.#isAnswered(at, isLate))) this.#unanswered.push(name);
    const growing = Promise.all(this.#growing).then(() => true);
    await Promise.race([growing, pause(Math.max(0, giveUpAt - performance.now()))]);
    const isSeen = ({ stream, isSaid }: Grown): boolean => !isSaid || this.#said.has(stream);
    await until(() => [...this.#grown.values()].every(isSeen), Math.max(0, giveUpAt - performance.now()));
    await this.close();
  }

  get seen(): BotsSeen {
    const growing = new Set([...this.#shown.values()].flatMap(({ streams }) => streams.map(streamOf)));
    return {
      presses: this.#presses,
      takes: this.#takes,
      whispers: this.#whispers,
      unanswered: this.#unanswered,
      grown: [...this.#grown.values()].map((text) => ({
        ...text,
        messages: this.#said.get(text.stream) ?? [],
        isGrowing: growing.has(text.stream),
      })),
    };
  }

  /** Idempotent. */
  async close(): Promise<void> {
    this.#isPressing = false;
    for (const line of [...this.#lines, ...this.#pressers]) line.close();
    await this.#watcher?.close();
  }

  async #pressOn(at: number): Promise<void> {
    const dice = this.#dice.fork(`presser ${at}`);
    for (let count = 0; this.#isPressing; count++) {
      await pause(dice.between(0, 2 * (count < QUICK_PRESSES ? QUICK_MS : SLOW_MS)));
      if (this.#isPressing) await this.#press(at).catch(refused);
    }
  }

  /** Presses until there is an answer. Resolves with false if there is none in time. */
  async #isAnswered(at: number, isLate: () => boolean): Promise<boolean> {
    for (;;) {
      const isDone = await this.#press(at).catch(refused);
      if (isDone === true) return true;
      if (isLate()) return false;
      await pause(RETRY_MS);
    }
  }

  /** Resolves with whether it is answered. */
  async #press(at: number): Promise<boolean> {
    const { bot, conversation, pressers } = this.#stage;
    const by = pressers[at]?.name ?? '';
    const id = `${by}.${this.#presses.length + 1}`;
    const press: Pressed = { id, by };
    this.#presses.push(press);
    const what = { case: 'command', value: { bot, name: COMMAND, text: id } } as const;
    const reply = await this.#pressers[at]?.ask((line) =>
      line.ask('interact', { conversation, what }, TIMEOUT_MS),
    );
    if (reply === undefined) return false;
    const { outcome, ephemeral } = reply;
    this.#presses[this.#presses.indexOf(press)] = { ...press, outcome, answer: ephemeral?.text };
    if (ephemeral !== undefined) this.#whispers.push({ to: by, text: ephemeral.text });
    return outcome === 'answered';
  }

  #isNew(name: string, id: number): boolean {
    const heard = `${name} ${id}`;
    if (this.#heard.has(heard)) return false;
    this.#heard.add(heard);
    return true;
  }

  async #handle(name: string, { id, values }: Interaction, line: RawConnection): Promise<void> {
    const press = values[0]?.value ?? '';
    await line.ask('takeInteraction', { id });
    this.#takes.push({ press, by: name });
    if (this.#isPressing && this.#dice.chance(DIES)) return line.close();
    await line.ask('answerInteraction', { id, kind: 'ephemeral', text: answerTo(press) });
    if (this.#takes.length % GROW_EVERY !== 1) return;
    const growing = this.#grow(press, line);
    this.#growing.add(growing);
    void growing.finally(() => this.#growing.delete(growing));
  }

  /** Lets a text grow, and says all of it in the end: once, however often it is tried. */
  async #grow(stream: string, line: RawConnection): Promise<void> {
    const { conversation } = this.#stage;
    const whole = STEPS.join('');
    this.#grown.set(stream, { stream, whole, isSaid: false });
    for (let step = 1; step < STEPS.length; step++) {
      const text = STEPS.slice(0, step).join('');
      await line.ask('streamText', { conversation, stream, text }).catch(refused);
      await pause(STEP_MS);
    }
    const target = { case: 'conversation', value: conversation } as const;
    const message = { target, clientId: `grown-${stream}`, content: { text: whole, stream } };
    for (let at = 0; ; at++) {
      const sender = this.#lines[at % PROCESSES];
      if (sender === undefined || sender.isClosed) return;
      const ack = await sender.ask((each) => each.ask('send', message)).catch(refused);
      if (ack !== undefined) break;
      await pause(RETRY_MS);
    }
    this.#grown.set(stream, { stream, whole, isSaid: true });
  }

  /** Shows the texts as an application does. */
  async #watch(): Promise<void> {
    const news = new BotsNews({
      shown: this.#shown,
      put: (conversation, shown) => {
        if (shown === undefined) this.#shown.delete(conversation);
        else this.#shown.set(conversation, shown);
      },
      after(ms, run) {
        const timer = setTimeout(run, ms).unref();
        return () => clearTimeout(timer);
      },
    });
    const { token } = this.#stage.watcher;
    const client = await connect({ server: this.#url, token }, { start: 'start' });
    client.on('push', (push) => news.push(push));
    client.on('message', (message) => {
      const { stream, text } = message.content;
      news.arrived(message);
      if (stream !== '') this.#said.set(stream, [...(this.#said.get(stream) ?? []), text]);
    });
    this.#watcher = client;
  }
}

/** What the bot answers to a press. */
export function answerTo(press: string): string {
  return `This answers ${press}.`;
}

function streamOf({ stream }: { readonly stream: string }): string {
  return stream;
}

/** What is refused, or breaks off, has no outcome. */
function refused(error: unknown): undefined {
  if (!(error instanceof PosthornError)) throw error;
}

async function setStage(url: string, suffix: string): Promise<Stage> {
  const accounts: (Account & { readonly connection: RawConnection })[] = [];
  try {
    for (const role of ['abram', 'balthasar', 'peter']) {
      const name = `${role}${suffix}`;
      accounts.push({ name, ...(await enter(url, { name, password: PASSWORD })) });
    }
    const [owner, second, watcher] = accounts;
    if (owner === undefined || second === undefined || watcher === undefined) throw new Error('no accounts');
    const made = await owner.connection.ask('createBot', { name: `friar${suffix}` });
    const bot = made.bot?.user?.id ?? 0;
    const members = [bot, second.id, watcher.id];
    const { id: conversation } = await owner.connection.ask('createGroup', { title: 'Cell', members });
    const line = await RawConnection.open({ url, timeoutMs: TIMEOUT_MS });
    await line.ask('attach', { token: made.token });
    const fields = [{ name: 'id', type: 'text', required: true }] as const;
    await line.ask('setCommands', { commands: [{ name: COMMAND, fields }] });
    line.close();
    return { bot, token: made.token, conversation, pressers: [owner, second], watcher };
  } finally {
    for (const { connection } of accounts) connection.close();
  }
}

/** A connection that is made again whenever it ends. */
class Line {
  readonly #url: string;
  readonly #token: string;
  readonly #onPush: (push: NonNullable<ServerFrame['body']>, line: RawConnection) => void;
  #connection: RawConnection | undefined;
  #isClosed = false;

  constructor(
    url: string,
    token: string,
    onPush: (push: NonNullable<ServerFrame['body']>, line: RawConnection) => void,
  ) {
    this.#url = url;
    this.#token = token;
    this.#onPush = onPush;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  start(): void {
    void this.#run();
  }

  /** Asks something on the connection. Rejects with UNAVAILABLE if there is none. */
  ask<T>(question: (line: RawConnection) => Promise<T>): Promise<T> {
    if (this.#connection?.isClosed !== false)
      return Promise.reject(new PosthornError('UNAVAILABLE', 'not connected'));
    return question(this.#connection);
  }

  /** Idempotent. */
  close(): void {
    this.#isClosed = true;
    this.#connection?.close();
  }

  async #run(): Promise<void> {
    while (!this.#isClosed) {
      if (this.#connection?.isClosed !== false) await this.#open().catch(refused);
      await pause(RETRY_MS);
    }
  }

  async #open(): Promise<void> {
    const opened: { line?: RawConnection } = {};
    const line = await RawConnection.open({
      url: this.#url,
      timeoutMs: TIMEOUT_MS,
      onPush: (push) => {
        // Before it is attached, nothing comes that is looked at here.
        if (opened.line !== undefined) this.#onPush(push, opened.line);
      },
    });
    opened.line = line;
    try {
      await line.ask('attach', { token: this.#token });
    } catch (error) {
      line.close();
      throw error;
    }
    if (this.#isClosed) line.close();
    else this.#connection = line;
  }
}
