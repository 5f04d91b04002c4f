/**
 * Single sign-on in the OpenAPI document.
 *
 * @module
 */
import { ERROR_RESPONSE } from '../../http/openapi-parts.ts';
import type { Paths } from '../../http/openapi-parts.ts';
import type { Json } from '../../http/route.ts';
import { SIGN_IN_URL } from './providers.ts';

const TAG = 'Accounts';
const PROVIDER: Json = { name: 'provider', in: 'path', required: true, schema: { type: 'string' } };
const GOES_ON: Json = { 303: { description: 'Goes on there.' }, default: ERROR_RESPONSE };

export const OIDC_PATHS: Paths = {
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
