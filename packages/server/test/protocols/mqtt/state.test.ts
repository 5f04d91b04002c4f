/** What is published besides messages: signals, retained state, and pages of history. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { decodeConversation, encodeContent, encodeConversation } from '@posthorn/protocol';
import type { ServerFrame } from '@posthorn/protocol';
import { MqttError } from '../../../src/protocols/mqtt/error.ts';
import { PullReader, Pulls } from '../../../src/protocols/mqtt/pull.ts';
import { Retained } from '../../../src/protocols/mqtt/retained.ts';
import { Signals } from '../../../src/protocols/mqtt/signals.ts';
import type { SignalPart } from '../../../src/protocols/mqtt/signals.ts';
import type { Chat } from '../../../src/protocols/mqtt/topics.ts';
import { codeOf, direct, group, SmallTown } from './small-town.ts';

const JULIET: Chat = { kind: 'direct', name: 'juliet' };
const NO_EVENT = { seq: 7, content: encodeContent({ text: 'hi' }) };
const RENAMED = { seq: 8, content: encodeContent({ kind: { case: 'event', value: { kind: 'renamed' } } }) };

function verona(): SmallTown {
  const town = new SmallTown();
  town.add(direct(10, 2), group(11, { title: 'Fair Verona' }), group(12, { left: true }));
  return town;
}

/** What is told of the group 11. */
function infoWith(title: string): object {
  const { head, read, delivered, unread, mentions, ...info } = decodeConversation(
    encodeConversation(group(11, { title })),
  );
  assert.deepEqual([head, read, delivered, unread, mentions], [0, 0, 0, 0, 0]);
  return JSON.parse(JSON.stringify({ ...info, lastMessage: undefined })) as object;
}

function reasonCode(run: Promise<unknown>): Promise<number> {
  return run.then(
    () => 0,
    (error: unknown) => {
      if (error instanceof MqttError) return error.reasonCode;
      throw error;
    },
  );
}

describe('signals', () => {
  const pushed = (body: ServerFrame['body']): ServerFrame => ({ re: 0, body });
  const typing = (user: number, active = true): ServerFrame =>
    pushed({ case: 'typingNote', value: { conversation: 10, user, active } });
  const receipt = (read: number, delivered: number): ServerFrame =>
    pushed({ case: 'receiptNote', value: { conversation: 10, user: 2, read, delivered } });

  it('come with the name of who gives them, to whoever has subscribed', async () => {
    const town = verona();
    const signals = new Signals(town.tools);
    await signals.push(typing(2));
    town.subscribe('u/juliet');
    await signals.push(typing(2));
    assert.deepEqual(town.told(), []);
    town.subscribe('u/juliet/+');
    await signals.push(typing(2));
    await signals.push(typing(2, false));
    await signals.push(receipt(4, 5));
    // What has not moved is not told again.
    await signals.push(receipt(4, 6));
    const juliet = { conversation: 10, user: 2, name: 'Juliet' };
    assert.deepEqual(town.told(), [
      ['u/juliet/typing', { ...juliet, active: true }],
      ['u/juliet/typing', { ...juliet, active: false }],
      ['u/juliet/delivered', { ...juliet, delivered: 5 }],
      ['u/juliet/read', { ...juliet, read: 4 }],
      ['u/juliet/delivered', { ...juliet, delivered: 6 }],
    ]);
  });

  it('go as a word, a number, or as the body of REST', async () => {
    const town = verona();
    const signals = new Signals(town.tools);
    const asked = async (part: SignalPart, payload: string): Promise<unknown> => {
      town.asked.length = 0;
      await signals.take(part, { kind: 'group', id: 11 }, Buffer.from(payload));
      const [request] = town.asked;
      if (request?.case === 'typing') return request.value.active;
      assert.equal(request?.case, 'moveCursors');
      const { conversation, ...cursor } = request.value.cursors[0] ?? {};
      assert.equal(conversation, 11);
      return cursor;
    };
    for (const word of ['', '1', ' true\n', '{"active":true}'])
      assert.equal(await asked('typing', word), true);
    for (const word of ['0', 'false', '{"active":false}']) assert.equal(await asked('typing', word), false);
    assert.deepEqual(await asked('read', '42'), { read: 42, delivered: 0 });
    assert.deepEqual(await asked('delivered', '{"delivered":7}'), { read: 0, delivered: 7 });
    assert.deepEqual(await asked('read', ''), { read: Number.MAX_SAFE_INTEGER, delivered: 0 });
  });

  it('are refused with 0x99 where they say nothing, and with NOT_FOUND where nothing was said yet', async () => {
    const town = verona();
    const signals = new Signals(town.tools);
    for (const [part, payload] of [
      ['typing', 'maybe'],
      ['typing', '{"active":1}'],
      ['typing', '{'],
      ['typing', '{"active":{"active":true}}'],
      ['read', '-1'],
      ['read', '1.5'],
      ['read', '0'],
      ['read', '99999999999999999'],
      ['read', '{"delivered":7}'],
      ['delivered', 'all'],
    ] as const) {
      assert.equal(await reasonCode(signals.take(part, JULIET, Buffer.from(payload))), 0x99, payload);
    }
    assert.equal(await reasonCode(signals.take('typing', JULIET, Buffer.from([0xff]))), 0x99);
    const nurse = { kind: 'direct', name: 'nurse' } as const;
    assert.equal(await codeOf(signals.take('typing', nurse, Buffer.from('1'))), 'NOT_FOUND');
  });
});

describe('retained state', () => {
  function retainedIn(town: SmallTown): Retained {
    return new Retained({
      onRoom: () => {},
      ...town.tools,
      drained: () => Promise.resolve(),
      onFailure: (error) => assert.fail(String(error)),
    });
  }

  async function subscribed(
    town: SmallTown,
    retained: Retained,
    filter: string,
    { retainHandling = 0, isNew = true }: { retainHandling?: 0 | 1 | 2; isNew?: boolean } = {},
  ): Promise<readonly (readonly [string, unknown])[]> {
    town.subscribe(filter, { retainHandling });
    const subscription = town.subscriptions.all.find((each) => each.filter === filter);
    assert.ok(subscription !== undefined);
    retained.subscribed(subscription, isNew);
    await retained.settled();
    return town.told();
  }

  const topics = (told: readonly (readonly [string, unknown])[]): readonly string[] =>
    told.map(([topic]) => topic);

  it('is told at subscribe, as Retain Handling says', async () => {
    const town = verona();
    const retained = retainedIn(town);
    assert.deepEqual(await subscribed(town, retained, 'g/11/info'), [
      ['g/11/info (retained)', infoWith('Fair Verona')],
    ]);
    const all = ['u/Juliet/info (retained)', 'g/11/info (retained)'];
    assert.deepEqual(topics(await subscribed(town, retained, '+/+/info')), all);
    assert.deepEqual(topics(await subscribed(town, retained, '+/+/info', { retainHandling: 1 })), all);
    const again = { retainHandling: 1, isNew: false } as const;
    assert.deepEqual(await subscribed(town, retained, '+/+/info', again), []);
    assert.deepEqual(await subscribed(town, retained, '+/+/info', { retainHandling: 2 }), []);
    // Nobody is told what they are not in.
    for (const filter of ['g/12/info', 'g/99/info', 'u/nurse/info', 'u/nobody/info', 'lobby/info', 'g/11'])
      assert.deepEqual(await subscribed(town, retained, filter), [], filter);
  });

  it('is told again when an event has changed it', async () => {
    const town = verona();
    const retained = retainedIn(town);
    await subscribed(town, retained, 'g/#');
    const chat = await town.chats.chatOf(11);
    assert.ok(chat !== undefined);
    retained.message(chat, RENAMED);
    retained.message(chat, NO_EVENT);
    await retained.settled();
    assert.deepEqual(town.told(), []);
    town.add(group(11, { title: 'Two households', head: 9 }));
    retained.message(chat, RENAMED);
    await retained.settled();
    assert.deepEqual(town.told(), [['g/11/info', infoWith('Two households')]]);
    town.subscribe('g/11/info', { retainAsPublished: true });
    town.add(group(11, { title: 'Verona' }));
    retained.message(chat, RENAMED);
    await retained.settled();
    assert.deepEqual(topics(town.told()), ['g/11/info (retained)']);
  });

  it('says who is online: those who are named, or all with whom one has talked', async () => {
    const town = verona();
    const retained = retainedIn(town);
    const watched = (): readonly number[] | undefined => {
      const request = town.asked.findLast((each) => each.case === 'watchPresence');
      return request?.value.users;
    };
    town.presences.set(2, { user: 2, online: true, lastSeen: 5 });
    town.presences.set(3, { user: 3, online: false, lastSeen: 4 });
    const juliet = ['presence/Juliet (retained)', { user: 2, online: true, lastSeen: 5, name: 'Juliet' }];
    assert.deepEqual(await subscribed(town, retained, 'presence/+'), [juliet]);
    assert.deepEqual(watched(), [2]);
    assert.deepEqual(topics(await subscribed(town, retained, 'presence/NURSE')), [
      'presence/NURSE (retained)',
    ]);
    assert.deepEqual(watched()?.toSorted(), [2, 3]);
    retained.presence({ user: 2, online: false, lastSeen: 9 });
    await retained.settled();
    assert.deepEqual(town.told(), [
      ['presence/Juliet', { user: 2, online: false, lastSeen: 9, name: 'Juliet' }],
    ]);
    // Nothing has changed.
    retained.presence({ user: 2, online: false, lastSeen: 9 });
    await retained.settled();
    assert.deepEqual(town.told(), []);
    // It is the newest that the next one is told.
    assert.deepEqual(await subscribed(town, retained, 'presence/#'), [
      ['presence/Juliet (retained)', { user: 2, online: false, lastSeen: 9, name: 'Juliet' }],
      ['presence/nurse (retained)', { user: 3, online: false, lastSeen: 4, name: 'nurse' }],
    ]);
    for (const filter of ['presence/+', 'presence/#']) {
      town.subscriptions.remove(filter);
      retained.unsubscribed(filter);
    }
    await retained.settled();
    assert.deepEqual(watched(), [3]);
  });

  it('watches whoever talks for the first time', async () => {
    const town = verona();
    const retained = retainedIn(town);
    await subscribed(town, retained, '#');
    town.told();
    town.add(direct(13, 3));
    town.presences.set(3, { user: 3, online: true, lastSeen: 4 });
    const chat = await town.chats.chatOf(13);
    assert.ok(chat !== undefined);
    retained.message(chat, { ...NO_EVENT, seq: 1 });
    await retained.settled();
    assert.deepEqual(topics(town.told()), ['presence/nurse', 'u/nurse/info']);
    retained.presence({ user: 3, online: false, lastSeen: 6 });
    await retained.settled();
    assert.deepEqual(topics(town.told()), ['presence/nurse']);
  });
});

describe('history by request', () => {
  const page = {
    conversation: 10,
    messages: [{ conversation: 10, seq: 1, sender: 2, time: 5, content: encodeContent({ text: 'Ay me' }) }],
    through: 1,
    head: 1,
  };
  const ask = { responseTopic: 'reply/7', correlationData: Buffer.from('abc') };

  function pullsIn(town: SmallTown): Pulls {
    return new Pulls({ ...town.tools, reader: new PullReader(), drained: () => Promise.resolve() });
  }

  it('is answered on the Response Topic, with the Correlation Data', async () => {
    const town = verona();
    town.pages.set(10, page);
    town.subscribe('reply/#');
    assert.equal(await pullsIn(town).take(JULIET, Buffer.from('{"after":0,"limit":5}'), ask), 0);
    const [answer] = town.published;
    assert.deepEqual(answer?.properties, {
      contentType: 'application/json',
      payloadFormatIndicator: true,
      correlationData: ask.correlationData,
    });
    const [[topic, json] = []] = town.told();
    assert.equal(topic, 'reply/7');
    const { messages, through } = json as {
      messages: readonly { content: { text: string } }[];
      through: number;
    };
    assert.deepEqual([messages[0]?.content.text, through], ['Ay me', 1]);
    const ranges = town.asked.flatMap((each) => (each.case === 'pull' ? each.value.ranges : []));
    assert.deepEqual(ranges, [{ conversation: 10, after: 0, before: 0, limit: 5, mark: 0 }]);
  });

  it('is the newest where the request does not say', async () => {
    const town = verona();
    town.pages.set(11, page);
    town.subscribe('reply/#');
    for (const payload of ['', '{}', '{"limit":5}'])
      assert.equal(await pullsIn(town).take({ kind: 'group', id: 11 }, Buffer.from(payload), ask), 0);
    const ranges = town.asked.flatMap((each) => (each.case === 'pull' ? each.value.ranges : []));
    assert.deepEqual(
      ranges.map(({ before, limit }) => [before, limit]),
      [
        [Number.MAX_SAFE_INTEGER, 0],
        [Number.MAX_SAFE_INTEGER, 0],
        [Number.MAX_SAFE_INTEGER, 5],
      ],
    );
  });

  it('is refused by its ack, and told as REST tells it', async () => {
    const town = verona();
    town.subscribe('reply/#');
    const pulls = pullsIn(town);
    const group99 = { kind: 'group', id: 99 } as const;
    assert.notEqual(await codeOf(pulls.take(group99, Buffer.from(''), ask)), 'none');
    const [[topic, json] = []] = town.told();
    assert.equal(topic, 'reply/7');
    assert.equal(typeof (json as { error: { code: string } }).error.code, 'string');
    for (const payload of [
      '{"after":-1}',
      '{"after":"1"}',
      '{"conversation":5}',
      '{"ranges":[{}]}',
      'newest',
      '[',
    ]) {
      assert.equal(await reasonCode(pulls.take(JULIET, Buffer.from(payload), ask)), 0x99, payload);
    }
    town.told();
    town.pages.set(10, page);
    town.maxBytes = 150;
    assert.equal(await codeOf(pulls.take(JULIET, Buffer.from(''), ask)), 'TOO_LARGE');
    assert.deepEqual(town.told().length, 1);
  });

  it('needs a Response Topic below reply/, to which the client has subscribed', async () => {
    const town = verona();
    town.pages.set(10, page);
    const pulls = pullsIn(town);
    for (const properties of [undefined, {}, { responseTopic: 'u/juliet' }, { responseTopic: 'replies' }])
      assert.equal(await reasonCode(pulls.take(JULIET, Buffer.from(''), properties)), 0x90);
    assert.equal(await pulls.take(JULIET, Buffer.from(''), ask), 0x10);
    assert.ok(!town.asked.some((each) => each.case === 'pull'));
  });
});
