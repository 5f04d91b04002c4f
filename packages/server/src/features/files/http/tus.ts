/**
 * Resumable uploads by tus 1.0 (https://tus.io/protocols/resumable-upload), at /v1/uploads.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { admit, tokenOf } from '../../../http/bearer.ts';
import { sessionOf } from '../../../router/caller.ts';
import type { FeaturePlace } from '../../../router/feature.ts';
import type { UploadRecord } from '../upload-records.ts';
import { UPLOADS } from '../uploads.ts';
import type { UploadWish } from '../uploads.ts';
import { Body, declaredBytes } from './body.ts';
import { checkedBytes } from './checked-bytes.ts';
import { addRaw } from './handlers.ts';
import type { Handler } from './handlers.ts';
import { RECEIVING } from './receiving.ts';
import { HttpRefusal, locked } from './refusal.ts';
import {
  CHECKSUM_ALGORITHMS,
  checkChunkType,
  checksumOf,
  checkVersion,
  isChunk,
  methodOf,
  TUS_EXTENSIONS,
  TUS_VERSION,
  uploadLength,
  uploadMetadata,
  uploadOffset,
} from './tus-headers.ts';

export const UPLOADS_URL = '/v1/uploads';

/** Headers that pages of other origins may send and read, besides those of all calls. */
const REQUEST_HEADERS =
  'tus-resumable, upload-length, upload-offset, upload-metadata, upload-checksum, upload-defer-length, upload-concat, ' +
  'x-http-method-override, x-requested-with';
export const EXPOSED_HEADERS =
  'location, tus-resumable, tus-version, tus-extension, tus-max-size, tus-checksum-algorithm, upload-offset, upload-length, ' +
  'upload-expires, etag, content-range, content-length, content-disposition, accept-ranges';

interface IdParams {
  readonly id: string;
}

interface Asked {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly user: number;
}

export class Tus {
  readonly #place: FeaturePlace;

  constructor(place: FeaturePlace) {
    this.#place = place;
  }

  add(app: FastifyInstance): void {
    const all: Handler = (request, reply) =>
      this.#answer(request, reply, (asked, method) => {
        if (method !== 'POST') throw notHere('OPTIONS, POST');
        return this.#create(asked);
      });
    const one: Handler<IdParams> = (request, reply) =>
      this.#answer(request, reply, (asked, method) => this.#one(asked, method, request.params.id));
    for (const method of ['POST', 'OPTIONS'] as const) addRaw(app, { method, url: UPLOADS_URL, handle: all });
    for (const method of ['HEAD', 'PATCH', 'DELETE', 'POST', 'OPTIONS'] as const)
      addRaw(app, { method, url: `${UPLOADS_URL}/:id`, handle: one });
  }

  /** `carryOut` is called for whoever is logged in and speaks this version. */
  async #answer(
    request: FastifyRequest,
    reply: FastifyReply,
    carryOut: (asked: Asked, method: string) => Promise<FastifyReply>,
  ): Promise<FastifyReply> {
    exposeHeaders(reply);
    const method = methodOf(request.method, request.headers);
    if (method === 'OPTIONS') return this.#options(reply);
    void reply.header('tus-resumable', TUS_VERSION);
    checkVersion(request.headers);
    const { user } = sessionOf(await admit(this.#place.gate, request.raw, 'user'));
    return carryOut({ request, reply, user }, method);
  }

  async #one(asked: Asked, method: string, id: string): Promise<FastifyReply> {
    const upload = await this.#place.services.state(UPLOADS).find(asked.user, id);
    if (!upload.isLengthKnown) throw locked();
    switch (method) {
      case 'HEAD':
        return this.#head(asked, upload);
      case 'PATCH':
        return this.#patch(asked, upload);
      case 'DELETE':
        return this.#remove(asked, upload);
      default:
        throw notHere('DELETE, GET, HEAD, OPTIONS, PATCH');
    }
  }

  /** What this server can. A preflight of a browser asks the same. */
  #options(reply: FastifyReply): FastifyReply {
    const { maxBytes } = this.#place.services.state(UPLOADS);
    if (reply.hasHeader('access-control-allow-headers')) {
      const allowed = String(reply.getHeader('access-control-allow-headers'));
      void reply
        .header('access-control-allow-headers', `${allowed}, ${REQUEST_HEADERS}`)
        .header('access-control-allow-methods', 'GET, HEAD, POST, PATCH, DELETE');
    }
    return reply
      .code(204)
      .headers({
        'tus-version': TUS_VERSION,
        'tus-resumable': TUS_VERSION,
        'tus-extension': TUS_EXTENSIONS,
        'tus-max-size': String(maxBytes),
        'tus-checksum-algorithm': CHECKSUM_ALGORITHMS.join(','),
      })
      .send();
  }

  async #create({ request, reply, user }: Asked): Promise<FastifyReply> {
    const uploads = this.#place.services.state(UPLOADS);
    const { headers } = request;
    const length = uploadLength(headers, uploads.maxBytes);
    const wish = wishOf(uploadMetadata(headers));
    const body = isChunk(headers) ? declaredBytes(request.raw) : 0;
    if (!isChunk(headers) && declaredBytes(request.raw) !== 0) checkChunkType(headers);
    if (body !== undefined && body > length) throw beyond(length);
    const upload = await uploads.begin(user, wish, length);
    // Relative to the URL of the request, whatever path a proxy has cut off it.
    void reply.header('location', `uploads/${upload.id}`);
    const offset = body === 0 ? 0 : await this.#append({ request, reply, user }, upload, 0);
    await uploads.goOn(upload, offset);
    if (isChunk(headers)) void reply.header('upload-offset', String(offset));
    return reply.code(201).header('upload-expires', httpDate(uploads.lifetime())).send();
  }

  async #head({ reply }: Asked, upload: UploadRecord): Promise<FastifyReply> {
    const uploads = this.#place.services.state(UPLOADS);
    this.#checkLife(upload);
    const received = await uploads.received(upload);
    await uploads.goOn(upload, received);
    return reply
      .code(200)
      .headers({
        'upload-offset': String(received),
        'upload-length': String(upload.length),
        ...(upload.state === 'receiving' && { 'upload-expires': httpDate(upload.expires) }),
        'cache-control': 'no-store',
        'content-length': '0',
      })
      .send();
  }

  async #patch(asked: Asked, upload: UploadRecord): Promise<FastifyReply> {
    const { request, reply } = asked;
    const uploads = this.#place.services.state(UPLOADS);
    checkChunkType(request.headers);
    const offset = uploadOffset(request.headers);
    this.#checkLife(upload);
    const received = await uploads.received(upload);
    const declared = declaredBytes(request.raw);
    if (declared !== undefined && offset + declared > upload.length) throw beyond(upload.length);
    const isWhole = upload.state !== 'receiving' || received === upload.length;
    if (isWhole && offset !== received) throw wrongOffset(received);
    const now = isWhole ? received : await this.#append(asked, upload, offset);
    await uploads.goOn(upload, now);
    return reply
      .code(204)
      .headers({ 'upload-offset': String(now), 'upload-expires': httpDate(uploads.lifetime()) })
      .send();
  }

  async #remove({ reply }: Asked, upload: UploadRecord): Promise<FastifyReply> {
    if (this.#place.services.state(RECEIVING).has(upload.id)) throw locked();
    await this.#place.services.state(UPLOADS).discard(upload.id);
    return reply.code(204).send();
  }

  /** Takes the body of a request, from `offset` on. Returns how many bytes there are then. */
  async #append({ request, user }: Asked, upload: UploadRecord, offset: number): Promise<number> {
    const { gate, clock, services } = this.#place;
    const uploads = services.state(UPLOADS);
    const checksum = checksumOf(request.headers);
    const token = tokenOf(gate, request.raw) ?? '';
    const body = new Body(request.raw, {
      clock,
      most: upload.length - offset,
      mayGoOn: () => gate.router.authenticate(token),
    });
    const end = services.state(RECEIVING).begin(upload.id, user, body);
    try {
      const received = await uploads.received(upload);
      if (received !== offset) throw wrongOffset(received);
      gate.slowBodies.allow(request.raw);
      if (checksum === undefined) return await uploads.append(upload, offset, body);
      await using checked = await checkedBytes(body, checksum);
      return await uploads.append(upload, offset, checked.bytes());
    } finally {
      end();
    }
  }

  /** Throws 410 after its time. */
  #checkLife({ state, expires }: UploadRecord): void {
    if (state === 'receiving' && expires <= this.#place.clock.now())
      throw new HttpRefusal(
        410,
        'NOT_FOUND',
        'this upload has waited for too long; begin another one',
        {},
        'upload-gone',
      );
  }
}

/** Lets pages that may use the server read what tus says. */
export function exposeHeaders(reply: FastifyReply): void {
  if (!reply.hasHeader('access-control-expose-headers')) return;
  const exposed = String(reply.getHeader('access-control-expose-headers'));
  void reply.header('access-control-expose-headers', `${exposed}, ${EXPOSED_HEADERS}`);
}

function wishOf(metadata: ReadonlyMap<string, string>): UploadWish {
  const voice = metadata.get('voice') ?? 'false';
  return {
    name: metadata.get('filename') ?? metadata.get('name') ?? '',
    type: metadata.get('filetype') ?? metadata.get('type') ?? '',
    alt: metadata.get('alt') ?? '',
    voice: voice === 'true' || voice === '1',
  };
}

function beyond(length: number): PosthornError {
  return new PosthornError('TOO_LARGE', `the upload was to have ${length} bytes`);
}

function wrongOffset(received: number): HttpRefusal {
  return new HttpRefusal(409, 'CONFLICT', `the upload goes on at byte ${received}`);
}

function notHere(allow: string): HttpRefusal {
  return new HttpRefusal(405, 'UNKNOWN_REQUEST', `this URL knows ${allow}`, { allow });
}

/** RFC 9110 §5.6.7. */
function httpDate(unixMs: number): string {
  return new Date(unixMs).toUTCString();
}
