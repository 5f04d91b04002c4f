/** What messages become as payloads, and payloads as messages. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { completeContent, decodeContent, decodeMessage, encodeContent } from '@posthorn/protocol';
import type { ContentInit, MessageInit, Reply } from '@posthorn/protocol';
import { REGISTRY } from '../../../src/compose/features.ts';
import { ContentReader } from '../../../src/protocols/mqtt/content-reader.ts';
import { MqttError } from '../../../src/protocols/mqtt/error.ts';
import { mentionsOf, payloadOf } from '../../../src/protocols/mqtt/payloads.ts';
import type { Payload, View } from '../../../src/protocols/mqtt/payloads.ts';
import { PublishBody } from '../../../src/protocols/mqtt/publish-body.ts';
import { SharedPayloads } from '../../../src/protocols/mqtt/shared-payloads.ts';
import type { Reader } from '../../../src/protocols/mqtt/shared-payloads.ts';
import { lookedUp } from '../../../src/protocols/readable.ts';
import type { Form } from '../../../src/protocols/mqtt/subscriptions.ts';

const NAMES: Readonly<Record<number, string>> = { 1: 'romeo', 2: 'juliet' };

function said(content: ContentInit, sender = 1): MessageInit {
  return { conversation: 5, seq: 9, sender, time: 1_700_000_000_000, content: encodeContent(content) };
}

const WORDING = {
  contents: REGISTRY.contents,
  linkTo: (file: string) => `https://chat.example/v1/files/${file}`,
};
const LOOKUPS = {
  nameOf: async (user: number) => NAMES[user] ?? '',
  wordsOf: async (seq: number) => (seq === 3 ? 'But soft' : ''),
};

async function payload(message: MessageInit, form: Form, version: 4 | 5 = 5): Promise<Payload | undefined> {
  const read = { message, content: decodeContent(message.content ?? new Uint8Array(0)) };
  const view = { form, version, epoch: 'e1' };
  return payloadOf(read, view, WORDING, await lookedUp(mentionsOf(read, view), LOOKUPS));
}

async function line(content: ContentInit, sender = 1): Promise<string | undefined> {
  const made = await payload(said(content, sender), 'text', 4);
  return made === undefined ? undefined : Buffer.from(made.payload).toString();
}

describe('a message as a payload', () => {
  it('is its text, and in MQTT 5 says where it stands', async () => {
    const made = await payload(said({ text: 'But soft' }), 'text');
    assert.equal(Buffer.from(made?.payload ?? []).toString(), 'But soft');
    assert.deepEqual(made?.properties, {
      contentType: 'text/plain',
      payloadFormatIndicator: true,
      userProperties: [
        ['conversation', '5'],
        ['seq', '9'],
        ['sender', 'romeo'],
        ['time', '1700000000000'],
        ['epoch', 'e1'],
      ],
    });
    assert.equal((await payload(said({ text: 'But soft' }), 'text', 4))?.properties, undefined);
  });

  it('reads as words where it is no text, with the name of who did it', async () => {
    const file = { id: 'f'.repeat(32), name: 'balcony.jpg', bytes: 2_300_000 };
    for (const [content, words] of [
      [{ kind: { case: 'edit', value: { target: 3, text: 'What light' } } }, '[romeo ✎ edited: What light]'],
      [{ kind: { case: 'recall', value: { target: 3 } } }, '[romeo ✕ took a message back]'],
      [{ kind: { case: 'reaction', value: { target: 3, emoji: '❤️' } } }, '[romeo reacted with ❤️]'],
      [
        { kind: { case: 'reaction', value: { target: 3, emoji: '❤️', remove: true } } },
        '[romeo took ❤️ back]',
      ],
      [{ kind: { case: 'pin', value: { target: 3 } } }, '[romeo 📌 pinned a message: “But soft”]'],
      [{ kind: { case: 'event', value: { kind: 'added', users: [2] } } }, '[romeo added juliet]'],
      [
        { text: 'see', attachments: [file] },
        `see\n📎 balcony.jpg (2.3 MB) https://chat.example/v1/files/${file.id}`,
      ],
      [{ text: 'hi', forward: { user: 2 } }, '↪ forwarded from juliet: hi'],
      [{ kind: { case: 'custom', value: { type: 'app.move' } } }, '[app.move]'],
      [{ kind: { case: 'preview', value: { target: 3 } } }, undefined],
    ] as readonly (readonly [ContentInit, string | undefined])[]) {
      assert.equal(await line(content), words, JSON.stringify(content));
    }
    assert.match(
      (await line({ text: 'Tonight?', kind: { case: 'poll', value: { options: ['yes', 'no'] } } })) ?? '',
      /^\p{Emoji}.*Tonight\?/u,
    );
    // It has vanished.
    assert.equal(await line({ kind: { case: 'recall', value: { target: 3 } } }, 0), undefined);
    assert.equal(
      await line({ kind: { case: 'event', value: { kind: 'join-asked', title: 'Fair Verona' } } }, 0),
      '[asks to join "Fair Verona"]',
    );
  });

  it('is as REST gives it in JSON, and as the native protocol in protobuf', async () => {
    const message = said({ text: 'hi', replyTo: 2 });
    const json = await payload(message, 'json');
    assert.equal(json?.properties?.contentType, 'application/json');
    assert.deepEqual(JSON.parse(Buffer.from(json?.payload ?? []).toString()), {
      conversation: 5,
      seq: 9,
      sender: 1,
      time: 1_700_000_000_000,
      clientId: '',
      content: JSON.parse(JSON.stringify(completeContent({ text: 'hi', replyTo: 2 }))),
    });
    const entry = said({ kind: { case: 'preview', value: { target: 3 } } });
    assert.notEqual(await payload(entry, 'json'), undefined);
    const bytes = await payload(message, 'protobuf');
    assert.equal(bytes?.properties?.payloadFormatIndicator, false);
    assert.deepEqual(decodeMessage(bytes?.payload ?? new Uint8Array()).content, message.content);
  });
});

describe('the payload of a push', () => {
  const VIEW: View = { form: 'text', version: 5, epoch: 'e1' };

  /** Knows nobody before it was told. */
  class Reading implements Reader {
    readonly known = new Map<number, string>();
    asked = 0;
    /** Of what is quoted; undefined: it may not be read. */
    quote: string | undefined;
    failure: Error | undefined;

    knownName(user: number): string | undefined {
      return this.known.get(user);
    }

    async nameOf(user: number): Promise<string> {
      this.asked++;
      if (this.failure !== undefined) throw this.failure;
      return NAMES[user] ?? '';
    }

    async ask(): Promise<Reply> {
      const content = encodeContent({ text: this.quote ?? '' });
      const messages = this.quote === undefined ? [] : [{ conversation: 5, seq: 3, content }];
      return { case: 'pulled', value: { batches: [{ messages }] } };
    }
  }

  const textIn = (body: PublishBody | undefined): string => Buffer.from(body?.payload ?? []).toString();

  it('is made once for all who receive it in one form, and at once if all names are known', async () => {
    const shared = new SharedPayloads(WORDING);
    const reading = new Reading();
    const message = said({ text: 'But soft' });
    const [one, other, json, plain] = await Promise.all([
      shared.of(message, VIEW, reading),
      shared.of(message, VIEW, reading),
      shared.of(message, { ...VIEW, form: 'json' }, reading),
      shared.of(message, { ...VIEW, version: 4 }, reading),
    ]);
    assert.ok(one !== undefined && one === other);
    assert.notEqual(one, json);
    assert.notEqual(one, plain);
    assert.equal(shared.of(message, VIEW, reading), one);
    assert.notEqual(shared.of(message, { ...VIEW, epoch: 'e2' }, reading), one);
    reading.known.set(1, 'romeo');
    const asked = reading.asked;
    const next = shared.of(said({ text: 'But soft' }), VIEW, reading);
    assert.equal(textIn(next as PublishBody), 'But soft');
    assert.equal(reading.asked, asked);
  });

  it('has the names that were known when it was begun', () => {
    class Forgetful extends Reading {
      override knownName(user: number): string | undefined {
        const name = super.knownName(user);
        this.known.delete(user);
        return name;
      }
    }
    const reading = new Forgetful();
    reading.known.set(1, 'romeo');
    const body = new SharedPayloads(WORDING).of(said({ text: 'But soft' }), VIEW, reading);
    assert.ok(body instanceof PublishBody);
    const head = { topic: 'g/5', topicAlias: undefined, identifiers: [], messageId: undefined } as const;
    const packet = body.packet({ ...head, qos: 0, dup: false, retain: false });
    assert.match(Buffer.from(packet).toString(), /sender.*romeo/);
  });

  it('does not fail for those who can still ask, nor quote to whom a quote is not shown', async () => {
    const shared = new SharedPayloads(WORDING);
    const [failing, able] = [new Reading(), new Reading()];
    failing.failure = new Error('gone');
    const message = said({ text: 'But soft' });
    const failed = shared.of(message, VIEW, failing);
    const other = shared.of(message, VIEW, able);
    await assert.rejects(async () => failed, /gone/);
    assert.equal(textIn(await other), 'But soft');
    const pin = said({ kind: { case: 'pin', value: { target: 3 } } });
    able.quote = 'the secret';
    assert.match(textIn(await shared.of(pin, VIEW, able)), /the secret/);
    assert.equal(textIn(await shared.of(pin, VIEW, new Reading())), '[romeo 📌 pinned a message]');
  });
});

describe('a payload as a message', () => {
  const reader = new ContentReader();
  const bytes = (text: string): Uint8Array => Buffer.from(text);

  it('is a text, a body of REST, or a content of the native protocol', () => {
    const hi = completeContent({ text: 'hi' });
    assert.deepEqual(reader.read(bytes('hi'), 'text'), hi);
    assert.deepEqual(reader.read(bytes('hi'), 'text', 'Text/Plain; charset=utf-8'), hi);
    assert.deepEqual(reader.read(bytes('{"text":"hi"}'), 'json'), hi);
    assert.deepEqual(reader.read(bytes('{"content":{"text":"hi"}}'), 'text', 'application/json'), hi);
    assert.deepEqual(reader.read(encodeContent({ text: 'hi' }), 'text', 'application/x-protobuf'), hi);
    assert.equal(reader.read(bytes('\uFEFFhi'), 'text').text, '\uFEFFhi');
    const reaction = { content: { reaction: { target: 3, emoji: '❤️' } } };
    assert.equal(reader.read(bytes(JSON.stringify(reaction)), 'json').kind?.case, 'reaction');
  });

  it('is refused with 0x99 and what to do', () => {
    for (const [payloadBytes, form, type, words] of [
      [bytes(''), 'text', '', /empty/],
      [Buffer.from([0xff, 0xfe]), 'text', '', /UTF-8/],
      [Buffer.from([0xed, 0xa0, 0x80]), 'text', '', /UTF-8/],
      [bytes('hi'), 'json', '', /not JSON/],
      [bytes('null'), 'json', '', /either "text"/],
      [bytes('[]'), 'json', '', /body/],
      [bytes('{}'), 'json', '', /either "text"/],
      [bytes('{"text":"a","content":{"text":"b"}}'), 'json', '', /either "text"/],
      [bytes('{"text":5}'), 'json', '', /"text"/],
      [bytes('{"to":"juliet","text":"hi"}'), 'json', '', /unknown property "to"/],
      [bytes('{"content":{"text":"a","poll":{},"recall":{}}}'), 'json', '', /excludes/],
      [bytes('['.repeat(100)), 'json', '', /nested/],
      [Buffer.from([0x0a, 0x7f]), 'text', 'application/x-protobuf', /Content/],
      [bytes('hi'), 'text', 'image/png', /Content Type/],
    ] as readonly (readonly [Uint8Array, 'text' | 'json', string, RegExp])[]) {
      assert.throws(
        () => reader.read(payloadBytes, form, type),
        (error: unknown) =>
          error instanceof MqttError && error.reasonCode === 0x99 && words.test(error.message),
        Buffer.from(payloadBytes).toString().slice(0, 40),
      );
    }
  });
});
