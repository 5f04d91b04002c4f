/**
 * Accounts: registering, logging in, sessions.
 *
 * @module
 */
import type { Feature } from '../../router/feature.ts';
import { operation } from '../../router/operation.ts';
import { get, post, remove } from '../../http/route.ts';
import type { Json, RouteContext } from '../../http/route.ts';
import { changePassword, login, register } from './accounts.ts';
import { CLOSINGS } from './closing.ts';
import { LIFETIMES } from './lifetimes.ts';
import { ACCOUNT_OPTIONS } from './options.ts';
import { listSessions, logout, revokeSession } from './sessions.ts';
import { personalData } from './personal-data.ts';
import { DISABLINGS, PASSWORDS, THROTTLE, TOKENS } from './states.ts';
import { SETTINGS } from './server-settings.ts';
import { STORAGE } from './storage.ts';
import { USED_TOKENS_CLEANING } from './used-tokens.ts';

const TAG = 'Accounts';

export const ACCOUNTS = {
  name: 'accounts',
  options: { table: ACCOUNT_OPTIONS },
  storage: STORAGE,
  personalData,
  happenings: ['user.created', 'user.disabled', 'user.enabled', 'user.erased'],
  states: [PASSWORDS, THROTTLE, TOKENS, DISABLINGS, CLOSINGS, LIFETIMES, SETTINGS, USED_TOKENS_CLEANING],
  operations: [
    operation('register', {
      who: 'stranger',
      repeat: 'never',
      audited: 'refusals',
      run: register,
      routes: [
        post('/v1/register', TAG, 'Create an account and log in', {
          body: ['name', 'password', 'displayName', 'device', 'bootstrapSecret', 'invite'],
          example: { name: 'ann', password: 'but-soft', displayName: 'Ann' },
          required: ['name', 'password'],
          answer: withEndpoints,
        }),
      ],
    }),
    operation('login', {
      who: 'stranger',
      repeat: 'never',
      audited: 'refusals',
      run: login,
      routes: [
        post('/v1/login', TAG, 'Log in with name and password, or with a JWT', {
          body: ['name', 'password', 'device', 'jwt', 'secondFactor', 'passkey'],
          example: { name: 'ann', password: 'but-soft', device: { id: 'laptop', class: 'desktop' } },
          answer: withEndpoints,
        }),
      ],
    }),
    operation('logout', {
      who: 'user',
      repeat: 'never',
      run: logout,
      routes: [post('/v1/logout', TAG, 'End this session')],
    }),
    operation('changePassword', {
      who: 'user',
      repeat: 'never',
      audited: 'refusals',
      run: changePassword,
      routes: [
        post('/v1/me/password', TAG, 'Change my password', {
          body: ['oldPassword', 'newPassword', 'keepOthers', 'revokeOthers'],
          example: { oldPassword: 'but-soft', newPassword: 'soft-what-light' },
          required: ['oldPassword', 'newPassword'],
        }),
      ],
    }),
    operation('listSessions', {
      who: 'user',
      repeat: 'harmless',
      run: listSessions,
      routes: [get('/v1/sessions', TAG, 'My logins on all devices')],
    }),
    operation('revokeSession', {
      who: 'user',
      repeat: 'never',
      run: revokeSession,
      routes: [remove('/v1/sessions/:session', TAG, 'End one of my sessions')],
    }),
  ],
} as const satisfies Feature;

/** If no addresses are advertised, answers with those that the client used to reach this server. */
function withEndpoints(reply: Json, { endpoints }: RouteContext): Json {
  const given = reply['endpoints'];
  return Array.isArray(given) && given.length > 0 ? reply : { ...reply, endpoints: endpoints() };
}
