/**
 * GET /v1/uploads/:id: what has become of an upload.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type { Attachment } from '@posthorn/protocol';
import { toJson } from '@posthorn/protocol/schema';
import type { FastifyInstance } from 'fastify';
import { admit } from '../../../http/bearer.ts';
import type { Json } from '../../../http/route.ts';
import { sessionOf } from '../../../router/caller.ts';
import type { FeaturePlace } from '../../../router/feature.ts';
import type { Services } from '../../../router/services.ts';
import { fileOf } from '../files.ts';
import type { UploadError, UploadRecord } from '../upload-records.ts';
import { UPLOADS } from '../uploads.ts';
import { addRaw, queryValue } from './handlers.ts';
import { exposeHeaders, UPLOADS_URL } from './tus.ts';

const MAX_WAIT_SECONDS = 30;

export function addUploadState(app: FastifyInstance, { gate, services }: FeaturePlace): void {
  addRaw<{ readonly id: string }>(app, {
    method: 'GET',
    url: `${UPLOADS_URL}/:id`,
    handle: async (request, reply) => {
      exposeHeaders(reply);
      const { user } = sessionOf(await admit(gate, request.raw, 'user'));
      const waitMs = waitOf(queryValue(request.query, 'wait')) * 1000;
      const uploads = services.state(UPLOADS);
      const { id } = request.params;
      const found = await uploads.find(user, id).catch((error: unknown) => error);
      // The upload is forgotten after a while; the file stays.
      if (found instanceof PosthornError) return reply.send(await madeBefore(services, { user, id }, found));
      if (!isRecord(found)) throw found;
      await uploads.goOn(found, await uploads.received(found));
      return reply.send(await stateOf(services, waitMs > 0 ? await uploads.settled(found, waitMs) : found));
    },
  });
}

/** As clients read it. */
export async function stateOf(services: Services, upload: UploadRecord): Promise<Json> {
  const { id, length, state, error } = upload;
  const offset = await services.state(UPLOADS).received(upload);
  const file = state === 'ready' ? await fileOf(services, id) : undefined;
  return {
    id,
    offset,
    length,
    // All bytes are there, though whoever got the last one has not said so.
    state: state === 'receiving' && upload.isLengthKnown && offset === length ? 'processing' : state,
    ...(file !== undefined && { attachment: attachmentJson(file.attachment) }),
    ...(error !== undefined && { error: forClients(error) }),
  };
}

function forClients({ code, message, reason }: UploadError): Json {
  return { code, message, ...(reason !== undefined && { reason }) };
}

export function attachmentJson(attachment: Attachment): Json {
  return toJson('Attachment', attachment);
}

async function madeBefore(
  services: Services,
  { user, id }: { readonly user: number; readonly id: string },
  missing: PosthornError,
): Promise<Json> {
  const file = await fileOf(services, id);
  if (file?.owner !== user) throw missing;
  const { bytes: length, attachment } = file;
  return { id, offset: length, length, state: 'ready', attachment: attachmentJson(attachment) };
}

function waitOf(text = '0'): number {
  if (/^\d{1,2}$/.test(text) && Number(text) <= MAX_WAIT_SECONDS) return Number(text);
  throw new PosthornError('INVALID', `"wait" in the query must be seconds, at most ${MAX_WAIT_SECONDS}`);
}

function isRecord(found: unknown): found is UploadRecord {
  return typeof found === 'object' && found !== null && 'state' in found;
}
