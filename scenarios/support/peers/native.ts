/**
 * People who come by the native protocol, without the SDK: the least that somebody implements who reads
 * docs/protocol.md.
 *
 * @module
 */
import assert from 'node:assert/strict';
import { decodeContent } from '@posthorn/protocol';
import type { Message } from '@posthorn/protocol';
import type { Heard, JoinOptions, ProtocolClient, Target } from '@posthorn/server/conformance';
import type { InProcess } from '@posthorn/testing/in-process';
import { RawClient } from '@posthorn/testing/raw-client';
import { Condition } from '@posthorn/testing/condition';
import type { WayIn } from './place.ts';

export type Dial = (place: InProcess) => Promise<RawClient>;

export const overTcp: Dial = (place) => RawClient.connect(place.tcpUrl);
export const overWebSocket: Dial = (place) => RawClient.overWebSocket(place.httpUrl);

/** What a device keeps on disk. */
interface Memory {
  readonly heard: Heard[];
  /** Seqs by conversation: everything up to there was heard. */
  readonly positions: Map<number, number>;
}

export function nativeWayIn(dial: Dial): WayIn {
  const memories = new Map<string, Memory>();
  return {
    async join(place, name, { isTrickling = false }: JoinOptions) {
      const memory = memories.get(name) ?? { heard: [], positions: new Map<number, number>() };
      memories.set(name, memory);
      const raw = await dial(place);
      raw.isTrickling = isTrickling;
      const { id } = await raw.enter(name);
      const person = new NativePerson(raw, id, memory);
      await person.compare();
      return person;
    },
    async stranger(place) {
      return new NativePerson(await dial(place), 0, { heard: [], positions: new Map() });
    },
    async garbage(place) {
      const raw = await dial(place);
      raw.write(Buffer.from([3, 0x0a, 0x7f, 0x01]));
      assert.equal(await raw.goodbye(), 'MALFORMED_FRAME');
    },
  };
}

class NativePerson implements ProtocolClient {
  readonly user: number;
  readonly heard: Heard[];
  readonly notes: string[] = [];
  readonly #raw: RawClient;
  readonly #positions: Map<number, number>;
  readonly #changed = new Condition();
  #taken = 0;
  #pulling: Promise<void> = Promise.resolve();
  #order = 0;

  constructor(raw: RawClient, user: number, { heard, positions }: Memory) {
    this.#raw = raw;
    this.user = user;
    this.heard = heard;
    this.#positions = positions;
    void raw.until(() => {
      this.#take();
      this.#changed.changed();
      return raw.isClosed;
    });
  }

  get isClosed(): boolean {
    return this.#raw.isClosed;
  }

  until(isTrue: () => boolean): Promise<void> {
    return this.#changed.until(isTrue);
  }

  /** Pulls whatever is missing. */
  async compare(): Promise<void> {
    const page = await this.#raw.ask({ case: 'listHeads', value: { cursor: '', limit: 1000 } });
    assert.equal(page.case, 'headsPage');
    for (const { conversation } of page.value.heads) this.#pull(conversation);
    await this.#pulling;
  }

  async say(target: Target, text: string): Promise<number> {
    const order = (this.#order += 1);
    const reply = await this.#raw.ask({
      case: 'send',
      value: {
        target:
          'to' in target
            ? { case: 'user', value: target.to }
            : { case: 'conversation', value: target.conversation },
        clientId: `${this.user}-${order}`,
        order,
        content: { text },
      },
    });
    assert.equal(reply.case, 'ack', JSON.stringify(reply));
    return reply.value.seq;
  }

  async history(conversation: number): Promise<readonly string[]> {
    const reply = await this.#raw.ask({
      case: 'pull',
      value: { ranges: [{ conversation, after: 0, limit: 200 }] },
    });
    assert.equal(reply.case, 'pulled');
    return (reply.value.batches[0]?.messages ?? []).map(({ content }) => decodeContent(content).text);
  }

  async settle(): Promise<void> {
    assert.equal((await this.#raw.ask({ case: 'ping', value: {} })).case, 'done');
  }

  pause(): void {
    this.#raw.socket.pause();
  }

  resume(): void {
    this.#raw.socket.resume();
  }

  async cut(): Promise<void> {
    this.#raw.close();
    await this.#raw.until(() => this.#raw.isClosed);
  }

  #take(): void {
    for (; this.#taken < this.#raw.pushes.length; this.#taken++) {
      const push = this.#raw.pushes[this.#taken];
      if (push?.case === 'message') this.#message(push.value);
      else if (push?.case === 'heads')
        for (const { conversation } of push.value.heads) this.#pull(conversation);
      else if (push?.case === 'resync') void this.compare();
      else if (push?.case === 'typingNote') this.notes.push('typing');
    }
  }

  #message(message: Message): void {
    const position = this.#positions.get(message.conversation) ?? 0;
    if (message.seq === position + 1) this.#hear(message);
    else if (message.seq > position) this.#pull(message.conversation);
  }

  #hear({ conversation, seq, sender, content }: Message): void {
    if (seq <= (this.#positions.get(conversation) ?? 0)) return;
    this.#positions.set(conversation, seq);
    const { text, kind } = decodeContent(content);
    if (sender !== this.user) this.heard.push({ sender, text: text === '' ? (kind?.case ?? '') : text });
  }

  /** One after the other, so that answers never overtake each other. */
  #pull(conversation: number): void {
    this.#pulling = this.#pulling.then(() => this.#pullNow(conversation)).catch(() => {});
  }

  async #pullNow(conversation: number): Promise<void> {
    for (let more = true; more;) {
      const after = this.#positions.get(conversation) ?? 0;
      const reply = await this.#raw.ask({
        case: 'pull',
        value: { ranges: [{ conversation, after, limit: 200 }] },
      });
      assert.equal(reply.case, 'pulled');
      const [batch] = reply.value.batches;
      for (const message of batch?.messages ?? []) this.#hear(message);
      const through = batch?.through ?? 0;
      if (through > (this.#positions.get(conversation) ?? 0)) this.#positions.set(conversation, through);
      more = batch?.more ?? false;
    }
    this.#changed.changed();
  }
}
