/**
 * The requests of the sample feature and their answers, as bytes and as JSON. A feature of the repository has them in
 * posthorn.proto, and its code is generated; one outside may generate its own, or write it down as here.
 *
 * @module
 */
import type { ExtensionMessage, Json } from '@posthorn/server/feature';
import { Reader, Writer } from '@posthorn/protocol/wire';
import type { RollRecord } from './storage.ts';

export interface RollRequest {
  readonly conversation: number;
  readonly clientId: string;
}

export interface Rolls {
  readonly rolls: readonly RollRecord[];
}

const INTEGER = { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER };
const [CONVERSATION, CLIENT_ID] = [1 << 3, (2 << 3) | 2];

/** The field of the client id; see Operation. */
export const CLIENT_ID_FIELD = 2;

function requestCodec(name: string): ExtensionMessage<RollRequest, RollRequest> {
  return {
    name,
    encode({ conversation, clientId }) {
      const writer = new Writer();
      writer.tag(CONVERSATION);
      writer.varint(conversation);
      if (clientId !== '') {
        writer.tag(CLIENT_ID);
        writer.string(clientId);
      }
      return writer.finish();
    },
    decode(bytes) {
      const reader = new Reader(bytes);
      let request: RollRequest = { conversation: 0, clientId: '' };
      while (reader.position < bytes.length) {
        const tag = reader.varint();
        if (tag === CONVERSATION) request = { ...request, conversation: reader.varint() };
        else if (tag === CLIENT_ID) request = { ...request, clientId: reader.string() };
        else reader.skip(tag);
      }
      return request;
    },
    schema: {
      $id: name,
      type: 'object',
      properties: { conversation: INTEGER, clientId: { type: 'string' } },
    },
    fromJson: (json) => ({
      conversation: Number(json['conversation']),
      clientId: typeof json['clientId'] === 'string' ? json['clientId'] : '',
    }),
    toJson: (message) => ({ ...message }),
  };
}

export const ROLL_DICE = requestCodec('RollDice');
export const LIST_ROLLS = requestCodec('ListRolls');

const FIELDS = ['seq', 'user', 'value'] as const;

/** Each roll is three numbers in a row. */
export const ROLLS: ExtensionMessage<Rolls, Rolls> = {
  name: 'Rolls',
  encode({ rolls }) {
    const writer = new Writer();
    for (const roll of rolls) {
      for (const [index, field] of FIELDS.entries()) {
        writer.tag((index + 1) << 3);
        writer.varint(roll[field]);
      }
    }
    return writer.finish();
  },
  decode(bytes) {
    const reader = new Reader(bytes);
    const rolls: RollRecord[] = [];
    let numbers: number[] = [];
    while (reader.position < bytes.length) {
      reader.varint();
      numbers.push(reader.varint());
      if (numbers.length < FIELDS.length) continue;
      const [seq = 0, user = 0, value = 0] = numbers;
      rolls.push({ seq, user, value });
      numbers = [];
    }
    return { rolls };
  },
  schema: {
    $id: 'Rolls',
    type: 'object',
    properties: {
      rolls: {
        type: 'array',
        items: { type: 'object', properties: { seq: INTEGER, user: INTEGER, value: INTEGER } },
      },
    },
  },
  fromJson: (json) => json as unknown as Rolls,
  toJson: (message) => message as unknown as Json,
};
