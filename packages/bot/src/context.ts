/**
 * What a handler gets: where something happened, who did it, and the ways to answer.
 *
 * @module
 */
import type { Client, Incoming, SendAck } from '@posthorn/client';
import type { ContentInit, FormInit, Interaction } from '@posthorn/protocol';
import type { Answering } from './answering.ts';
import { toComponents } from './components.ts';
import type { Rows } from './components.ts';
import { stateIn } from './state.ts';
import type { State, StateStore } from './state.ts';
import { stream } from './streaming.ts';

/** Common to all handlers. */
export interface Context {
  readonly client: Client;
  readonly conversation: number;
  /** Who has done it. */
  readonly user: number;
  /** Remembered for the conversation. */
  readonly state: State;
  /** Remembered for the user, wherever they are. */
  readonly userState: State;
  /** Says something in the conversation. A repeat of the same event says it once. Resolves when it is on disk. */
  readonly reply: (text: string | ContentInit, rows?: Rows) => Promise<SendAck>;
  /** Shows a text while it grows, and says it in the end. Undefined: nothing came. */
  readonly stream: (source: AsyncIterable<string>, rows?: Rows) => Promise<SendAck | undefined>;
}

/** Somebody has said something. */
export interface MessageContext extends Context {
  readonly message: Incoming;
  readonly text: string;
}

/** Somebody has used a command, pressed something, or sent a form. */
export interface InteractionContext<V> extends Context {
  readonly interaction: Interaction;
  /** Arguments of the command, or fields of the form. */
  readonly values: V;
  /** What stands behind the colon in the id: `vote:3` has the argument `3`. Empty: there is none. */
  readonly argument: string;
  /** What was chosen in a menu. */
  readonly chosen: readonly string[];
  /** Says something to the user alone; a later call takes the place of it. */
  readonly whisper: (text: string, rows?: Rows) => Promise<void>;
  /** Changes what was pressed on. Absent: the text, or the buttons, stay. `rows` of []: no buttons any more. */
  readonly update: (change: { readonly text?: string; readonly rows?: Rows }) => Promise<void>;
  /** Lets the user fill in a form; `bot.form()` gets it. Only as the first answer. */
  readonly open: (form: FormInit) => Promise<void>;
}

export interface Surroundings {
  readonly client: Client;
  readonly store: StateStore;
}

export function messageContext({ client, store }: Surroundings, message: Incoming): MessageContext {
  const { conversation, seq, sender, content } = message;
  const place = { conversation, user: sender, name: `m${conversation}-${seq}`, thread: content.thread };
  return { ...contextOf({ client, store }, place), message, text: content.text };
}

export function interactionContext<V>(
  { client, store }: Surroundings,
  interaction: Interaction,
  { values, answering }: { readonly values: V; readonly answering: Answering },
): InteractionContext<V> {
  const { id, conversation, user, component, form, chosen } = interaction;
  const context = contextOf({ client, store }, { conversation, user, name: `i${id}`, thread: 0 });
  const name = component === '' ? form : component;
  return {
    ...context,
    interaction,
    values,
    chosen,
    argument: name.includes(':') ? name.slice(name.indexOf(':') + 1) : '',
    whisper: (text, rows) =>
      answering.answer({ kind: 'ephemeral', text, components: rows && toComponents(rows) }),
    update: ({ text, rows }) =>
      answering.answer({ kind: 'update', text, components: rows && toComponents(rows) }),
    open: (opened) => answering.answer({ kind: 'form', form: opened }),
  };
}

interface Place {
  readonly conversation: number;
  readonly user: number;
  /** Names the event: what is said because of it has client ids that begin so. */
  readonly name: string;
  readonly thread: number;
}

function contextOf({ client, store }: Surroundings, { conversation, user, name, thread }: Place): Context {
  let said = 0;
  const nextId = (): string => `bot-${name}-${(said += 1)}`;
  return {
    client,
    conversation,
    user,
    state: stateIn(store, `bot/c/${conversation}`),
    userState: stateIn(store, `bot/u/${user}`),
    reply(text, rows) {
      const content: ContentInit = {
        thread,
        ...(typeof text === 'string' ? { text } : text),
        ...(rows !== undefined && { components: toComponents(rows) }),
      };
      return client.send({ conversation }, content, { clientId: nextId() }).done;
    },
    stream: (source, rows) =>
      stream(client, conversation, source, {
        thread,
        clientId: nextId(),
        more: rows && { components: toComponents(rows) },
      }),
  };
}
