/**
 * POST /v1/files: a file in one request, whatever its type and length.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { admit, tokenOf } from '../../../http/bearer.ts';
import { sessionOf } from '../../../router/caller.ts';
import type { FeaturePlace } from '../../../router/feature.ts';
import { fileOf } from '../files.ts';
import type { UploadRecord } from '../upload-records.ts';
import { UPLOADS } from '../uploads.ts';
import type { UploadWish } from '../uploads.ts';
import { Body, declaredBytes, tooLarge } from './body.ts';
import { addRaw, queryValue } from './handlers.ts';
import type { Query } from './handlers.ts';
import { RECEIVING } from './receiving.ts';
import { HttpRefusal } from './refusal.ts';
import { attachmentJson } from './state.ts';

export const FILES_URL = '/v1/files';

/** A body of unknown length gets room in steps of this size. */
const STEP_BYTES = 16_777_216;
/** The file is made within seconds, unless the server is busy. */
const LONGEST_WAIT_MS = 600_000;

export function addPostFile(app: FastifyInstance, place: FeaturePlace): void {
  const { gate, services } = place;
  addRaw(app, {
    method: 'POST',
    url: FILES_URL,
    handle: async (request, reply) => {
      const { user } = sessionOf(await admit(gate, request.raw, 'user'));
      const uploads = services.state(UPLOADS);
      const declared = declaredBytes(request.raw);
      if (declared !== undefined && declared > uploads.maxBytes) throw tooLarge(uploads.maxBytes);
      const upload = await uploads.begin(user, wishOf(request.query, request), declared);
      try {
        await uploads.complete(upload, await receive(place, request, upload));
      } catch (error) {
        // If this fails too, the duty finds it.
        await uploads.discard(upload.id).catch(() => {});
        throw error;
      }
      return answer(place, reply, await uploads.settled(upload, LONGEST_WAIT_MS));
    },
  });
}

/** Returns how many bytes there are. */
async function receive(
  { gate, clock, services }: FeaturePlace,
  request: FastifyRequest,
  { id, owner, length, isLengthKnown, ...rest }: UploadRecord,
): Promise<number> {
  const uploads = services.state(UPLOADS);
  const most = isLengthKnown ? length : uploads.maxBytes;
  const token = tokenOf(gate, request.raw) ?? '';
  let room = length;
  const body = new Body(request.raw, {
    clock,
    most,
    mayGoOn: () => gate.router.authenticate(token),
    makeRoom: async (bytes) => {
      if (bytes <= room) return;
      room = Math.min(most, bytes + STEP_BYTES);
      await uploads.grow(id, room);
    },
  });
  const end = services.state(RECEIVING).begin(id, owner, body);
  try {
    gate.slowBodies.allow(request.raw);
    return await uploads.append({ id, owner, length, isLengthKnown, ...rest }, 0, body);
  } finally {
    end();
  }
}

async function answer(
  { services }: FeaturePlace,
  reply: FastifyReply,
  { id, state, error }: UploadRecord,
): Promise<FastifyReply> {
  if (error !== undefined) throw new HttpRefusal(error.status, error.code, error.message, {}, error.reason);
  const file = state === 'ready' ? await fileOf(services, id) : undefined;
  if (file === undefined)
    throw new PosthornError('TIMEOUT', `the file is still made; ask for /v1/uploads/${id}`);
  return reply.code(201).header('location', `files/${id}`).send(attachmentJson(file.attachment));
}

function wishOf(query: Query, { headers }: FastifyRequest): UploadWish {
  const voice = queryValue(query, 'voice') ?? 'false';
  return {
    name: queryValue(query, 'name') ?? '',
    type: headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase() ?? '',
    alt: queryValue(query, 'alt') ?? '',
    voice: voice === 'true' || voice === '1',
  };
}
