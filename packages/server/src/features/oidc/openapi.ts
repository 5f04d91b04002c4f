/**
 * Single sign-on in the OpenAPI document.
 *
 * @module
 */
import { ERROR_RESPONSE, jsonResponse } from '../../http/openapi-parts.ts';
import type { Paths } from '../../http/openapi-parts.ts';
import type { Json } from '../../http/route.ts';
import { DEVICE_LOGIN_URL } from './device.ts';
import { SIGN_IN_URL } from './providers.ts';

const TAG = 'Accounts';
const PROVIDER: Json = { name: 'provider', in: 'path', required: true, schema: { type: 'string' } };
const GOES_ON: Json = { 303: { description: 'Goes on there.' }, default: ERROR_RESPONSE };

const DEVICE_CODE: Json = { type: 'string', description: 'A secret of the device; poll with it.' };

const DEVICE_LOGIN: Json = {
  title: 'DeviceLogin',
  type: 'object',
  properties: {
    deviceCode: DEVICE_CODE,
    userCode: { type: 'string', description: 'What the user enters at the provider.' },
    verificationUri: { type: 'string', description: 'Where the user goes, in a browser anywhere.' },
    verificationUriComplete: { type: 'string', description: 'The same with the code in it.' },
    expiresAt: { type: 'integer', description: 'When the code ends; Unix ms.' },
    intervalMs: { type: 'integer', description: 'How long to wait before each poll.' },
  },
  required: ['deviceCode', 'userCode', 'verificationUri', 'expiresAt', 'intervalMs'],
};

const DEVICE_LOGIN_STATE: Json = {
  title: 'DeviceLoginState',
  type: 'object',
  properties: {
    status: {
      type: 'string',
      enum: ['pending', 'slow-down', 'denied', 'expired', 'done'],
      description: 'slow-down: the user is not done either; wait 5 s longer before each poll from now on.',
    },
    login: { $ref: 'LoggedIn#' },
  },
  required: ['status'],
};

export const OIDC_PATHS: Paths = {
  [`${DEVICE_LOGIN_URL}{provider}/device`]: {
    post: {
      operationId: 'beginDeviceLogin',
      tags: [TAG],
      summary: 'Begin to log in a device without a browser at a provider of single sign-on',
      description:
        'RFC 8628. The user goes to `verificationUri` and enters `userCode`; meanwhile the device polls.',
      security: [],
      parameters: [PROVIDER],
      responses: { 200: jsonResponse('What the user does.', DEVICE_LOGIN), default: ERROR_RESPONSE },
    },
  },
  [`${DEVICE_LOGIN_URL}{provider}/device/poll`]: {
    post: {
      operationId: 'pollDeviceLogin',
      tags: [TAG],
      summary: 'Ask whether the user is done at the provider',
      security: [],
      parameters: [PROVIDER],
      requestBody: {
        required: true,
        content: {
          'application/json': {
            schema: {
              title: 'PollDeviceLoginRequest',
              type: 'object',
              properties: { deviceCode: DEVICE_CODE, device: { $ref: 'Device#' } },
              required: ['deviceCode'],
              additionalProperties: false,
            },
            example: {
              deviceCode: 'GmRhmhcxhwAzkoEqiMEg_DnyEysNkuNhszIySk9eS',
              device: { id: 'laptop', class: 'terminal' },
            },
          },
        },
      },
      responses: {
        200: jsonResponse('How it is; with `done`, the login.', DEVICE_LOGIN_STATE),
        default: ERROR_RESPONSE,
      },
    },
  },
  [`${SIGN_IN_URL}{provider}`]: {
    get: {
      operationId: 'beginSignIn',
      tags: [TAG],
      summary: 'Log a browser in at a provider of single sign-on',
      description: 'For a link of a page. The browser comes back logged in, or to `login?refused=CODE`.',
      security: [],
      parameters: [
        PROVIDER,
        {
          name: 'next',
          in: 'query',
          schema: { type: 'string' },
          description: 'The path of this server where it ends.',
        },
        {
          name: 'label',
          in: 'query',
          schema: { type: 'string' },
          description: 'What the user sees of this browser.',
        },
      ],
      responses: GOES_ON,
    },
  },
  [`${SIGN_IN_URL}{provider}/callback`]: {
    get: {
      operationId: 'endSignIn',
      tags: [TAG],
      summary: 'Where the provider sends the browser back to',
      security: [],
      parameters: [PROVIDER],
      responses: GOES_ON,
    },
  },
  [`${SIGN_IN_URL}{provider}/logout`]: {
    post: {
      operationId: 'signOutByProvider',
      tags: [TAG],
      summary: 'The provider says that somebody has logged out there',
      description: 'Back-Channel Logout 1.0. Ends the sessions that the token names.',
      security: [],
      parameters: [PROVIDER],
      requestBody: {
        required: true,
        content: {
          'application/x-www-form-urlencoded': {
            schema: {
              title: 'LogoutByProvider',
              type: 'object',
              properties: { logout_token: { type: 'string' } },
              required: ['logout_token'],
            },
          },
        },
      },
      responses: { 200: { description: 'Done.' }, default: ERROR_RESPONSE },
    },
  },
};
