/**
 * Exports in the OpenAPI document.
 *
 * @module
 */
import { ERROR_RESPONSE } from '../../http/openapi-parts.ts';
import type { Paths } from '../../http/openapi-parts.ts';
import { USER } from '../../http/route.ts';
import type { Json } from '../../http/route.ts';
import { withNames } from '../../http/users.ts';

const RESPONSES: Json = {
  200: {
    description:
      'JSON lines, each with a `type`: export, profile, session, privacy, blocked, conversation, message, report, audit. ' +
      'The last one is `end`: without it the export is not complete.',
    content: { 'application/jsonl': { schema: { type: 'string' } } },
  },
  default: ERROR_RESPONSE,
};

export const EXPORT_PATHS: Paths = {
  '/v1/me/export': {
    get: {
      operationId: 'exportAccount',
      tags: ['Accounts'],
      summary: 'Everything that the server keeps about me, and all messages that I may read',
      responses: RESPONSES,
    },
  },
  '/v1/admin/users/{user}/export': {
    get: {
      operationId: 'exportUser',
      tags: ['Administration'],
      summary: 'The same for another user',
      description: 'For administrators.',
      parameters: [
        {
          name: 'user',
          in: 'path',
          required: true,
          schema: withNames('user', USER),
        },
      ],
      responses: RESPONSES,
    },
  },
};
