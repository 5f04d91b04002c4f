/**
 * People in a transcript, each by another way in: the SDK over TCP or WebSocket, or plain HTTP with the event
 * stream. What they receive waits until the transcript asks for it.
 *
 * @module
 */
import assert from 'node:assert/strict';
import { completeContent } from '@posthorn/protocol';
import type { ContentInit, State } from '@posthorn/protocol';
import { toJson } from '@posthorn/protocol/schema';
import type { Calls, Event, GroupSettingsInit } from '@posthorn/client';
import { connect, PosthornError } from '@posthorn/client/node';
import type { Client, Incoming, Storage } from '@posthorn/client/node';
import { EventStream } from './event-stream.ts';
import type { InProcess } from '@posthorn/testing/in-process';

/** What somebody received: a text or an event, and from whom. */
export interface Received {
  readonly conversation: number;
  readonly seq: number;
  readonly sender: number;
  readonly text: string;
  /** Who has said it first, if it was forwarded and that is told. */
  readonly origin: number | undefined;
  readonly event: Event | undefined;
  /** The message in whose thread it was said; 0: none. */
  readonly thread: number;
  /** How much was said in that thread, or what a poll's tally is now. */
  readonly state: Pick<State, 'thread' | 'poll'> | undefined;
  /** Of a poll. */
  readonly options: readonly string[];
}

type Change =
  | 'createGroup'
  | 'addMembers'
  | 'removeMember'
  | 'muteMember'
  | 'setGroup'
  | 'joinGroup'
  | 'addContact'
  | 'removeContact'
  | 'block'
  | 'unblock'
  | 'forwardMessages'
  | 'schedule';

export interface Actor {
  /** The code of the refusal, or OK. */
  say(
    target: { readonly to: number } | { readonly conversation: number },
    content: string | ContentInit,
  ): Promise<string>;
  change<K extends Change>(name: K, request: Calls[K]['init']): Promise<unknown>;
  /** The first conversation of their list by last activity. */
  first(): Promise<unknown>;
  /** The next thing received. */
  next(): Promise<Received>;
  disconnect(): Promise<void>;
}

class Inbox {
  readonly #received: Received[] = [];
  #waiting: ((received: Received) => void) | undefined;

  put(received: Received): void {
    if (this.#waiting === undefined) {
      this.#received.push(received);
      return;
    }
    this.#waiting(received);
    this.#waiting = undefined;
  }

  next(): Promise<Received> {
    const first = this.#received.shift();
    return first === undefined ? new Promise((resolve) => (this.#waiting = resolve)) : Promise.resolve(first);
  }
}

export async function actBySdk(url: string, name: string, storage: Storage): Promise<Actor> {
  const client: Client = await connect(
    { server: url, user: name, password: 'pw', register: true },
    { storage },
  );
  const inbox = new Inbox();
  client.on('message', ({ conversation, seq, sender, content, state }: Incoming) =>
    inbox.put({
      conversation,
      seq,
      sender,
      text: content.text,
      origin: content.forward?.user,
      event: content.kind?.case === 'event' ? content.kind.value : undefined,
      thread: content.thread,
      state,
      options: content.kind?.case === 'poll' ? content.kind.value.options : [],
    }),
  );
  await new Promise<void>((resolve) => client.on('synced', resolve));
  return {
    async say(target, content) {
      try {
        await client.send(target, content).done;
        return 'OK';
      } catch (error) {
        assert.ok(error instanceof PosthornError);
        return error.code;
      }
    },
    change: (change, request) => client.call(change, request),
    async first() {
      const page = await client.call('listConversations', { byActivity: true, limit: 1 });
      return page.conversations[0];
    },
    next: () => inbox.next(),
    disconnect: () => client.close(),
  };
}

/** Where an HTTP client's last stream ended. */
export interface HttpMemory {
  lastEventId: string | undefined;
}

export async function actByHttp(
  place: Pick<InProcess, 'httpUrl'>,
  name: string,
  memory: HttpMemory,
): Promise<Actor> {
  const post = async (
    path: string,
    token: string,
    body: object,
    method = 'POST',
  ): Promise<[number, Answer]> => {
    const init: RequestInit = {
      method,
      headers: {
        'content-type': 'application/json',
        ...(token !== '' && { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify(body),
    };
    const response = await fetch(place.httpUrl + path, init);
    return [response.status, (await response.json()) as Answer];
  };
  const device = { id: name, class: 'bot' };
  const [status, registered] = await post('/v1/register', '', { name, password: 'pw', device });
  const { token } =
    status === 200 ? registered : (await post('/v1/login', '', { name, password: 'pw', device }))[1];
  const stream = await EventStream.open(`${place.httpUrl}/v1/events`, token, memory.lastEventId);
  memory.lastEventId = (await stream.next('ready')).id;
  const change = async (
    path: string,
    body: object,
    method: 'POST' | 'PUT' | 'PATCH' | 'DELETE' = 'POST',
  ): Promise<Answer> => {
    const [code, answer] = await post(path, token, body, method);
    assert.equal(code, 200, JSON.stringify(answer));
    return answer;
  };
  return {
    async say(target, said) {
      const content = typeof said === 'string' ? { text: said } : toJson('Content', completeContent(said));
      const path = 'to' in target ? '/v1/messages' : `/v1/conversations/${target.conversation}/messages`;
      const [, answer] = await post(path, token, { ...('to' in target && { to: target.to }), content });
      return answer.error?.code ?? 'OK';
    },
    change(request, init) {
      const { conversation, user, users, title, members, muted, ban, settings, seqs, target, at, content } =
        init as Fields;
      switch (request) {
        case 'createGroup':
          return change('/v1/groups', { title, members });
        case 'addMembers':
          return change(`/v1/groups/${conversation}/members`, { users });
        case 'removeMember':
          if (ban === true) return change(`/v1/groups/${conversation}/bans/${user}`, {}, 'PUT');
          return change(`/v1/groups/${conversation}/members/${user}`, {}, 'DELETE');
        case 'muteMember':
          return change(`/v1/groups/${conversation}/members/${user}/muted`, { muted }, 'PUT');
        case 'setGroup':
          return change(`/v1/groups/${conversation}/settings`, settings ?? {}, 'PATCH');
        case 'joinGroup':
          return change(`/v1/groups/${conversation}/join`, {});
        case 'addContact':
          return change(`/v1/contacts/${user}`, {}, 'PUT');
        case 'removeContact':
          return change(`/v1/contacts/${user}`, {}, 'DELETE');
        case 'forwardMessages':
          return change(`/v1/conversations/${conversation}/forwards`, { seqs, to: target?.value });
        case 'schedule':
          return change('/v1/scheduled', { to: target?.value, at, content });
        case 'block':
          return change(`/v1/blocks/${user}`, {}, 'PUT');
        default:
          return change(`/v1/blocks/${user}`, {}, 'DELETE');
      }
    },
    async first() {
      const headers = { authorization: `Bearer ${token}` };
      const answer = await fetch(`${place.httpUrl}/v1/conversations?byActivity=true&limit=1`, { headers });
      return ((await answer.json()) as { readonly conversations: readonly unknown[] }).conversations[0];
    },
    async next() {
      const { data, id } = await stream.next('message');
      memory.lastEventId = id;
      const { conversation, seq, sender, state } = data as unknown as Received;
      const { text, event, forward, thread, poll } = data['content'] as Content;
      const options = poll?.options ?? [];
      return { conversation, seq, sender, text, event, origin: forward?.user, thread, state, options };
    },
    async disconnect() {
      stream.close();
    },
  };
}

/** As JSON. */
interface Content {
  readonly text: string;
  readonly event?: Event;
  readonly forward?: { readonly user: number };
  readonly thread: number;
  readonly poll?: { readonly options: readonly string[] };
}

interface Answer {
  readonly token: string;
  readonly error?: { readonly code: string };
}

interface Fields {
  readonly conversation?: number;
  readonly user?: number;
  readonly users?: readonly number[];
  readonly title?: string;
  readonly members?: readonly number[];
  readonly muted?: boolean;
  readonly ban?: boolean;
  readonly settings?: GroupSettingsInit;
  readonly seqs?: readonly number[];
  readonly target?: { readonly value: number };
  readonly at?: number;
  readonly content?: object;
}
