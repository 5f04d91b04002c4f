/**
 * Messages as payloads: as texts, as the JSON that REST gives, or as the bytes of the native protocol.
 *
 * @module
 */
import { decodeMessage, encodeMessage } from '@posthorn/protocol';
import type { Content, MessageInit } from '@posthorn/protocol';
import { toJson } from '@posthorn/protocol/schema';
import { mentionsIn, readableText } from '../readable.ts';
import type { Found, Mentions, Wording } from '../readable.ts';
import type { Contents } from '../../router/contents.ts';
import type { MqttVersion, Properties } from './packets.ts';
import type { Form } from './subscriptions.ts';

export interface Payload {
  readonly payload: Uint8Array;
  /** Undefined: none, as in 3.1.1. */
  readonly properties: Properties | undefined;
}

/** As what a client gets messages. */
export interface View {
  readonly form: Form;
  readonly version: MqttVersion;
  /** Names the history of the log; see Welcome. */
  readonly epoch: string;
}

/** A message with its content. It has the state of what it belongs to; see withTargets(). */
export interface Read {
  readonly message: MessageInit;
  readonly content: Content;
}

export const CONTENT_TYPES: Readonly<Record<Form, string>> = {
  text: 'text/plain',
  json: 'application/json',
  protobuf: 'application/x-protobuf',
};

/** What {@link payloadOf} needs. */
export function mentionsOf(
  { message: { sender = 0 }, content }: Read,
  { form, version }: Omit<View, 'epoch'>,
): Mentions {
  const { users, quoted } = form === 'text' ? mentionsIn(content) : { users: [], quoted: 0 };
  const isNamed = sender !== 0 && (version === 5 || form === 'text');
  return { users: isNamed ? [...users, sender] : users, quoted };
}

/** Undefined: in this form nobody need see it. */
export function payloadOf(read: Read, view: View, wording: Wording, found: Found): Payload | undefined {
  const payload = bytesOf(read, view.form, wording, found);
  if (payload === undefined) return undefined;
  if (view.version === 4) return { payload, properties: undefined };
  const properties: Properties = {
    contentType: CONTENT_TYPES[view.form],
    payloadFormatIndicator: view.form !== 'protobuf',
    userProperties: userPropertiesOf(read.message, view.epoch, found),
  };
  return { payload, properties };
}

function bytesOf(read: Read, form: Form, wording: Wording, found: Found): Uint8Array | undefined {
  switch (form) {
    case 'json':
      // With the defaults of all fields, whether it was pushed or read.
      return Buffer.from(JSON.stringify(toJson('Message', decodeMessage(encodeMessage(read.message)))));
    case 'protobuf':
      // A copy of its own: the encoder's memory is used again.
      return encodeMessage(read.message).slice();
    case 'text': {
      const text = lineOf(read, wording, found);
      return text === '' ? undefined : Buffer.from(text);
    }
  }
}

/** What is done is told in brackets, with the name of who did it: there is no other place for it in 3.1.1. */
function lineOf({ message: { sender = 0 }, content }: Read, wording: Wording, found: Found): string {
  const words = readableText(content, sender, wording, found);
  if (words === '' || isSaid(content, wording.contents)) return words;
  const name = sender === 0 ? '' : found.nameOf(sender);
  return `[${name === '' ? words : `${name} ${words}`}]`;
}

function isSaid(content: Content, contents: Contents): boolean {
  return (content.kind?.case !== 'event' || content.text !== '') && !contents.isEntry(content);
}

function userPropertiesOf(
  { conversation = 0, seq = 0, sender = 0, time = 0 }: MessageInit,
  epoch: string,
  { nameOf }: Found,
): readonly (readonly [string, string])[] {
  return [
    ['conversation', String(conversation)],
    ['seq', String(seq)],
    ...(sender === 0 ? [] : [['sender', nameOf(sender)] as const]),
    ['time', String(time)],
    ['epoch', epoch],
  ];
}
