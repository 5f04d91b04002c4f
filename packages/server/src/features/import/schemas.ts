/**
 * JSON Schemas of the records, by their type.
 *
 * @module
 */
import { LIMITS } from '@posthorn/protocol';
import { SCHEMAS } from '@posthorn/protocol/schema';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ValidateFunction } from 'ajv/dist/2020.js';
import type { RouterState } from '../../router/services.ts';

const MAX_ID_CHARS = 100;

const ID = { type: 'string', pattern: `^[\\x21-\\x7e]{1,${MAX_ID_CHARS}}$` };
const TEXT = { type: 'string' };
const TIME = { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER };
const COUNT = TIME;
const FLAG = { type: 'boolean' };
const LEVEL = { enum: ['everyone', 'contacts', 'nobody'] };
const IDS = { type: 'array', items: ID, maxItems: 10_000 };
const KEY = object({ sender: { type: 'string', pattern: `^[\\x21-\\x7e]{0,${MAX_ID_CHARS}}$` }, id: ID }, [
  'sender',
  'id',
]);

const TYPES = {
  export: { type: 'object' },
  user: record(
    {
      id: ID,
      name: TEXT,
      displayName: TEXT,
      avatarUrl: TEXT,
      statusText: TEXT,
      statusEmoji: TEXT,
      createdAt: TIME,
      disabled: FLAG,
      bot: FLAG,
      erased: FLAG,
      link: FLAG,
    },
    ['id', 'name'],
  ),
  group: record({ id: ID, title: TEXT, owner: ID, members: IDS, time: TIME }, [
    'id',
    'title',
    'owner',
    'time',
  ]),
  direct: record({ id: ID, users: { ...IDS, minItems: 2, maxItems: 2 } }, ['id', 'users']),
  room: record({ id: ID, title: TEXT }, ['id', 'title']),
  file: record(
    { id: ID, user: ID, name: TEXT, path: TEXT, bytes: COUNT, contentType: TEXT, alt: TEXT, voice: FLAG },
    ['id', 'user'],
  ),
  message: record(
    {
      conversation: ID,
      id: ID,
      sender: { type: 'string', pattern: `^[\\x21-\\x7e]{0,${MAX_ID_CHARS}}$` },
      time: TIME,
      content: { $ref: 'Content#' },
      thread: KEY,
      replyTo: KEY,
      target: KEY,
      mentions: IDS,
      users: IDS,
      files: {
        type: 'array',
        items: object({ id: ID, alt: TEXT }, ['id']),
        maxItems: LIMITS.maxAttachments,
      },
      picture: ID,
      forwardOf: ID,
      tally: object({ votes: { type: 'array', items: COUNT }, voters: COUNT }, ['votes', 'voters']),
    },
    ['conversation', 'id', 'sender', 'time', 'content'],
  ),
  read: record({ conversation: ID, user: ID, through: KEY }, ['conversation', 'through']),
  picture: record({ user: ID, file: ID }, ['user', 'file']),
  privacy: record({ user: ID, add: LEVEL, find: LEVEL, online: LEVEL, write: LEVEL }, ['user']),
  block: record({ user: ID, other: ID }, ['user', 'other']),
  contact: record({ user: ID, other: ID, mutual: FLAG, text: TEXT, time: TIME }, ['user', 'other']),
  mine: record(
    {
      user: ID,
      key: { type: 'string', pattern: '^[!-~]{1,200}$' },
      conversation: ID,
      message: KEY,
      other: ID,
      value: TEXT,
      messages: { type: 'object', additionalProperties: KEY, maxProperties: 10 },
      conversations: IDS,
    },
    ['user', 'key', 'value'],
  ),
  end: { type: 'object' },
} as const satisfies Record<string, object>;

export type RecordType = keyof typeof TYPES;

export const RECORD_TYPES: readonly RecordType[] = Object.keys(TYPES) as RecordType[];

function object(properties: Record<string, object>, required: readonly string[]): object {
  return { type: 'object', properties, required, additionalProperties: false };
}

function record(properties: Record<string, object>, required: readonly string[]): object {
  return object({ type: TEXT, ...properties }, required);
}

/** Checks records. A schema is compiled when it is first needed. */
export class RecordSchemas {
  readonly #ajv = new Ajv2020({ strict: false, allErrors: false, coerceTypes: false, logger: false });
  readonly #validators = new Map<RecordType, ValidateFunction>();

  validatorOf(type: RecordType): ValidateFunction {
    const known = this.#validators.get(type);
    if (known !== undefined) return known;
    if (this.#validators.size === 0) for (const schema of Object.values(SCHEMAS)) this.#ajv.addSchema(schema);
    const made = this.#ajv.compile(TYPES[type]);
    this.#validators.set(type, made);
    return made;
  }
}

export const RECORD_SCHEMAS: RouterState<RecordSchemas> = {
  name: 'schemas of records',
  open: () => new RecordSchemas(),
};
