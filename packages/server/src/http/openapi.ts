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
import { messageOf, type Json } from './route.ts';

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
  const components = {
    schemas: { ...reachable(paths, features.schemas), Error: ERROR_SCHEMA },
    securitySchemes: { token: BEARER },
  };
  const document = {
    openapi: '3.1.0',
    info: info(version),
    servers: [{ url: publicUrl?.href ?? '/' }],
    security: [{ token: [] }],
    paths,
    components,
  };
  return withLocalReferences(document) as Json;
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
  const { who } = operation.request;
  const schemas = inputSchemas(each, features.schemas);
  const answer = { $ref: `${route.answers ?? operation.json.reply}#` };
  const isRequired = (name: string) => route.required?.includes(name) ?? false;
  const parameters = [
    ...fields(schemas.path).map(([name, schema]) => ({ name, in: 'path', required: true, schema })),
    ...fields(schemas.query).map(([name, schema]) => ({
      name,
      in: 'query',
      required: isRequired(name),
      explode: false,
      schema,
    })),
    ...(takesClientId(operation) ? [IDEMPOTENCY_KEY] : []),
    ...(canActAs(operation) ? [POSTHORN_AS] : []),
  ];
  return {
    operationId: operationId(each),
    tags: [route.tag],
    summary: route.summary,
    ...(who === 'stranger' && { security: [] }),
    ...describedBy(operation),
    ...(parameters.length > 0 && { parameters }),
    ...(schemas.body !== undefined && {
      requestBody: {
        required: route.required !== undefined,
        content: {
          'application/json': {
            schema: schemas.body,
            ...(route.example !== undefined && { example: route.example }),
          },
        },
      },
    }),
    responses: { 200: jsonResponse('What was asked for.', answer), default: ERROR_RESPONSE },
  };
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

/** If several routes carry the same request, their URLs make the ids unique. */
function operationId({ route, operation }: OperationRoute): string {
  const { routes, request } = operation;
  if (routes[0] === route) return request.name;
  const words = route.url.replace('/v1/', '').split(/[/:]+/).map(messageOf);
  return `${request.name}At${words.join('')}`;
}

function fields(schema: Json): readonly (readonly [string, unknown])[] {
  return Object.entries(schema['properties'] as Json);
}

/** All message schemas that are used, directly or by other schemas. */
function reachable(from: unknown, all: Readonly<Record<string, object>>): Readonly<Record<string, Json>> {
  const found: Record<string, Json> = {};
  const visit = (value: unknown): void => {
    for (const [, name = ''] of JSON.stringify(value).matchAll(/"\$ref":"(\w+)#"/g)) {
      if (name in found || name === 'Error') continue;
      const { $id: _id, ...schema } = all[name] as Json;
      found[name] = schema;
      visit(schema);
    }
  };
  visit(from);
  return Object.fromEntries(Object.entries(found).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** Rewrites references by id, e.g. `Content#`, to components of this document. */
function withLocalReferences(document: unknown): unknown {
  return JSON.parse(
    JSON.stringify(document).replace(/"\$ref":"(\w+)#"/g, '"$ref":"#/components/schemas/$1"'),
  );
}

const BEARER = {
  type: 'http',
  scheme: 'bearer',
  description: 'The token that a login returned, or a server key.',
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

const ERROR_SCHEMA = {
  type: 'object',
  description: 'Why a request was refused. Programs use the code; the message is for people.',
  properties: {
    error: {
      type: 'object',
      properties: {
        code: { type: 'string', enum: Object.keys(ERRORS) },
        message: { type: 'string' },
        retryAfterMs: { type: 'integer', description: 'A retry makes sense after this many milliseconds.' },
      },
      required: ['code', 'message'],
    },
  },
  required: ['error'],
};

const OTHER_PATHS: Paths = {
  '/v1/gateways': {
    get: {
      operationId: 'gateways',
      tags: ['Accounts'],
      summary: 'Where clients connect, best first',
      description: 'Those that a login names too. With a token in the order for its user.',
      security: [{}, { token: [] }],
      responses: {
        200: jsonResponse('Addresses of the native protocol.', {
          type: 'object',
          properties: { endpoints: { type: 'array', items: { $ref: 'Endpoint#' } } },
        }),
        default: ERROR_RESPONSE,
      },
    },
  },
};
