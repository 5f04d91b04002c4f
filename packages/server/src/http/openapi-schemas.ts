/**
 * Schemas as the OpenAPI document has them: every object has a name, and references are local, so that generators of
 * clients in any language make good types of them.
 *
 * @module
 */
import type { Json } from './route.ts';
import { isUser, USER_SCHEMA } from './users.ts';

type Schemas = Readonly<Record<string, Json>>;

/** `Content#`: a message; `Edit#/properties/text`: the schema of a property of one. */
const MESSAGE = /^(\w+)#(?:\/properties\/(\w+))?$/;

/** Rewrites a document with references to messages, and collects the schemas that it needs. */
export class DocumentSchemas {
  readonly #messages: Schemas;
  readonly #found = new Map<string, unknown>();

  /** `messages`: all that may be referred to, by name. */
  constructor(messages: Schemas) {
    this.#messages = messages;
  }

  /** All schemas that were found so far, by name in order. */
  get all(): Schemas {
    // Each was rewritten from a JSON object.
    return Object.fromEntries([...this.#found].toSorted(([a], [b]) => (a < b ? -1 : 1))) as Schemas;
  }

  /** Returns `value` with local references. A schema with a `title` becomes a reference to the schema of that name. */
  rewrite(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((each) => this.rewrite(each));
    if (typeof value !== 'object' || value === null) return value;
    const json = value as Json;
    if (typeof json['$ref'] === 'string') return this.#reference(json, json['$ref']);
    if (isUser(json)) return this.#named('UserIdOrName', USER_SCHEMA, json['description']);
    const { title, ...schema } = json;
    if (typeof title === 'string' && json['type'] === 'object') return this.#named(title, schema);
    const entries = Object.entries(json).map(([key, each]) => [
      key,
      isExample(key) ? each : this.rewrite(each),
    ]);
    return { ...Object.fromEntries(entries), ...(isLarge(json) && { format: 'int64' }) };
  }

  #reference(json: Json, reference: string): unknown {
    const [, name = '', property] = MESSAGE.exec(reference) ?? [];
    if (name === '') return json;
    const { $id: _id, additionalProperties: _more, ...message } = this.#messages[name] ?? unknown(reference);
    if (property === undefined) return this.#named(name, message, json['description']);
    const found = (message['properties'] as Json)[property] ?? unknown(reference);
    return this.rewrite({ ...found, ...without(json, '$ref') });
  }

  #named(name: string, schema: Json, description?: unknown): Json {
    if (!this.#found.has(name)) {
      this.#found.set(name, schema); // Ends the recursion of one that contains itself.
      this.#found.set(name, this.rewrite(without(schema, 'title')));
    }
    return { $ref: `#/components/schemas/${name}`, ...(description !== undefined && { description }) };
  }
}

function without(json: Json, name: string): Json {
  const { [name]: _left, ...others } = json;
  return others;
}

/** What has no format is an int32 to some generators. */
function isLarge({ type, format }: Json): boolean {
  return type === 'integer' && format === undefined;
}

function isExample(key: string): boolean {
  return key === 'example' || key === 'examples';
}

function unknown(reference: string): never {
  throw new Error(`the OpenAPI document refers to ${reference}, which there is not`);
}
