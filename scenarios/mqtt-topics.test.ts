/** What Romeo, who has a client of ours, and Juliet, who has MQTT, see of each other. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import type { ContentInit, ServerFrame } from '@posthorn/protocol';
import { startInProcess } from '@posthorn/testing/in-process';
import type { InProcess } from '@posthorn/testing/in-process';
import { MqttClient } from '@posthorn/testing/mqtt-client';
import type { MqttOptions } from '@posthorn/testing/mqtt-client';
import { RawClient } from '@posthorn/testing/raw-client';
import { callAt } from './support/romeo-and-juliet.ts';

type Pushed = NonNullable<ServerFrame['body']>;

class Balcony {
  readonly place: InProcess;
  readonly romeo: RawClient;
  readonly julietsId: number;
  readonly token: string;
  #sent = 0;

  private constructor(
    place: InProcess,
    romeo: RawClient,
    juliet: { readonly id: number; readonly token: string },
  ) {
    this.place = place;
    this.romeo = romeo;
    this.julietsId = juliet.id;
    this.token = juliet.token;
  }

  static async open(t: TestContext): Promise<Balcony> {
    const place = await startInProcess(
      { mqtt: true, mqttPort: 0, loginPolicy: 'multi' },
      { limits: { offlineGraceMs: 20 } },
    );
    t.after(() => place.server.close());
    const { client: romeo } = await RawClient.as(place.tcpUrl, 'romeo');
    t.after(() => romeo.close());
    const { client, ...juliet } = await RawClient.as(place.tcpUrl, 'Juliet');
    client.close();
    return new Balcony(place, romeo, juliet);
  }

  async juliet(options: MqttOptions = {}): Promise<MqttClient> {
    const url = `mqtt://127.0.0.1:${this.place.server.ports['mqtt']}`;
    return MqttClient.connect(url, { user: 'juliet', password: 'pw', clientId: 'balcony', ...options });
  }

  /** Resolves with the seq. */
  async say(content: ContentInit): Promise<number> {
    const target = { case: 'user', value: this.julietsId } as const;
    const value = { target, clientId: `r${(this.#sent += 1)}`, content };
    const reply = await this.romeo.ask({ case: 'send', value });
    assert.equal(reply.case, 'ack', JSON.stringify(reply));
    return reply.value.seq;
  }

  async conversation(): Promise<number> {
    const page = { cursor: '', limit: 100, byActivity: false };
    const reply = await this.romeo.ask({ case: 'listConversations', value: page });
    assert.ok(reply.case === 'conversations');
    return reply.value.conversations.find(({ kind }) => kind === 'direct')?.id ?? 0;
  }

  /** Resolves when Romeo was pushed what fits. */
  pushed(fits: (push: Pushed) => boolean): Promise<void> {
    return this.romeo.until(() => this.romeo.pushes.some(fits));
  }
}

function jsonOf({ payload }: { readonly payload: string | Buffer }): Record<string, unknown> {
  return JSON.parse(payload.toString()) as Record<string, unknown>;
}

const onTopic = (topic: string) => (each: string) => each === topic;

describe('on topics of MQTT', () => {
  it('what is no text comes as words, and whole in JSON', async (t) => {
    const balcony = await Balcony.open(t);
    const juliet = await balcony.juliet();
    await juliet.subscribe('u/+', { qos: 1 });
    await juliet.subscribe('u/romeo/json', { qos: 1 });
    const target = await balcony.say({ text: 'But soft' });
    const poll = { options: ['yes', 'no'] };
    for (const content of [
      { kind: { case: 'edit', value: { target, text: 'But soft!' } } },
      { kind: { case: 'reaction', value: { target, emoji: '🌹' } } },
      { text: 'Tonight?', kind: { case: 'poll', value: poll } },
      { kind: { case: 'recall', value: { target } } },
    ] as readonly ContentInit[])
      await balcony.say(content);
    await balcony.say({ text: 'Adieu' });
    const lines = (): readonly string[] => juliet.texts(onTopic('u/romeo'));
    const all = (): readonly { readonly payload: string | Buffer }[] =>
      juliet.messages.filter(({ topic }) => topic === 'u/romeo/json');
    await juliet.until(() => lines().includes('Adieu') && all().length === 6);
    const [first, edit, reaction, question, recall] = lines();
    assert.equal(first, 'But soft');
    assert.equal(edit, '[romeo ✎ edited: But soft!]');
    assert.equal(reaction, '[romeo reacted with 🌹]');
    assert.match(question ?? '', /Tonight\?/);
    assert.equal(recall, '[romeo ✕ took a message back]');
    const kinds = all().map((each) => Object.keys(jsonOf(each)['content'] as object).at(-1));
    assert.deepEqual(kinds.slice(1, 5), ['edit', 'reaction', 'poll', 'recall']);
    // The same as REST gives.
    const conversation = await balcony.conversation();
    const { body } = await callAt(
      balcony.place,
      'GET',
      `/v1/conversations/${conversation}/messages?after=5`,
      balcony.token,
    );
    assert.deepEqual(
      jsonOf(all()[5] ?? { payload: '{}' }),
      (body as { messages: readonly unknown[] }).messages[0],
    );
  });

  it('a form is chosen by the subscription, and said by the Content Type', async (t) => {
    const balcony = await Balcony.open(t);
    const juliet = await balcony.juliet();
    await juliet.subscribe('u/+', { properties: { userProperties: { 'content-type': 'application/json' } } });
    const seq = await balcony.say({ text: 'But soft' });
    await juliet.until(() => juliet.messages.length > 0);
    const [message] = juliet.messages;
    assert.equal(message?.topic, 'u/romeo');
    assert.equal(message?.properties?.contentType, 'application/json');
    const { sender, conversation, time, epoch, ...rest } = { ...message?.properties?.userProperties };
    assert.deepEqual([sender, rest], ['romeo', { seq: String(seq) }]);
    for (const each of [conversation, time, epoch]) assert.notEqual(each, undefined);
    await juliet.publish('u/romeo', '{"text":"Ay me","replyTo":1}', { qos: 1 });
    await balcony.pushed((push) => push.case === 'message');
    const body = Buffer.from('{"content":{"text":"Ay me","replyTo":1}}');
    const ack = await juliet.publish('u/romeo', body, {
      qos: 1,
      properties: { contentType: 'application/json' },
    });
    assert.equal(ack?.reasonCode ?? 0, 0);
  });

  it('signals go both ways', async (t) => {
    const balcony = await Balcony.open(t);
    const seq = await balcony.say({ text: 'But soft' });
    const conversation = await balcony.conversation();
    const juliet = await balcony.juliet();
    await juliet.subscribe('u/romeo/+');
    await juliet.publish('u/romeo/typing', '1');
    await balcony.pushed((push) => push.case === 'typingNote' && push.value.active);
    await juliet.publish('u/ROMEO/typing', '0', { qos: 1 });
    await balcony.pushed((push) => push.case === 'typingNote' && !push.value.active);
    assert.equal((await juliet.publish('u/romeo/read', String(seq), { qos: 1 }))?.reasonCode ?? 0, 0);
    await balcony.pushed((push) => push.case === 'receiptNote' && push.value.read === seq);
    await juliet.publish('u/romeo', 'Ay me', { qos: 1 });
    await balcony.romeo.ask({ case: 'typing', value: { conversation, active: true } });
    await balcony.romeo.ask({
      case: 'moveCursors',
      value: { cursors: [{ conversation, read: seq + 1, delivered: seq + 1 }] },
    });
    const topics = ['u/romeo/typing', 'u/romeo/delivered', 'u/romeo/read'];
    await juliet.until(() => topics.every((topic) => juliet.texts(onTopic(topic)).length > 0));
    const [typing = ''] = juliet.texts(onTopic('u/romeo/typing'));
    const { user, ...told } = JSON.parse(typing) as Record<string, unknown>;
    assert.equal(typeof user, 'number');
    assert.deepEqual(told, { conversation, name: 'romeo', active: true });
  });

  it('state is retained, and told when it changes', async (t) => {
    const balcony = await Balcony.open(t);
    await balcony.say({ text: 'But soft' });
    const juliet = await balcony.juliet();
    await juliet.subscribe('presence/+');
    await juliet.subscribe('+/+/info');
    const presences = (): readonly unknown[] =>
      juliet.messages
        .filter(({ topic }) => topic === 'presence/romeo')
        .map((each) => [each.retain, jsonOf(each)['online']]);
    await juliet.until(() => presences().length === 1 && juliet.texts(onTopic('u/romeo/info')).length === 1);
    balcony.romeo.close();
    await juliet.until(() => presences().length === 2);
    assert.deepEqual(presences(), [
      [true, true],
      [false, false],
    ]);
    assert.equal(jsonOf({ payload: juliet.texts(onTopic('u/romeo/info'))[0] ?? '' })['kind'], 'direct');
  });

  it('state is told to a session that goes on, which has been told it', async (t) => {
    const balcony = await Balcony.open(t);
    await balcony.say({ text: 'But soft' });
    const kept = { clean: false, properties: { sessionExpiryInterval: 3600 } };
    const before = await balcony.juliet(kept);
    await before.subscribe('presence/+');
    await before.until(() => before.texts(onTopic('presence/romeo')).length === 1);
    before.close();
    const juliet = await balcony.juliet(kept);
    // Once this is answered, what the session wants is watched.
    await juliet.subscribe('u/romeo/info');
    await juliet.until(() => juliet.texts(onTopic('u/romeo/info')).length === 1);
    assert.deepEqual(juliet.texts(onTopic('presence/romeo')), []);
    balcony.romeo.close();
    await juliet.until(() => juliet.texts(onTopic('presence/romeo')).length === 1);
    assert.equal(jsonOf({ payload: juliet.texts(onTopic('presence/romeo'))[0] ?? '' })['online'], false);
  });

  it('pages of history are asked for, with MQTT 5', async (t) => {
    const balcony = await Balcony.open(t);
    for (const text of ['But soft', 'what light']) await balcony.say({ text });
    const juliet = await balcony.juliet();
    await juliet.subscribe('reply/#', { qos: 1 });
    const properties = { responseTopic: 'reply/1', correlationData: Buffer.from('a') };
    const ack = await juliet.publish('u/romeo/pull', '{"limit":1}', { qos: 1, properties });
    assert.equal(ack?.reasonCode ?? 0, 0);
    await juliet.until(() => juliet.messages.length > 0);
    const [answer] = juliet.messages;
    assert.equal(answer?.topic, 'reply/1');
    assert.equal(answer?.properties?.correlationData?.toString(), 'a');
    const page = jsonOf(answer) as { messages: readonly { content: { text: string } }[]; more: boolean };
    assert.deepEqual([page.messages.map(({ content }) => content.text), page.more], [['what light'], true]);
    const old = await balcony.juliet({ version: 4, clientId: 'garden' });
    await old.subscribe('inbox');
    await old.publish('u/romeo/pull', '', { qos: 1 });
    await old.until(() => old.texts(onTopic('inbox')).length > 0);
    assert.match(old.texts()[0] ?? '', /Response Topic/);
  });
});
