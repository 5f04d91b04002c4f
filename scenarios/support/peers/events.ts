/**
 * People who come by the event stream.
 *
 * @module
 */
import assert from 'node:assert/strict';
import { get } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { Heard, ProtocolClient } from '@posthorn/server/conformance';
import type { InProcess } from '@posthorn/testing/in-process';
import { Condition } from '@posthorn/testing/condition';
import type { WayIn } from './place.ts';

/** What a client keeps: the token, what was heard, and the id of the last event. */
interface Memory {
  readonly token: string;
  readonly user: number;
  readonly heard: Heard[];
  lastEventId: string | undefined;
}

export function eventsWayIn(): WayIn {
  const memories = new Map<string, Memory>();
  return {
    async join(place, name) {
      const memory = memories.get(name) ?? (await register(place, name));
      memories.set(name, memory);
      const response = await open(place, memory);
      assert.equal(response.statusCode, 200);
      const person = new StreamPerson(response, memory);
      await person.until(() => person.isReady || person.isClosed);
      return person;
    },
    async stranger(place) {
      const memory = { token: 'nobody', user: 0, heard: [], lastEventId: undefined };
      const response = await open(place, memory);
      assert.equal(response.statusCode, 401);
      return new StreamPerson(response, memory);
    },
    async garbage(place) {
      const memory = await register(place, 'garbage');
      const response = await open(place, { ...memory, lastEventId: 'no-such-id' });
      assert.equal(response.statusCode, 400);
      response.destroy();
    },
  };
}

async function register(place: InProcess, name: string): Promise<Memory> {
  const response = await fetch(`${place.httpUrl}/v1/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name, password: 'pw', device: { id: name, class: 'bot' } }),
  });
  const { token, user } = (await response.json()) as {
    readonly token: string;
    readonly user: { id: number };
  };
  return { token, user: user.id, heard: [], lastEventId: undefined };
}

function open(place: InProcess, { token, lastEventId }: Memory): Promise<IncomingMessage> {
  const headers = {
    authorization: `Bearer ${token}`,
    ...(lastEventId !== undefined && { 'last-event-id': lastEventId }),
  };
  return new Promise((resolve, reject) => {
    get(`${place.httpUrl}/v1/events`, { headers, agent: false }, resolve).on('error', reject);
  });
}

class StreamPerson implements ProtocolClient {
  readonly user: number;
  readonly heard: Heard[];
  readonly notes: string[] = [];
  readonly #memory: Memory;
  readonly #response: IncomingMessage;
  readonly #changed = new Condition();
  #text = '';
  isReady = false;
  isClosed = false;

  constructor(response: IncomingMessage, memory: Memory) {
    this.#response = response;
    this.#memory = memory;
    this.user = memory.user;
    this.heard = memory.heard;
    response.setEncoding('utf8').on('data', (part: string) => this.#read(part));
    response.on('error', () => {});
    response.on('close', () => {
      this.isClosed = true;
      this.#changed.changed();
    });
  }

  until(isTrue: () => boolean): Promise<void> {
    return this.#changed.until(isTrue);
  }

  say(): never {
    return assert.fail('an event stream takes nothing');
  }

  history(): never {
    return assert.fail('an event stream takes nothing');
  }

  async settle(): Promise<void> {
    // The id of the last event is all there is.
  }

  pause(): void {
    this.#response.pause();
  }

  resume(): void {
    this.#response.resume();
  }

  async cut(): Promise<void> {
    this.#response.destroy();
    await this.until(() => this.isClosed);
  }

  #read(part: string): void {
    this.#text += part;
    const events = this.#text.split('\n\n');
    this.#text = events.pop() ?? '';
    for (const event of events) this.#event(event);
    this.#changed.changed();
  }

  #event(event: string): void {
    const fields = new Map(
      event.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
    );
    const type = fields.get('event');
    this.#memory.lastEventId = fields.get('id') ?? this.#memory.lastEventId;
    if (type === 'ready') this.isReady = true;
    else if (type === 'typing') this.notes.push(type);
    else if (type === 'message') this.#hear(JSON.parse(fields.get('data') ?? '{}') as Received);
  }

  #hear({ sender, content: { text, event, custom } }: Received): void {
    if (sender === this.user) return;
    this.heard.push({ sender, text: text === '' ? (event?.kind ?? custom?.type ?? '') : text });
  }
}

interface Received {
  readonly sender: number;
  readonly content: {
    readonly text: string;
    readonly event?: { readonly kind: string };
    readonly custom?: { readonly type: string };
  };
}
