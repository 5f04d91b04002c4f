/**
 * Builds the OpenAPI 3.1 document from the routes and the schemas generated from the protocol.
 *
 * @module
 */
import { ERRORS } from '@posthorn/protocol';
import type { PublicUrl } from '../config/public-url.ts';
import { SCOPES } from '../router/scopes.ts';
import type { Operation } from '../router/operation.ts';
import type { FeatureRegistry, OperationRoute } from '../router/feature-registry.ts';
import { takesClientId } from './carry-out.ts';
import { inputSchemas } from './input.ts';
import { ERROR_RESPONSE, jsonResponse } from './openapi-parts.ts';
import type { Paths } from './openapi-parts.ts';
import { DocumentSchemas } from './openapi-schemas.ts';
import { messageOf, type Json } from './route.ts';
import { isUser, userText } from './users.ts';

export interface OpenApiOptions {
  readonly version: string;
  /** Undefined: the document does not know its server’s. */
  readonly publicUrl: PublicUrl | undefined;
  readonly features: FeatureRegistry;
  /** Calls of wire protocols. */
  readonly more: Paths;
}

/** Returns the document as a JSON value. */
export function openApiDocument({ version, publicUrl, features, more }: OpenApiOptions): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const each of features.routes) {
    const path = each.route.url.replace(/:(\w+)/g, '{$1}');
    (paths[path] ??= {})[each.route.method.toLowerCase()] = operationOf(each, features);
  }
  Object.assign(paths, OTHER_PATHS, features.paths, more);
  // All are JSON objects, by name.
  const schemas = new DocumentSchemas(features.schemas as Readonly<Record<string, Json>>);
  const rewritten = schemas.rewrite({ paths, responses: { Error: ERROR_ANSWER } }) as Rewritten;
  return {
    openapi: '3.1.0',
    info: info(version),
    servers: [{ url: publicUrl?.href ?? '/' }],
    security: [{ token: [] }],
    tags: tagsOf(rewritten.paths),
    paths: rewritten.paths,
    components: {
      schemas: schemas.all,
      responses: rewritten.responses,
      securitySchemes: { token: BEARER, serverKey: SERVER_KEY },
    },
  };
}

interface Rewritten {
  readonly paths: Paths;
  readonly responses: Json;
}

/** In the order of their first calls. */
function tagsOf(paths: Paths): readonly Json[] {
  const operations = Object.values(paths).flatMap((methods) => Object.values(methods));
  const names = new Set(operations.flatMap(({ tags }) => tags as readonly string[]));
  return [...names].map((name) => ({ name }));
}

function info(version: string): Json {
  return {
    title: 'Posthorn',
    version,
    description:
      'Everything that a client of Posthorn can do, over HTTP. Log in with POST /v1/login and send the token as ' +
      '`Authorization: Bearer`. Lists are paged: pass `next` of one page as `cursor` of the next.',
    license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
  };
}

function operationOf(each: OperationRoute, features: FeatureRegistry): Json {
  const { route, operation } = each;
  const id = route.id ?? route.request;
  const schemas = inputSchemas(each, features.schemas);
  const answer = { $ref: `${route.answers ?? operation.json.reply}#` };
  const isRequired = (name: string) => route.required?.includes(name) ?? false;
  const parameters = [
    ...fields(schemas.path).map(([name, schema]) => ({
      name,
      in: 'path',
      required: true,
      schema: asText(schema),
    })),
    ...fields(schemas.query).map(([name, schema]) => ({
      name,
      in: 'query',
      required: isRequired(name),
      explode: false,
      schema: asText(schema),
    })),
    ...(takesClientId(operation) ? [IDEMPOTENCY_KEY] : []),
    ...(canActAs(operation) ? [POSTHORN_AS] : []),
  ];
  return {
    operationId: id,
    tags: [route.tag],
    summary: route.summary,
    ...securityOf(operation),
    ...describedBy(operation),
    ...(parameters.length > 0 && { parameters }),
    ...(schemas.body !== undefined && {
      requestBody: {
        required: route.required !== undefined,
        content: {
          'application/json': {
            schema: { ...schemas.body, title: `${messageOf(id)}Request` },
            ...(route.example !== undefined && { example: route.example }),
          },
        },
      },
    }),
    responses: { 200: jsonResponse('What was asked for.', answer), default: ERROR_RESPONSE },
  };
}

/** Default: with the token of a login. */
function securityOf({ request: { who, keys } }: Operation): Json {
  if (who === 'stranger') return { security: [] };
  return keys === undefined ? {} : { security: [{ token: [] }, { serverKey: keys.scopes }] };
}

/** Who else than a user may make it. */
function describedBy({ request: { who, keys } }: Operation): Json {
  const admins = who === 'admin' ? ['For administrators.'] : [];
  const scopes =
    keys?.scopes.length === SCOPES.length ? 'any scope' : `the scope ${keys?.scopes.join(' or ')}`;
  const description = [...admins, ...(keys === undefined ? [] : [`For server keys with ${scopes}.`])].join(
    ' ',
  );
  return description === '' ? {} : { description };
}

function canActAs({ request: { keys } }: Operation): boolean {
  return keys !== undefined && keys.acts !== 'for-nobody';
}

function fields(schema: Json): readonly (readonly [string, Json])[] {
  return Object.entries(schema['properties'] as Readonly<Record<string, Json>>);
}

/** In a path or a query a user is text, whether id or name. */
function asText(schema: Json): Json {
  const { items } = schema as { readonly items?: Json };
  if (items !== undefined) return { ...schema, items: asText(items) };
  return isUser(schema) ? userText(schema) : schema;
}

const BEARER = {
  type: 'http',
  scheme: 'bearer',
  description: 'The token that a login returned.',
};

const SERVER_KEY = {
  type: 'http',
  scheme: 'bearer',
  description: 'A server key that has one of these scopes; `posthorn keys create` makes one.',
};

const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  description:
    'Makes a retry harmless: the same key with the same request gets the first answer. 1 to 64 characters.',
  schema: { type: 'string', minLength: 1, maxLength: 64 },
};

const POSTHORN_AS = {
  name: 'Posthorn-As',
  in: 'header',
  description:
    'With a server key: the user who does this, by id or by name; what is not ASCII is percent-encoded as UTF-8.',
  schema: { type: 'string', minLength: 1 },
};

const ERROR_CODES = Object.entries(ERRORS).map(([code, { httpStatus }]) => `${code} (${httpStatus})`);

/** The code is no enum: a client that was generated before there was a new one must still understand the answer. */
const ERROR_DETAIL = {
  title: 'ErrorDetail',
  type: 'object',
  properties: {
    code: { type: 'string', description: `What programs decide by. Known are ${ERROR_CODES.join(', ')}.` },
    message: { type: 'string', description: 'For people.' },
    reason: {
      type: 'string',
      description:
        'Which refusal it is, where the code alone does not say it: a word of the table of reasons.',
    },
    retryAfterMs: { type: 'integer', description: 'A retry makes sense after this many milliseconds.' },
  },
  required: ['code', 'message'],
};

const ERROR_ANSWER = jsonResponse('Refused or failed; the code says why.', {
  title: 'ErrorResponse',
  type: 'object',
  description: 'Why a request was refused.',
  properties: { error: ERROR_DETAIL },
  required: ['error'],
  example: { error: { code: 'NOT_A_MEMBER', message: 'you are not a member of this conversation' } },
});

const OTHER_PATHS: Paths = {
  '/v1/gateways': {
    get: {
      operationId: 'listGateways',
      tags: ['Accounts'],
      summary: 'Where clients connect, best first',
      description: 'Those that a login names too. With a token in the order for its user.',
      security: [{}, { token: [] }],
      responses: {
        200: jsonResponse('Addresses of the native protocol.', {
          title: 'Gateways',
          type: 'object',
          properties: { endpoints: { type: 'array', items: { $ref: 'Endpoint#' } } },
        }),
        default: ERROR_RESPONSE,
      },
    },
  },
};
