/**
 * A bot: handlers for commands, presses, forms and messages, and the connection that they are called from.
 *
 * @module
 */
import { connect } from '@posthorn/client/node';
import type { Client, ClientOptions, Incoming } from '@posthorn/client/node';
import type { Interaction } from '@posthorn/protocol';
import { Answering, isTaken } from './answering.ts';
import { interactionContext, messageContext } from './context.ts';
import type { InteractionContext, MessageContext } from './context.ts';
import { readValues, toFields } from './fields.ts';
import type { FieldSpecs, ValuesOf } from './fields.ts';
import { SeenInteractions } from './seen.ts';
import { spaceStore, stateIn } from './state.ts';
import type { State, StateStore } from './state.ts';

export interface BotOptions {
  /** http(s)://host:port, or any address that the client SDK takes. */
  readonly server: string;
  /** `phb_…`, from `posthorn bots create` or from whoever has made the bot. */
  readonly token: string;
  /** Where `state` is kept. Default: in the bot's own space at the server. */
  readonly state?: StateStore;
  /** Whether it also hears what other bots say. Default: no, so that two bots do not answer each other for ever. */
  readonly hearsBots?: boolean;
  /** Of the client SDK. */
  readonly client?: Omit<ClientOptions, 'receives'>;
}

type Handler<C> = (context: C) => unknown;

export interface BotEvents {
  /** Somebody has said something, in a conversation that the bot is in. In order; the next one waits for the handler. */
  message: MessageContext;
  /** What a handler has thrown, or why the connection has ended for good. Without a listener it ends the process. */
  error: unknown;
}

export interface Bot {
  /** A command with its arguments. `fields`: required ones first. */
  command<const F extends FieldSpecs>(
    name: string,
    spec: { readonly description?: string; readonly fields?: F },
    handler: Handler<InteractionContext<ValuesOf<F>>>,
  ): Bot;
  /** Buttons and menus with this id, or whose id begins with it and a colon. `fields`: of the form of the button. */
  press<const F extends FieldSpecs = Record<never, never>>(
    id: string,
    handler: Handler<InteractionContext<ValuesOf<F>>>,
    fields?: F,
  ): Bot;
  /** A form that was opened by `context.open()`. */
  form<const F extends FieldSpecs>(
    id: string,
    fields: F,
    handler: Handler<InteractionContext<ValuesOf<F>>>,
  ): Bot;
  on<K extends keyof BotEvents>(event: K, handler: Handler<BotEvents[K]>): Bot;
  /** Remembered for the bot as a whole. Only between start() and close(). */
  readonly state: State;
  /** The connection. Only between start() and close(). */
  readonly client: Client;
  /** Connects, and says which commands there are. Resolves when both are done. Rejects if the token is not taken. */
  start(): Promise<Bot>;
  /** Idempotent. Finishes handlers that run. */
  close(): Promise<void>;
}

/** Nothing happens before start(). */
export function createBot(options: BotOptions): Bot {
  return new SdkBot(options);
}

interface Registered {
  readonly fields: FieldSpecs;
  // The values fit the fields, which readValues() has read them by.
  readonly handler: Handler<InteractionContext<never>>;
}

interface Command extends Registered {
  readonly description: string;
}

class SdkBot implements Bot {
  readonly #options: BotOptions;
  readonly #commands = new Map<string, Command>();
  readonly #presses = new Map<string, Registered>();
  readonly #forms = new Map<string, Registered>();
  readonly #messages: Handler<MessageContext>[] = [];
  readonly #errors: Handler<unknown>[] = [];
  readonly #seen = new SeenInteractions();
  readonly #running = new Set<Promise<void>>();
  #client: Client | undefined;
  #store: StateStore | undefined;

  constructor(options: BotOptions) {
    this.#options = options;
  }

  command<const F extends FieldSpecs>(
    name: string,
    { description = '', fields }: { readonly description?: string; readonly fields?: F },
    handler: Handler<InteractionContext<ValuesOf<F>>>,
  ): this {
    this.#commands.set(name, { description, fields: fields ?? {}, handler });
    return this;
  }

  press<const F extends FieldSpecs>(
    id: string,
    handler: Handler<InteractionContext<ValuesOf<F>>>,
    fields?: F,
  ): this {
    this.#presses.set(id, { fields: fields ?? {}, handler });
    return this;
  }

  form<const F extends FieldSpecs>(
    id: string,
    fields: F,
    handler: Handler<InteractionContext<ValuesOf<F>>>,
  ): this {
    this.#forms.set(id, { fields, handler });
    return this;
  }

  on<K extends keyof BotEvents>(event: K, handler: Handler<BotEvents[K]>): this {
    // Each list has the handlers of its event.
    if (event === 'message') this.#messages.push(handler as Handler<MessageContext>);
    else this.#errors.push(handler as Handler<unknown>);
    return this;
  }

  get client(): Client {
    if (this.#client === undefined) throw new Error('the bot is not started: call start() first');
    return this.#client;
  }

  get state(): State {
    return stateIn(this.#stateStore, 'bot/b');
  }

  get #stateStore(): StateStore {
    return (this.#store ??= this.#options.state ?? spaceStore(this.client));
  }

  async start(): Promise<this> {
    const { server, token, client: more = {} } = this.#options;
    const client = await connect(
      { server, token },
      {
        software: 'posthorn-bot',
        ...more,
        device: { class: 'bot', ...more.device },
        receives: this.#messages.length > 0,
      },
    );
    this.#client = client;
    client.on('error', (error) => this.#failed(error));
    client.on('message', (message) => this.#heard(message));
    client.on('push', (push) => {
      if (push.case === 'interaction' && this.#seen.isNew(push.value.id))
        this.#run(this.#interacted(push.value));
    });
    await online(client);
    client.on('state', (state) => {
      if (state.name === 'closed' && state.error !== undefined) this.#failed(state.error);
    });
    await client.call('setCommands', {
      commands: Array.from(this.#commands, ([name, { description, fields }]) => ({
        name,
        description,
        fields: toFields(fields),
      })),
    });
    return this;
  }

  async close(): Promise<void> {
    await Promise.all(this.#running);
    await this.#client?.close();
  }

  /** Never rejects: the next message would be held back. */
  async #heard(message: Incoming): Promise<void> {
    const { sender, isMine, content } = message;
    if (isMine || sender === 0 || content.kind !== undefined) return;
    try {
      const isBot = (await this.client.user(sender))?.bot === true;
      if (isBot && this.#options.hearsBots !== true) return;
      const context = messageContext({ client: this.client, store: this.#stateStore }, message);
      for (const handler of this.#messages) await handler(context);
    } catch (error) {
      this.#failed(error);
    }
  }

  async #interacted(interaction: Interaction): Promise<void> {
    const { client } = this;
    if (!(await isTaken(client, interaction.id))) return;
    const answering = new Answering(client, interaction.id);
    await answering.during(async () => {
      const found = this.#handlerOf(interaction);
      if (found === undefined) {
        await answering.answer({ kind: 'ephemeral', text: 'This does nothing any more.' });
        return;
      }
      const values = readValues(found.fields, interaction.values) as never;
      const context = interactionContext({ client, store: this.#stateStore }, interaction, {
        values,
        answering,
      });
      await found.handler(context);
    });
  }

  #handlerOf({ command, component, form }: Interaction): Registered | undefined {
    if (command !== '') return this.#commands.get(command);
    const [handlers, id] = component === '' ? [this.#forms, form] : [this.#presses, component];
    return handlers.get(id) ?? handlers.get(id.split(':', 1)[0] ?? '');
  }

  #run(work: Promise<void>): void {
    const done = work
      .catch((error: unknown) => this.#failed(error))
      .finally(() => this.#running.delete(done));
    this.#running.add(done);
  }

  #failed(error: unknown): void {
    if (this.#errors.length === 0)
      queueMicrotask(() => {
        throw error;
      });
    for (const handler of this.#errors) handler(error);
  }
}

function online(client: Client): Promise<void> {
  return new Promise((resolve, reject) => {
    const look = (): boolean => {
      const { state } = client;
      if (state.name === 'online') resolve();
      if (state.name === 'closed') reject(state.error ?? new Error('the bot was closed'));
      return state.name !== 'connecting';
    };
    if (look()) return;
    const off = client.on('state', () => {
      if (look()) off();
    });
  });
}
