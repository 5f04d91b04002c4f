/**
 * The session of a browser, in the OpenAPI document.
 *
 * @module
 */
import { ERROR_RESPONSE, jsonResponse } from '../../http/openapi-parts.ts';
import type { Paths } from '../../http/openapi-parts.ts';
import type { Json } from '../../http/route.ts';

const TAG = 'Web client';
const PAGE_ONLY =
  'For pages of this server and of --origins: with the header `x-posthorn-web: 1`, and the cookie of the session where there is one.';

const SESSION: Json = {
  title: 'WebSession',
  type: 'object',
  properties: {
    user: { $ref: 'User#' },
    session: { type: 'integer' },
    expiresAt: { type: 'integer', description: 'When it ends unless it is used before; Unix ms.' },
    endpoints: { type: 'array', items: { $ref: 'Endpoint#' } },
  },
};

const LOGIN: Json = {
  title: 'BeginWebSessionRequest',
  type: 'object',
  properties: {
    name: { type: 'string' },
    password: { type: 'string' },
    register: { type: 'boolean', description: 'Make the account.' },
    displayName: { type: 'string', description: 'Of a new account.' },
    bootstrapSecret: { type: 'string', description: 'Makes a new account the first administrator.' },
    invite: { type: 'string', description: 'Lets a new account in where an invite is needed.' },
    jwt: { type: 'string', description: 'In place of name and password.' },
    secondFactor: { type: 'string', description: 'A code, where the account has a second factor.' },
    passkey: { type: 'string', description: 'What a passkey has answered, in place of a code.' },
    device: {
      title: 'WebDevice',
      type: 'object',
      properties: { id: { type: 'string' }, label: { type: 'string' } },
    },
  },
  required: ['name', 'password'],
  additionalProperties: false,
};

export const WEB_PATHS: Paths = {
  '/v1/web/session': {
    post: {
      operationId: 'beginWebSession',
      tags: [TAG],
      summary: 'Log a browser in; the token comes as a cookie that no script can read',
      description: PAGE_ONLY,
      security: [],
      requestBody: {
        required: true,
        content: { 'application/json': { schema: LOGIN, example: { name: 'ann', password: 'but-soft' } } },
      },
      responses: { 200: jsonResponse('Who is logged in.', SESSION), default: ERROR_RESPONSE },
    },
    get: {
      operationId: 'getWebSession',
      tags: [TAG],
      summary: 'Who is logged in',
      security: [{}, { token: [] }],
      responses: {
        200: jsonResponse('Who is logged in; null: nobody.', { anyOf: [SESSION, { type: 'null' }] }),
        default: ERROR_RESPONSE,
      },
    },
    delete: {
      operationId: 'endWebSession',
      tags: [TAG],
      summary: 'Log a browser out',
      description: PAGE_ONLY,
      security: [],
      responses: {
        200: jsonResponse('The session has ended.', { title: 'Empty', type: 'object' }),
        default: ERROR_RESPONSE,
      },
    },
  },
  '/v1/web/ticket': {
    post: {
      operationId: 'createWebTicket',
      tags: [TAG],
      summary: 'A one-time ticket with which a page attaches its connection',
      description: PAGE_ONLY,
      responses: {
        200: jsonResponse('Use it as the token of Attach, once, until `expiresAt`.', {
          title: 'WebTicket',
          type: 'object',
          properties: { ticket: { type: 'string' }, expiresAt: { type: 'integer' } },
        }),
        default: ERROR_RESPONSE,
      },
    },
  },
};
