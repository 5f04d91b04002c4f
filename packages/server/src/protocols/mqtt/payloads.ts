/**
 * Messages as payloads: as texts, as the JSON that REST gives, or as the bytes of the native protocol.
 *
 * @module
 */
import { decodeContent, decodeMessage, encodeMessage } from '@posthorn/protocol';
import type { Content, MessageInit } from '@posthorn/protocol';
import { toJson } from '@posthorn/protocol/schema';
import { readableText } from '../readable.ts';
import type { ReadableOptions } from '../readable.ts';
import type { MqttVersion, Properties } from './packets.ts';
import type { Form } from './subscriptions.ts';

export interface Payload {
  readonly payload: Uint8Array;
  /** Undefined in 3.1.1. */
  readonly properties: Properties | undefined;
}

export interface PayloadOptions extends ReadableOptions {
  readonly form: Form;
  readonly version: MqttVersion;
  /** Names the history of the log; see Welcome. */
  readonly epoch: string;
}

export const CONTENT_TYPES: Readonly<Record<Form, string>> = {
  text: 'text/plain',
  json: 'application/json',
  protobuf: 'application/x-protobuf',
};

/** Undefined: in this form nobody need see it. `message` has the state of what it belongs to; see withTargets(). */
export async function payloadOf(message: MessageInit, options: PayloadOptions): Promise<Payload | undefined> {
  const { form, version } = options;
  const payload = await bytesOf(message, options);
  if (payload === undefined) return undefined;
  if (version === 4) return { payload, properties: undefined };
  const properties: Properties = {
    contentType: CONTENT_TYPES[form],
    payloadFormatIndicator: form !== 'protobuf',
    userProperties: await userPropertiesOf(message, options),
  };
  return { payload, properties };
}

async function bytesOf(message: MessageInit, options: PayloadOptions): Promise<Uint8Array | undefined> {
  switch (options.form) {
    case 'json':
      // With the defaults of all fields, whether it was pushed or read.
      return Buffer.from(JSON.stringify(toJson('Message', decodeMessage(encodeMessage(message)))));
    case 'protobuf':
      // A copy of its own: the encoder's memory is used again.
      return encodeMessage(message).slice();
    case 'text': {
      const text = await lineOf(message, options);
      return text === '' ? undefined : Buffer.from(text);
    }
  }
}

/** What is done is told in brackets, with the name of who did it: there is no other place for it in 3.1.1. */
async function lineOf({ sender = 0, content }: MessageInit, options: PayloadOptions): Promise<string> {
  const decoded = decodeContent(content ?? new Uint8Array(0));
  const words = await readableText(decoded, sender, options);
  if (words === '' || isSaid(decoded, options)) return words;
  const name = sender === 0 ? '' : await options.nameOf(sender);
  return `[${name === '' ? words : `${name} ${words}`}]`;
}

function isSaid(content: Content, { contents }: PayloadOptions): boolean {
  return (content.kind?.case !== 'event' || content.text !== '') && !contents.isEntry(content);
}

async function userPropertiesOf(
  { conversation = 0, seq = 0, sender = 0, time = 0 }: MessageInit,
  { epoch, nameOf }: PayloadOptions,
): Promise<readonly (readonly [string, string])[]> {
  return [
    ['conversation', String(conversation)],
    ['seq', String(seq)],
    ...(sender === 0 ? [] : [['sender', await nameOf(sender)] as const]),
    ['time', String(time)],
    ['epoch', epoch],
  ];
}
