/**
 * GET /v1/files/:id/info, and POST /v1/files/:id/link.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type { FastifyInstance } from 'fastify';
import { optionsOf } from '../../../config/option.ts';
import { publicUrlOf } from '../../../config/public-url.ts';
import { admit } from '../../../http/bearer.ts';
import { sessionOf } from '../../../router/caller.ts';
import type { FeaturePlace } from '../../../router/feature.ts';
import { fileOf, mayRead } from '../files.ts';
import type { StoredFile } from '../files.ts';
import { FILE_OPTIONS } from '../options.ts';
import { LINKS, noFile } from './access.ts';
import { addRaw, queryValue } from './handlers.ts';
import { FILES_URL } from './post-file.ts';
import { attachmentJson } from './state.ts';

interface IdParams {
  readonly id: string;
}

export function addAboutFile(app: FastifyInstance, place: FeaturePlace): void {
  const { gate, services, clock, config } = place;
  addRaw<IdParams>(app, {
    method: 'GET',
    url: `${FILES_URL}/:id/info`,
    handle: async (request, reply) => {
      const { user } = sessionOf(await admit(gate, request.raw, 'user'));
      const { attachment } = await readable(place, user, request.params.id);
      return reply.send(attachmentJson(attachment));
    },
  });
  addRaw<IdParams>(app, {
    method: 'POST',
    url: `${FILES_URL}/:id/link`,
    handle: async (request, reply) => {
      const { user, id: session } = sessionOf(await admit(gate, request.raw, 'user'));
      const { id: file, thumbnails } = await readable(place, user, request.params.id);
      const size = queryValue(request.query, 'size');
      if (size !== undefined && !thumbnails.some(({ side }) => String(side) === size))
        throw new PosthornError('NOT_FOUND', 'this file has no picture of this size');
      const expiresAt = clock.now() + optionsOf(config, FILE_OPTIONS).fileLink;
      const token = await services.state(LINKS).sign({ file, session, user, expiresAt });
      const base = publicUrlOf(config)?.href ?? '';
      const suffix = size === undefined ? '' : `&size=${size}`;
      return reply.send({ url: `${base}${FILES_URL}/${file}?link=${token}${suffix}`, expiresAt });
    },
  });
}

async function readable({ services }: FeaturePlace, user: number, id: string): Promise<StoredFile> {
  const file = /^[0-9a-f]{32}$/.test(id) ? await fileOf(services, id) : undefined;
  if (file === undefined || !(await mayRead(services, user, id))) throw noFile();
  return file;
}
