/**
 * Reads the inputs of a route from path, query and body, and checks them against the JSON Schemas generated from the
 * protocol. An error names the property that is unknown or of the wrong type.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import type { OperationRoute } from '../router/feature-registry.ts';
import { pathNames, type Json, type Route } from './route.ts';
import { isUser, userInText, withNames } from './users.ts';

type Schemas = Readonly<Record<string, object>>;

/** The schemas of path, query and body of a route. */
export interface InputSchemas {
  readonly path: Json;
  readonly query: Json;
  /** `undefined`: the route takes no body. */
  readonly body: Json | undefined;
}

/** The unchecked inputs of one request. */
export interface RawInput {
  readonly path: unknown;
  readonly query: unknown;
  readonly body: unknown;
}

/** Returns the schemas of a route's inputs. `all`: the schemas of all messages, by name. */
export function inputSchemas({ route, operation }: OperationRoute, all: Schemas): InputSchemas {
  const properties = propertiesOf(route.inputs ?? operation.json.request, all);
  const part = (names: readonly string[]) =>
    objectSchema(route, Object.fromEntries(names.map((name) => [name, pick(properties, name)])));
  const ownBody = route.bodySchema === undefined ? undefined : objectSchema(route, route.bodySchema);
  return {
    path: part(pathNames(route.url)),
    query: part(route.query ?? []),
    body: ownBody ?? (route.body === undefined ? undefined : part(route.body)),
  };
}

/** Checks the inputs of all routes. Compiles each validator at its first use. */
export class InputReader {
  readonly #ajv = new Ajv2020({
    strict: false,
    allErrors: false,
    coerceTypes: false,
    logger: false,
    // They are ours, and a test does it: here it would take half of the time in which a server starts.
    validateSchema: false,
  });
  readonly #validators = new WeakMap<object, ValidateFunction>();

  constructor(all: Schemas) {
    for (const schema of Object.values(all)) this.#ajv.addSchema(schema);
  }

  /** Returns all inputs as one object. Throws INVALID and names the property. */
  read(schemas: InputSchemas, raw: RawInput): Json {
    const path = this.#check(schemas.path, fromText(schemas.path, raw.path), 'the path');
    const query = this.#check(schemas.query, fromText(schemas.query, raw.query), 'the query');
    if (schemas.body === undefined) {
      if (raw.body !== undefined && !isEmptyObject(raw.body))
        throw new PosthornError('INVALID', 'this request takes no body');
      return { ...path, ...query };
    }
    return { ...path, ...query, ...this.#check(schemas.body, raw.body ?? {}, 'the body') };
  }

  #check(schema: Json, value: unknown, where: string): Json {
    let validate = this.#validators.get(schema);
    if (validate === undefined) {
      validate = this.#ajv.compile(schema);
      this.#validators.set(schema, validate);
    }
    if (validate(value)) return value as Json;
    // The last one is about all alternatives together, where there are several.
    throw new PosthornError('INVALID', sentence(validate.errors?.at(-1), where));
  }
}

function sentence(error: ErrorObject | undefined, where: string): string {
  const at = error?.instancePath.slice(1).replaceAll('/', '.') ?? '';
  const place = at === '' ? where : `"${at}" in ${where}`;
  // The parameters depend on the keyword of the error.
  const params = (error?.params ?? {}) as {
    additionalProperty?: string;
    missingProperty?: string;
    allowedValues?: readonly unknown[];
  };
  switch (error?.keyword) {
    case 'additionalProperties':
      return `${place} has the unknown property "${params.additionalProperty}"`;
    case 'required':
      return `${place} lacks "${params.missingProperty}"`;
    case 'enum':
      return `${place} must be one of ${params.allowedValues?.join(', ')}`;
    case 'anyOf':
      return `${place} must be an id (a number) or a name (a string)`;
    default:
      return `${place} ${error?.message ?? 'is not valid'}`;
  }
}

/**
 * Converts text values of path and query to numbers, booleans and lists (`1,2,3` or repeated), as their schemas say.
 */
function fromText(schema: Json, values: unknown): Json {
  const properties = schema['properties'] as Readonly<Record<string, Json>>;
  const entries = Object.entries((values ?? {}) as Record<string, unknown>);
  return Object.fromEntries(entries.map(([name, value]) => [name, textValue(properties[name], value)]));
}

function textValue(schema: Json | undefined, value: unknown): unknown {
  if (schema?.['type'] === 'array') {
    const parts = (Array.isArray(value) ? value : [value]).flatMap((part) => String(part).split(','));
    return parts.filter((part) => part !== '').map((part) => textValue(schema['items'] as Json, part));
  }
  if (typeof value !== 'string') return value;
  if (schema !== undefined && isUser(schema)) return userInText(value);
  if (schema?.['type'] === 'integer') return /^\d{1,16}$/.test(value) ? Number(value) : value;
  if (schema?.['type'] === 'boolean') return value === 'true' ? true : value === 'false' ? false : value;
  return value;
}

function objectSchema(route: Route, properties: Json): Json {
  const required = (route.required ?? []).filter((name) => name in properties);
  return {
    type: 'object',
    properties: Object.fromEntries(
      Object.entries(properties).map(([name, schema]) => [name, withNames(name, schema as Json)]),
    ),
    additionalProperties: false,
    ...(required.length > 0 && { required }),
  };
}

/** Returns the properties in the schema of a message. */
function propertiesOf(message: string, all: Schemas): Json {
  const schema = all[message] as { readonly properties?: Json } | undefined;
  if (schema?.properties === undefined) throw new Error(`no message is called ${message}`);
  return schema.properties;
}

function pick(properties: Json, name: string): Json {
  const schema = properties[name];
  if (schema === undefined) throw new Error(`there is no property ${name}`);
  return schema as Json;
}

function isEmptyObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}
