/**
 * People who come by MQTT, and keep their session.
 *
 * @module
 */
import assert from 'node:assert/strict';
import type { IPublishPacket } from 'mqtt-packet';
import type { Heard, ProtocolClient, Target } from '@posthorn/server/conformance';
import type { InProcess } from '@posthorn/testing/in-process';
import { Condition } from '@posthorn/testing/condition';
import { MqttClient } from '@posthorn/testing/mqtt-client';
import { MqttMemory } from '@posthorn/testing/mqtt-memory';
import type { WayIn } from './place.ts';

function urlOf({ server }: InProcess): string {
  return `mqtt://127.0.0.1:${server.ports['mqtt']}`;
}

/** What a device keeps. */
interface Memory {
  readonly user: number;
  readonly token: string;
  readonly packets: MqttMemory;
  readonly heard: Heard[];
}

const DAY_S = 86_400;

export function mqttWayIn(): WayIn {
  const memories = new Map<string, Memory>();
  return {
    async join(place, name, { isTrickling = false }) {
      const memory = memories.get(name) ?? (await register(place, name));
      memories.set(name, memory);
      const person = await MqttPerson.come(place, { name, memory, isTrickling });
      return person;
    },
    async stranger(place) {
      const client = await MqttClient.open(urlOf(place));
      const memory = { user: 0, token: '', packets: new MqttMemory(), heard: [] };
      return new MqttPerson(place, client, memory);
    },
    async garbage(place) {
      const client = await MqttClient.open(urlOf(place));
      client.write(Buffer.from([0xf0, 0xff, 0xff, 0xff, 0xff, 0xff]));
      await client.until(() => client.isClosed);
    },
  };
}

async function register(place: InProcess, name: string): Promise<Memory> {
  const response = await fetch(`${place.httpUrl}/v1/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name, password: 'pw', device: { id: 'rest', class: 'bot' } }),
  });
  const { token, user } = (await response.json()) as {
    readonly token: string;
    readonly user: { readonly id: number };
  };
  return { user: user.id, token, packets: new MqttMemory(), heard: [] };
}

class MqttPerson implements ProtocolClient {
  readonly user: number;
  readonly heard: Heard[];
  readonly notes: string[] = [];
  readonly #place: InProcess;
  readonly #client: MqttClient;
  readonly #memory: Memory;
  readonly #changed = new Condition();
  readonly #ids = new Map<string, number>();
  #taken = 0;
  #taking: Promise<void> = Promise.resolve();

  constructor(place: InProcess, client: MqttClient, memory: Memory) {
    this.#place = place;
    this.#client = client;
    this.#memory = memory;
    this.user = memory.user;
    this.heard = memory.heard;
    void client.until(() => {
      this.#take();
      this.#changed.changed();
      return client.isClosed;
    });
  }

  static async come(
    place: InProcess,
    {
      name,
      memory,
      isTrickling,
    }: { readonly name: string; readonly memory: Memory; readonly isTrickling: boolean },
  ): Promise<MqttPerson> {
    const options = {
      clientId: 'phone',
      clean: false,
      user: name,
      password: 'pw',
      keepalive: 30,
      memory: memory.packets,
      properties: { sessionExpiryInterval: DAY_S },
    };
    const client = await MqttClient.open(urlOf(place), options);
    client.isTrickling = isTrickling;
    const connack = await client.enter(options);
    assert.equal(connack.reasonCode ?? connack.returnCode, 0, JSON.stringify(connack));
    const person = new MqttPerson(place, client, memory);
    if (!connack.sessionPresent) await client.subscribe('#', { qos: 1 });
    return person;
  }

  get isClosed(): boolean {
    return this.#client.isClosed;
  }

  until(isTrue: () => boolean): Promise<void> {
    return this.#changed.until(isTrue);
  }

  async say(target: Target, text: string): Promise<number> {
    const topic =
      'to' in target ? `u/${await this.#nameOf(target.to)}` : await this.#topicOf(target.conversation);
    const settled = await this.#client.publish(topic, text, { qos: 1 });
    assert.equal(settled?.reasonCode ?? 0, 0, JSON.stringify(settled));
    return Number(settled?.properties?.userProperties?.['seq']);
  }

  async history(conversation: number): Promise<readonly string[]> {
    const { topic = '' } =
      this.#client.messages.find(
        ({ properties }) => properties?.userProperties?.['conversation'] === String(conversation),
      ) ?? {};
    await this.#client.publish(`${topic}/pull`, JSON.stringify({ after: 0 }), {
      qos: 1,
      properties: { responseTopic: 'reply/history' },
    });
    const answer = (): IPublishPacket | undefined =>
      this.#client.messages.find((message) => message.topic === 'reply/history');
    await this.#client.until(() => answer() !== undefined);
    const { messages } = JSON.parse(answer()?.payload.toString() ?? '{}') as {
      readonly messages: readonly { readonly content: { readonly text: string } }[];
    };
    return messages.map(({ content }) => content.text);
  }

  async settle(): Promise<void> {
    // An ack is written before this, and read before this is answered.
    this.#client.send({ cmd: 'pingreq' });
    const isAnswered = (): boolean => this.#client.packets.some(({ cmd }) => cmd === 'pingresp');
    await this.#client.until(() => isAnswered() || this.isClosed);
  }

  pause(): void {
    this.#client.socket.pause();
  }

  resume(): void {
    this.#client.socket.resume();
  }

  async cut(): Promise<void> {
    await this.#taking;
    this.#client.close();
    await this.#client.until(() => this.#client.isClosed);
  }

  #take(): void {
    for (; this.#taken < this.#client.messages.length; this.#taken++) {
      const message = this.#client.messages[this.#taken];
      if (message !== undefined) this.#taking = this.#taking.then(() => this.#hear(message));
    }
  }

  async #hear({ topic, payload, properties }: IPublishPacket): Promise<void> {
    const text = payload.toString();
    if (topic.endsWith('/typing')) {
      if (text !== '') this.notes.push('typing');
    } else if (/^(?:u\/[^/]+|g\/\d+|lobby)$/.test(topic)) {
      const name = properties?.userProperties?.['sender'];
      const sender = typeof name === 'string' ? await this.#idOf(name) : 0;
      if (sender !== this.user) this.heard.push({ sender, text });
    }
    this.#changed.changed();
  }

  async #topicOf(conversation: number): Promise<string> {
    const { kind } = await this.#get<{ readonly kind: string }>(`/v1/conversations/${conversation}`);
    return kind === 'room' ? 'lobby' : `g/${conversation}`;
  }

  async #idOf(name: string): Promise<number> {
    const known = this.#ids.get(name);
    if (known !== undefined) return known;
    const { id } = await this.#get<{ readonly id: number }>(`/v1/users/${name}`);
    this.#ids.set(name, id);
    return id;
  }

  async #nameOf(user: number): Promise<string> {
    return (await this.#get<{ readonly name: string }>(`/v1/users/${user}`)).name;
  }

  async #get<T>(path: string): Promise<T> {
    const headers = { authorization: `Bearer ${this.#memory.token}` };
    const response = await fetch(this.#place.httpUrl + path, { headers });
    assert.ok(response.ok, `${path}: ${response.status}`);
    return (await response.json()) as T;
  }
}
