/**
 * Webhooks: what happens here is posted to other servers, in order, at least once.
 *
 * @module
 */
import { get, PAGE, patch, post, remove } from '../../http/route.ts';
import type { Feature } from '../../router/feature.ts';
import { operation } from '../../router/operation.ts';
import { DELIVERIES } from './deliveries.ts';
import { duties } from './duties.ts';
import { followers } from './follower.ts';
import { WEBHOOK_OPTIONS } from './options.ts';
import { personalData } from './personal-data.ts';
import { RECEIVERS } from './receivers.ts';
import { listDeadLetters, listDeliveries, replayWebhook } from './replaying.ts';
import { STORAGE } from './storage.ts';
import { wantsHappening } from './wanting.ts';
import {
  addWebhook,
  changeWebhook,
  getWebhook,
  listWebhooks,
  removeWebhook,
  rotateWebhookSecret,
} from './webhooks.ts';

const TAG = 'Webhooks';
const ALL = '/v1/admin/webhooks';
const ONE = `${ALL}/:webhook`;

export const WEBHOOKS = {
  name: 'webhooks',
  options: { table: WEBHOOK_OPTIONS },
  storage: STORAGE,
  states: [RECEIVERS, DELIVERIES],
  personalData,
  tellsOf: wantsHappening,
  followers,
  duties,
  operations: [
    operation('addWebhook', {
      who: 'admin',
      scope: 'webhooks',
      repeat: 'never',
      audited: 'refusals',
      run: addWebhook,
      routes: [
        post(ALL, TAG, 'Have events posted to a URL', {
          body: ['url', 'events', 'conversations', 'noDirect', 'batch', 'description'],
          required: ['url', 'events'],
          example: { url: 'https://example.com/posthorn', events: ['message.created'] },
        }),
      ],
    }),
    operation('listWebhooks', {
      who: 'admin',
      scope: 'webhooks',
      repeat: 'harmless',
      run: listWebhooks,
      routes: [get(ALL, TAG, 'All webhooks, and how they stand')],
    }),
    operation('getWebhook', {
      who: 'admin',
      scope: 'webhooks',
      repeat: 'harmless',
      run: getWebhook,
      routes: [get(ONE, TAG, 'One webhook, and how it stands')],
    }),
    operation('changeWebhook', {
      who: 'admin',
      scope: 'webhooks',
      repeat: 'harmless',
      audited: 'refusals',
      run: changeWebhook,
      routes: [
        patch(ONE, TAG, 'Change a webhook, pause it, or turn it on again', {
          body: [
            'url',
            'events',
            'conversations',
            'allConversations',
            'noDirect',
            'batch',
            'description',
            'paused',
          ],
          example: { paused: true },
        }),
      ],
    }),
    operation('removeWebhook', {
      who: 'admin',
      scope: 'webhooks',
      repeat: 'never',
      audited: 'refusals',
      run: removeWebhook,
      routes: [remove(ONE, TAG, 'Remove a webhook')],
    }),
    operation('rotateWebhookSecret', {
      who: 'admin',
      scope: 'webhooks',
      repeat: 'never',
      audited: 'refusals',
      run: rotateWebhookSecret,
      routes: [
        post(`${ONE}/secret`, TAG, 'Make a new secret', {
          body: ['overlapMs'],
          example: { overlapMs: 86_400_000 },
        }),
      ],
    }),
    operation('replayWebhook', {
      who: 'admin',
      scope: 'webhooks',
      repeat: 'harmless',
      audited: 'refusals',
      run: replayWebhook,
      routes: [
        post(`${ONE}/replay`, TAG, 'Deliver again from a position on, or dead letters', {
          body: ['from', 'positions', 'dead'],
          example: { from: 1 },
        }),
      ],
    }),
    operation('listDeliveries', {
      who: 'admin',
      scope: 'webhooks',
      repeat: 'harmless',
      run: listDeliveries,
      routes: [get(`${ONE}/deliveries`, TAG, 'The last attempts to deliver', { query: ['after', 'limit'] })],
    }),
    operation('listDeadLetters', {
      who: 'admin',
      scope: 'webhooks',
      repeat: 'harmless',
      run: listDeadLetters,
      routes: [get(`${ONE}/dead-letters`, TAG, 'Events that were given up', { query: PAGE })],
    }),
  ],
} as const satisfies Feature;
