/** What decides whether a browser is told, and what of. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { encodeContent } from '@posthorn/protocol';
import type { ContentInit } from '@posthorn/protocol';
import { REGISTRY } from '../../compose/features.ts';
import { MAX_PAYLOAD_BYTES } from './encrypt.ts';
import { decide, MAX_AGE_MS } from './notice.ts';
import type { Decision } from './notice.ts';
import { encodePayload } from './payload.ts';
import type { MessagePayload } from './payload.ts';
import type { Candidate, Situation } from './records.ts';

const NOW = Date.parse('2026-01-05T12:00:00Z');
const [ANN, BOB] = [1, 2];
const ASKED = { conversation: 7, contents: REGISTRY.contents, now: NOW };

function message(
  seq: number,
  content: ContentInit = { text: `text ${seq}` },
  more: Partial<Candidate> = {},
): Candidate {
  const encoded = encodeContent(content);
  return {
    seq,
    sender: ANN,
    time: NOW - 1000,
    content: encoded,
    isRecalled: false,
    mentions: false,
    isFollowed: false,
    ...more,
  };
}

function situation(more: Partial<Situation> = {}): Situation {
  return {
    subscription: {
      session: 5,
      user: BOB,
      endpoint: 'https://fcm.googleapis.com/x',
      p256dh: '',
      auth: '',
      createdAt: 0,
    },
    isAlive: true,
    busyUntil: 0,
    kind: 'group',
    title: 'Verona',
    vanishes: false,
    muted: false,
    mutedUntil: 0,
    read: 3,
    unread: 1,
    shown: 0,
    isShownOver: false,
    entries: {},
    messages: [message(4)],
    people: { [ANN]: { name: 'ann', shown: 'Ann' } },
    requests: {},
    blocked: [],
    others: [],
    quietPushes: 0,
    quietSince: 0,
    ...more,
  };
}

function decided(more: Partial<Situation> = {}): Decision['do'] {
  return decide(situation(more), ASKED).do;
}

function payloadOf(more: Partial<Situation> = {}): MessagePayload {
  const decision = decide(situation(more), ASKED);
  assert.ok(decision.do === 'tell' && decision.payload.type === 'message');
  return decision.payload;
}

describe('a browser', () => {
  it('is told of a message, and not where its user wants no alerts', () => {
    assert.equal(decided(), 'tell');
    const silences: Partial<Situation>[] = [
      { muted: true },
      { muted: true, mutedUntil: NOW + 1 },
      { busyUntil: NOW + 1 },
      { entries: { quiet: '{"from":"11:00","to":"13:00","zone":"UTC"}' } },
      { entries: { 'level/7': '"none"' } },
      { entries: { 'level/7': '"mentions"' } },
      { entries: { 'push/content': '"none"' } },
      { entries: { 'archive/7': '{}' } },
      { entries: { 'archive/7': '{"through":4}' } },
      { blocked: [ANN] },
      { messages: [] },
      { messages: [message(4, { text: 'mine' }, { sender: BOB })] },
      { messages: [message(4, { text: 'old' }, { time: NOW - MAX_AGE_MS - 1 })] },
      { messages: [message(4, { text: 'gone' }, { isRecalled: true })] },
      { messages: [message(4, { kind: { case: 'reaction', value: { target: 1, emoji: 'x' } } })] },
      { messages: [message(4, { text: 'in a thread', thread: 2 })] },
    ];
    for (const silence of silences) assert.equal(decided(silence), 'nothing', JSON.stringify(silence));
    const alerts: Partial<Situation>[] = [
      { muted: true, mutedUntil: NOW },
      { busyUntil: NOW },
      { entries: { 'level/8': '"none"', quiet: 'not JSON', 'level/7': '{}' } },
      { entries: { 'level/7': '"mentions"' }, kind: 'direct' },
      { entries: { 'level/7': '"mentions"' }, messages: [message(4, undefined, { mentions: true })] },
      { entries: { 'archive/7': '{"through":3}' } },
      { messages: [message(4, { text: 'in a thread', thread: 2 }, { isFollowed: true })] },
      { messages: [message(4, { text: 'in a thread', thread: 2 }, { mentions: true })] },
    ];
    for (const alert of alerts) assert.equal(decided(alert), 'tell', JSON.stringify(alert));
  });

  it('is forgotten when its session has ended', () => {
    assert.equal(decided({ isAlive: false }), 'forget');
    assert.equal(decide(undefined, ASKED).do, 'nothing');
  });

  it('is told of the newest message that is left', () => {
    const recalled = message(6, { text: 'gone' }, { isRecalled: true });
    const { seq, body } = payloadOf({ messages: [recalled, message(5), message(4)] });
    assert.deepEqual([seq, body], [5, 'text 5']);
  });

  it('is told as much as its user wants', () => {
    const said = (content?: string, more: Partial<Situation> = {}): object => {
      const entries = content === undefined ? {} : { 'push/content': `"${content}"` };
      const { title, sender, kind, body } = payloadOf({ entries, ...more });
      return { title, sender, kind, body };
    };
    const [none, who] = [undefined, { title: 'Verona', sender: 'Ann' }];
    assert.deepEqual(said(), { ...who, kind: 'text', body: 'text 4' });
    assert.deepEqual(said('of a later version'), said());
    assert.deepEqual(said('sender'), { ...who, kind: none, body: none });
    assert.deepEqual(said('new'), { title: none, sender: none, kind: none, body: none });
    assert.deepEqual(said('all', { vanishes: true }), said('sender'));
    const vanishing = message(4, { text: 'soon gone', vanishAfterMs: 60_000 });
    assert.deepEqual(said('all', { messages: [vanishing] }), said('sender'));
    assert.deepEqual(said('all', { kind: 'direct', title: '' }), {
      ...said(),
      title: none,
    });
  });

  it('is told what a message is that has no words', () => {
    const kindOf = (content: ContentInit): unknown => payloadOf({ messages: [message(4, content)] }).kind;
    const file = (type: string, voice = false): ContentInit => ({
      attachments: [{ id: 'a', name: 'x', type, bytes: 1, voice }],
    });
    assert.equal(kindOf(file('image/png')), 'picture');
    assert.equal(kindOf(file('video/mp4')), 'video');
    assert.equal(kindOf(file('audio/ogg')), 'audio');
    assert.equal(kindOf(file('audio/ogg', true)), 'voice');
    assert.equal(kindOf(file('application/pdf')), 'file');
    const poll = { text: 'Tea?', kind: { case: 'poll', value: { options: ['a', 'b'] } } } as const;
    assert.equal(kindOf(poll), 'poll');
  });

  it('closes what was read elsewhere, at once where browsers allow it, and else with the next message', () => {
    const others = [
      { conversation: 8, shown: 5, read: 5, isShownRecalled: false },
      { conversation: 9, shown: 5, read: 4, isShownRecalled: false },
    ];
    const read = { read: 4, shown: 4, messages: [], others };
    const decision = decide(situation(read), ASKED);
    assert.ok(decision.do === 'tell');
    assert.deepEqual(decision.payload, {
      type: 'read',
      conversation: 7,
      badge: 1,
      read: [
        [7, 4],
        [8, 5],
      ],
    });
    assert.deepEqual(decision.closed, [8]);
    const apple = { ...situation().subscription, endpoint: 'https://web.push.apple.com/x' };
    assert.equal(decided({ ...read, subscription: apple }), 'nothing');
    assert.equal(decided({ ...read, quietPushes: 10, quietSince: NOW - 1 }), 'nothing');
    assert.equal(decided({ ...read, quietPushes: 10, quietSince: NOW - MAX_AGE_MS }), 'tell');
    const { read: closed, badge } = payloadOf({ subscription: apple, others });
    assert.deepEqual([closed, badge], [[[8, 5]], 2]);
    const recalled = others.map((other) => ({ ...other, isShownRecalled: true }));
    assert.deepEqual(payloadOf({ others: recalled }).read, [
      [8, 5],
      [9, 5],
    ]);
  });

  it('is told of requests of contacts that have no answer yet, as far as its user wants', () => {
    const asked = { kind: { case: 'event', value: { kind: 'contact-asked', users: [BOB] } } } as const;
    const inbox: Partial<Situation> = {
      kind: 'inbox',
      title: '',
      messages: [message(4, asked)],
      requests: { [ANN]: 'We row together' },
    };
    const decision = decide(situation(inbox), ASKED);
    assert.ok(decision.do === 'tell');
    assert.deepEqual(decision.payload, {
      type: 'contact',
      conversation: 7,
      seq: 4,
      time: NOW - 1000,
      badge: 1,
      read: [],
      requests: 1,
      user: 'ann',
      sender: 'Ann',
      body: 'We row together',
    });
    const less = (value: string): object => {
      const told = decide(situation({ ...inbox, entries: { 'push/content': JSON.stringify(value) } }), ASKED);
      return told.do === 'tell' ? told.payload : {};
    };
    assert.ok(!('body' in less('sender')) && 'user' in less('sender'));
    assert.ok(!('sender' in less('new')) && !('user' in less('new')));
    assert.equal(decided({ ...inbox, entries: { 'push/contacts': '"none"' } }), 'nothing');
    assert.equal(decided({ ...inbox, requests: {} }), 'nothing');
    assert.equal(decided({ ...inbox, blocked: [ANN] }), 'nothing');
    assert.equal(decided({ ...inbox, messages: [message(4)] }), 'nothing');
    assert.equal(decided({ ...inbox, messages: [], shown: 4, isShownOver: true }), 'tell');
  });
});

describe('a payload', () => {
  it('fits into a push, whatever is said', () => {
    for (const text of [
      'x'.repeat(65_536),
      '朱'.repeat(20_000),
      '😀'.repeat(10_000),
      '\u0001"\\'.repeat(9000),
    ]) {
      const others = Array.from({ length: 200 }, (_, index) => ({
        conversation: 2 ** 50 + index,
        shown: 1,
        read: 2 ** 50,
        isShownRecalled: false,
      }));
      const people = { [ANN]: { name: 'ann', shown: text } };
      const payload = payloadOf({ messages: [message(4, { text })], others, title: text, people });
      const bytes = encodePayload(payload);
      assert.ok(bytes.length <= MAX_PAYLOAD_BYTES, `${bytes.length}`);
      const { body, badge } = JSON.parse(Buffer.from(bytes).toString()) as MessagePayload;
      assert.ok((body ?? '').length > 100 && (body ?? '').isWellFormed());
      assert.equal(badge, 1);
    }
  });
});
