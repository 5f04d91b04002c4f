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
import type { Services } from '../../../router/services.ts';
import { fileOf } from '../files.ts';
import type { StoredFile } from '../files.ts';
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
  const { gate } = place;
  addRaw(app, {
    method: 'POST',
    url: FILES_URL,
    handle: async (request, reply) => {
      const { user } = sessionOf(await admit(gate, request.raw, 'user'));
      const token = tokenOf(gate, request.raw) ?? '';
      const mayGoOn = (): Promise<unknown> => gate.router.authenticate(token);
      return answer(place, reply, await takeFile(place, request, { owner: user, mayGoOn }));
    },
  });
}

export interface Taking {
  readonly owner: number;
  /** Rejects when whoever sends it may not go on. */
  readonly mayGoOn: () => Promise<unknown>;
}

/** Makes a file of the body of a request. Resolves with what has become of it within a while. */
export async function takeFile(
  place: FeaturePlace,
  request: FastifyRequest<{ Querystring: Query }>,
  taking: Taking,
): Promise<UploadRecord> {
  const uploads = place.services.state(UPLOADS);
  const declared = declaredBytes(request.raw);
  if (declared !== undefined && declared > uploads.maxBytes) throw tooLarge(uploads.maxBytes);
  const upload = await uploads.begin(taking.owner, wishOf(request.query, request), declared);
  try {
    await uploads.complete(upload, await receive(place, request, { upload, taking }));
  } catch (error) {
    // If this fails too, the duty finds it.
    await uploads.discard(upload.id).catch(() => {});
    throw error;
  }
  return uploads.settled(upload, LONGEST_WAIT_MS);
}

/** Returns how many bytes there are. */
async function receive(
  { gate, clock, services }: FeaturePlace,
  request: FastifyRequest,
  { upload, taking }: { readonly upload: UploadRecord; readonly taking: Taking },
): Promise<number> {
  const { id, owner, length, isLengthKnown } = upload;
  const uploads = services.state(UPLOADS);
  const most = isLengthKnown ? length : uploads.maxBytes;
  let room = length;
  const body = new Body(request.raw, {
    clock,
    most,
    mayGoOn: taking.mayGoOn,
    makeRoom: async (bytes) => {
      if (bytes <= room) return;
      room = Math.min(most, bytes + STEP_BYTES);
      await uploads.grow(id, room);
    },
  });
  const end = services.state(RECEIVING).begin(id, owner, body);
  try {
    gate.slowBodies.allow(request.raw);
    return await uploads.append(upload, 0, body);
  } finally {
    end();
  }
}

/** The file that an upload has become. Throws why it has not. */
export async function madeFile(services: Services, { id, state, error }: UploadRecord): Promise<StoredFile> {
  if (error !== undefined) throw new HttpRefusal(error.status, error.code, error.message, {}, error.reason);
  const file = state === 'ready' ? await fileOf(services, id) : undefined;
  if (file !== undefined) return file;
  throw new PosthornError('TIMEOUT', `the file is still made; ask for /v1/uploads/${id}`);
}

async function answer(
  { services }: FeaturePlace,
  reply: FastifyReply,
  upload: UploadRecord,
): Promise<FastifyReply> {
  const { id, attachment } = await madeFile(services, upload);
  return reply.code(201).header('location', `files/${id}`).send(attachmentJson(attachment));
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
