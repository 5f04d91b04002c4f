/**
 * GET and HEAD of /v1/files/:id: the bytes of a file, or of a smaller picture of it.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Readable } from 'node:stream';
import { BlobError } from '../../../blobs/blob-store.ts';
import type { FeaturePlace } from '../../../router/feature.ts';
import { blobsOf, codedBlobError } from '../blobs.ts';
import { mayBeShown } from '../examining.ts';
import { fileOf } from '../files.ts';
import type { StoredFile } from '../files.ts';
import { dispositionOf } from '../names.ts';
import { accessOf, noFile } from './access.ts';
import type { Access } from './access.ts';
import { DOWNLOADS } from './downloads.ts';
import { addRaw, queryValue } from './handlers.ts';
import type { Query } from './handlers.ts';
import { isKnown, rangeOf } from '../../../http/ranges.ts';
import type { ByteRange } from '../../../http/ranges.ts';
import { FILES_URL } from './post-file.ts';
import { HttpRefusal } from './refusal.ts';
import { exposeHeaders } from './tus.ts';
import { withholdingEnd } from './withheld.ts';

/** A download ends when its reader takes nothing for this long. */
const STALLED_MS = 60_000;
/** How often it is asked whether its reader still may. */
const ASK_EVERY_MS = 30_000;

/** Whatever is in a file, a browser that is shown it alone runs nothing, sends nothing, and lets no page frame it. */
const POLICY =
  "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; " +
  "frame-ancestors 'none'; sandbox";
/** Kept by a browser, which asks before each use whether its user still may read it. */
const CACHING = 'private, no-cache';

type Asking = FastifyRequest<{ Params: { readonly id: string }; Querystring: Query }>;

export function addDownload(app: FastifyInstance, place: FeaturePlace): void {
  for (const method of ['GET', 'HEAD'] as const) {
    addRaw<{ readonly id: string }>(app, {
      method,
      url: `${FILES_URL}/:id`,
      handle: async (request, reply) => {
        exposeHeaders(reply);
        const access = await accessOf(place, request);
        const part = partOf(access.file, queryValue(request.query, 'size'));
        const etag = `"${part.hash}"`;
        const headers = { ...headersOf(part, request.query), etag };
        if (isKnown(request.headers, etag)) return reply.code(304).headers(headers).send();
        if (method === 'HEAD') return reply.headers({ ...headers, 'content-length': part.bytes }).send();
        return send(place, { request, reply, access, part, headers });
      },
    });
  }
}

/** What is sent of a file: all of it, or one of its thumbnails. */
interface Part {
  readonly hash: string;
  readonly bytes: number;
  readonly type: string;
  readonly name: string;
}

/** Throws NOT_FOUND if there is no such thumbnail. */
function partOf({ hash, bytes, attachment, thumbnails }: StoredFile, size: string | undefined): Part {
  const { name, type } = attachment;
  if (size === undefined) return { hash, bytes, type, name };
  const found = thumbnails.find(({ side }) => String(side) === size);
  if (found !== undefined) return { hash: found.hash, bytes: found.bytes, type: found.type, name };
  throw new PosthornError('NOT_FOUND', 'this file has no picture of this size');
}

function headersOf({ type, name }: Part, query: Query): Readonly<Record<string, string>> {
  const isShown = mayBeShown(type);
  const kind = isShown && query['download'] === undefined ? 'inline' : 'attachment';
  return {
    // A page could use other types as a script or a style sheet, whatever the policy says.
    'content-type': isShown ? typeHeader(type) : 'application/octet-stream',
    'content-disposition': dispositionOf(kind, name),
    'content-security-policy': POLICY,
    'cache-control': CACHING,
    'accept-ranges': 'bytes',
  };
}

function typeHeader(type: string): string {
  return type === 'text/plain' ? `${type}; charset=utf-8` : type;
}

interface Sending {
  readonly request: Asking;
  readonly reply: FastifyReply;
  readonly access: Access;
  readonly part: Part;
  /** Not for refusals, which are JSON. */
  readonly headers: Readonly<Record<string, string>> & { readonly etag: string };
}

async function send(place: FeaturePlace, sending: Sending): Promise<FastifyReply> {
  const { request, reply, access, part, headers } = sending;
  const { bytes } = part;
  const range = rangeOf(request.headers, bytes, headers.etag);
  if (range === 'unsatisfiable')
    throw new HttpRefusal(416, 'INVALID', `the file has ${bytes} bytes`, {
      'content-range': `bytes */${bytes}`,
    });
  const end = place.services.state(DOWNLOADS).begin(access.user);
  try {
    const stream = await open(place, { access, part, range });
    stream.once('close', end);
    watch(place, { reply, stream, access, headers });
    if (range !== undefined) {
      const last = range.end - 1;
      void reply.code(206).header('content-range', `bytes ${range.start}-${last}/${bytes}`);
    }
    void reply.headers(headers);
    void reply.header('content-length', range === undefined ? bytes : range.end - range.start);
    return await reply.send(stream);
  } catch (error) {
    end();
    throw error;
  }
}

/** Rejects with NOT_FOUND if the file has just gone; INTERNAL if its bytes are lost; UNAVAILABLE. */
async function open(
  { services }: FeaturePlace,
  { access, part, range }: Pick<Sending, 'access' | 'part'> & { readonly range: ByteRange | undefined },
): Promise<Readable> {
  try {
    const { stream } = await blobsOf(services).open(part.hash, range);
    return withholdingEnd(stream, codedBlobError);
  } catch (error) {
    if (!(error instanceof BlobError)) throw error;
    if (error.code !== 'not-found') throw codedBlobError(error);
    if ((await fileOf(services, access.file.id)) === undefined) throw noFile();
    throw new PosthornError('INTERNAL', 'the bytes of this file are missing', { cause: error });
  }
}

/** Ends a download whose reader takes nothing, or may not read it any more. */
function watch(
  { clock, logger }: FeaturePlace,
  {
    reply,
    stream,
    access,
    headers,
  }: { readonly stream: Readable } & Pick<Sending, 'reply' | 'access' | 'headers'>,
): void {
  reply.raw.setTimeout(STALLED_MS, () => void reply.raw.destroy());
  const ask = (): void => {
    access.ask().then(
      () => (timer = clock.after(ASK_EVERY_MS, ask)),
      () => void reply.raw.destroy(),
    );
  };
  let timer = clock.after(ASK_EVERY_MS, ask);
  stream.once('close', () => timer.cancel());
  stream.once('error', (error) => {
    logger.warn({ err: error, file: access.file.id }, 'a download has failed');
    if (reply.raw.headersSent) return void reply.raw.destroy();
    // Fastify answers with the error.
    for (const name of Object.keys(headers)) void reply.removeHeader(name);
  });
}
