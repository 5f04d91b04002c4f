/**
 * GET /v1/previews/:hash: the picture of a preview.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type { FastifyInstance } from 'fastify';
import { admit } from '../../http/bearer.ts';
import { ERROR_RESPONSE } from '../../http/openapi-parts.ts';
import type { Paths } from '../../http/openapi-parts.ts';
import type { FeaturePlace } from '../../router/feature.ts';
import { PICTURES_PATH } from './cards.ts';
import { PICTURE_TYPES } from './pictures.ts';
import * as previewQueries from './queries.ts';

/** Its name is a keyed hash of its bytes, so it never changes. It runs nothing, not even where a browser is shown it alone. */
const HEADERS = {
  'cache-control': 'private, max-age=31536000, immutable',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
};

export function addPictures(app: FastifyInstance, { gate, services }: FeaturePlace): void {
  app.get<{ Params: { hash: string } }>(`${PICTURES_PATH}:hash`, async (request, reply) => {
    await admit(gate, request.raw, 'user');
    const { hash } = request.params;
    const found = /^[\da-f]{64}$/.test(hash)
      ? await services.store.run(previewQueries.picture, hash)
      : undefined;
    if (found === undefined) throw new PosthornError('NOT_FOUND', 'there is no such picture');
    return reply.headers(HEADERS).type(found.type).send(Buffer.from(found.bytes));
  });
}

export const PICTURE_PATHS: Paths = {
  [`${PICTURES_PATH}{hash}`]: {
    get: {
      operationId: 'getPreviewPicture',
      tags: ['Messages'],
      summary: 'The picture of a preview',
      description: 'At the path that the preview names. It never changes.',
      parameters: [
        { name: 'hash', in: 'path', required: true, schema: { type: 'string', pattern: '^[0-9a-f]{64}$' } },
      ],
      responses: {
        200: {
          description: 'The picture.',
          content: Object.fromEntries(
            PICTURE_TYPES.map((type) => [type, { schema: { type: 'string', format: 'binary' } }]),
          ),
        },
        default: ERROR_RESPONSE,
      },
    },
  },
};
