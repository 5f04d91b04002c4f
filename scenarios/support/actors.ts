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
import type { Calls, Event } from '@posthorn/client';
import { connect, PosthornError } from '@posthorn/client/node';
import type { Client, Incoming, Storage } from '@posthorn/client/node';
import { EventStream } from './event-stream.ts';
import { HTTP_CALLS } from './http-calls.ts';
import type { Called, HttpCall } from './http-calls.ts';
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
  /** Of what it changes, or of the message in whose thread it was said. */
  readonly state: State | undefined;
  /** The message that it answers; 0: none. */
  readonly replyTo: number;
  /** What an edit says. */
  readonly edited: string | undefined;
  /** Of a poll. */
  readonly options: readonly string[];
}

export interface Actor {
  /** The code of the refusal, or OK. */
  say(
    target: { readonly to: number } | { readonly conversation: number },
    content: string | ContentInit,
  ): Promise<string>;
  /** Over HTTP the answer is JSON of the same fields. */
  call<K extends Called>(name: K, request: Calls[K]['init']): Promise<Calls[K]['reply']>;
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
      replyTo: content.replyTo,
      edited: content.kind?.case === 'edit' ? content.kind.value.text : undefined,
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
    call: (name, request) => client.call(name, request),
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
  const ask = async (
    [method, path, body = {}]: HttpCall,
    token: string,
  ): Promise<readonly [status: number, answer: unknown]> => {
    const hasBody = method !== 'GET';
    const init: RequestInit = {
      method,
      headers: {
        ...(hasBody && { 'content-type': 'application/json' }),
        ...(token !== '' && { authorization: `Bearer ${token}` }),
      },
      ...(hasBody && { body: JSON.stringify(body) }),
    };
    const response = await fetch(place.httpUrl + path, init);
    return [response.status, await response.json()];
  };
  const device = { id: name, class: 'bot' };
  const who = { name, password: 'pw', device };
  const [status, registered] = await ask(['POST', '/v1/register', who], '');
  const [, loggedIn] = status === 200 ? [status, registered] : await ask(['POST', '/v1/login', who], '');
  const { token } = loggedIn as { readonly token: string };
  const stream = await EventStream.open(`${place.httpUrl}/v1/events`, token, memory.lastEventId);
  memory.lastEventId = (await stream.next('ready')).id;
  return {
    async say(target, said) {
      const content = typeof said === 'string' ? { text: said } : toJson('Content', completeContent(said));
      const path = 'to' in target ? '/v1/messages' : `/v1/conversations/${target.conversation}/messages`;
      const body = { ...('to' in target && { to: target.to }), content };
      const [, answer] = await ask(['POST', path, body], token);
      return (answer as { readonly error?: { readonly code: string } }).error?.code ?? 'OK';
    },
    async call<K extends Called>(name: K, request: Calls[K]['init']) {
      const [code, answer] = await ask(HTTP_CALLS[name](request), token);
      assert.equal(code, 200, JSON.stringify(answer));
      // JSON of the same fields.
      return answer as Calls[K]['reply'];
    },
    async next() {
      const { data, id } = await stream.next('message');
      memory.lastEventId = id;
      const { conversation, seq, sender, state } = data as unknown as Received;
      const { text, event, forward, thread, poll, replyTo, edit } = data['content'] as Content;
      const told = { text, event, thread, replyTo, origin: forward?.user, options: poll?.options ?? [] };
      return { ...told, conversation, seq, sender, state, edited: edit?.text };
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
  readonly replyTo: number;
  readonly edit?: { readonly text: string };
  readonly poll?: { readonly options: readonly string[] };
}
