/**
 * Incoming webhooks: URLs that post into a group, in the shapes of Slack and Mattermost.
 *
 * @module
 */
import { get, patch, post, remove } from '../../http/route.ts';
import type { Json } from '../../http/route.ts';
import type { Feature } from '../../router/feature.ts';
import { operation } from '../../router/operation.ts';
import { AUTHOR } from './contents.ts';
import { addIncoming, INCOMING_PATHS } from './http.ts';
import { changeIncoming, createIncoming, listIncoming, removeIncoming, rotateIncoming } from './incoming.ts';
import { METRICS } from './metrics.ts';
import { PACE } from './pace.ts';
import { personalData } from './personal-data.ts';
import { STORAGE } from './storage.ts';

const TAG = 'Incoming webhooks';
const OF_GROUP = '/v1/groups/:conversation/incoming';
const ONE = { answer: onlyOne, answers: 'IncomingWebhook' };
const RULES = { who: 'user', scope: 'groups', conversation: 'manager' } as const;

export const INCOMING = {
  name: 'incoming',
  storage: STORAGE,
  traits: [AUTHOR],
  states: [PACE, METRICS],
  personalData,
  addHttp: addIncoming,
  openApi: INCOMING_PATHS,
  operations: [
    operation('createIncoming', {
      ...RULES,
      repeat: 'never',
      audited: 'refusals',
      run: createIncoming,
      routes: [
        post(OF_GROUP, TAG, 'Make a URL that posts into a group', {
          body: ['name', 'avatarUrl', 'fixedName', 'perMinute'],
          required: ['name'],
          example: { name: 'Build' },
          ...ONE,
        }),
      ],
    }),
    operation('listIncoming', {
      ...RULES,
      repeat: 'harmless',
      run: listIncoming,
      routes: [get(OF_GROUP, TAG, 'The incoming webhooks of a group, without their keys')],
    }),
    operation('changeIncoming', {
      ...RULES,
      repeat: 'harmless',
      audited: 'refusals',
      run: changeIncoming,
      routes: [
        patch(`${OF_GROUP}/:incoming`, TAG, 'Change an incoming webhook', {
          body: ['name', 'avatarUrl', 'fixedName', 'perMinute', 'disabled'],
          example: { name: 'Build', disabled: true },
          ...ONE,
        }),
      ],
    }),
    operation('rotateIncoming', {
      ...RULES,
      repeat: 'never',
      audited: 'refusals',
      run: rotateIncoming,
      routes: [post(`${OF_GROUP}/:incoming/rotate`, TAG, 'Give an incoming webhook a new key', { ...ONE })],
    }),
    operation('removeIncoming', {
      ...RULES,
      repeat: 'never',
      audited: 'refusals',
      run: removeIncoming,
      routes: [remove(`${OF_GROUP}/:incoming`, TAG, 'Remove an incoming webhook')],
    }),
  ],
} as const satisfies Feature;

function onlyOne(reply: Json): Json {
  const [one = {}] = reply['incoming'] as readonly Json[];
  return one;
}
