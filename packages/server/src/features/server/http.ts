/**
 * GET /v1/server/logo, for everybody.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type { FastifyInstance } from 'fastify';
import { admit } from '../../http/bearer.ts';
import { ERROR_RESPONSE } from '../../http/openapi-parts.ts';
import type { Paths } from '../../http/openapi-parts.ts';
import { isKnown } from '../../http/ranges.ts';
import type { FeaturePlace } from '../../router/feature.ts';
import { SETTINGS } from '../accounts/server-settings.ts';
import { serverLogo } from '../accounts/server-settings-queries.ts';
import { typeOfLogo } from './logo-type.ts';
import { LOGO_URL } from './server.ts';

const FOR_EVER = 'public, max-age=31536000, immutable';

export function addLogo(app: FastifyInstance, { gate, services }: FeaturePlace): void {
  app.get(LOGO_URL, { exposeHeadRoute: true }, async (request, reply) => {
    await admit(gate, request.raw, 'stranger');
    const { logoHash } = await services.state(SETTINGS).get();
    const etag = `"${logoHash}"`;
    const logo =
      logoHash === '' || isKnown(request.headers, etag) ? undefined : await services.store.run(serverLogo);
    if (logoHash === '' || (logo === undefined && !isKnown(request.headers, etag)))
      throw new PosthornError('NOT_FOUND', 'this server has no logo');
    // Its URL names it; another URL means whichever there is.
    const isNamed = request.url.endsWith(`?${logoHash}`);
    void reply.headers({ etag, 'cache-control': isNamed ? FOR_EVER : 'no-cache' });
    if (logo === undefined) return reply.code(304).send();
    return reply.type(typeOfLogo(logo) ?? 'application/octet-stream').send(Buffer.from(logo));
  });
}

export const LOGO_PATHS: Paths = {
  [LOGO_URL]: {
    get: {
      operationId: 'getServerLogo',
      tags: ['Server'],
      summary: 'The logo that an administrator has set',
      security: [],
      responses: {
        200: {
          description: 'The picture.',
          content: { 'image/*': { schema: { type: 'string', format: 'binary' } } },
        },
        default: ERROR_RESPONSE,
      },
    },
  },
};
