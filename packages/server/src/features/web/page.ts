/**
 * Serves the web client: its files, and the page itself at every path that is one of its screens.
 *
 * @module
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { publicUrlOf } from '../../config/public-url.ts';
import { OTHER_URLS } from '../../http/methods.ts';
import { encodingsOf, NO_ENCODING } from '../../http/encodings.ts';
import { isKnown, rangeOf } from '../../http/ranges.ts';
import type { FeaturePlace } from '../../router/feature.ts';
import { SETTINGS } from '../accounts/server-settings.ts';
import type { PageFile, PageFiles } from './files.ts';
import { PERMISSIONS_POLICY, pagePolicy } from './policy.ts';
import { PAGE } from './served.ts';

/** The first parts of paths that are never screens: what is missing there is missing. */
const NEVER_SCREENS: ReadonlySet<string> = new Set([
  'v1',
  'docs',
  'ws',
  'healthz',
  'readyz',
  'metrics',
  'assets',
]);
/** Screens whose paths have names of people and tokens, which may look like names of files. */
const WITH_NAMES: ReadonlySet<string> = new Set(['u', 'join']);
const LOOKS_LIKE_A_FILE = /\.[a-z0-9]{1,12}$/i;
/** Workers, whose policy is that of their script. */
const WORKERS: ReadonlySet<unknown> = new Set(['worker', 'sharedworker', 'serviceworker']);

const MANIFEST = '/manifest.webmanifest';
const FOR_EVER = 'public, max-age=31536000, immutable';
/** Kept, and asked for again before each use. */
const ASK_AGAIN = 'no-cache';
const BASE = /<base href="[^"]*"/;

export function addPage(app: FastifyInstance, place: FeaturePlace): void {
  const { files } = place.services.state(PAGE);
  const policyOf = policyFor(place);
  const publicUrl = publicUrlOf(place.config);
  // Without a known URL it is relative, which is right behind a proxy that cuts off a path.
  const docs = publicUrl === undefined ? 'docs' : `${publicUrl.href}/docs`;
  const fileAt = (path: string, encodings: ReadonlySet<string>): Promise<PageFile | undefined> | undefined =>
    path === MANIFEST ? files && manifest(files, place) : files?.find(path, encodings);
  const answer = async (
    request: FastifyRequest,
    reply: FastifyReply,
    isAgain: boolean,
  ): Promise<FastifyReply> => {
    const path = pathOf(request);
    // Ranges are of the file as it is.
    const encodings = request.headers.range === undefined ? encodingsOf(request.headers) : NO_ENCODING;
    const file = path === '/' ? undefined : await fileAt(path, encodings);
    const found =
      file ??
      (isScreen(request, path)
        ? await files?.page(withBase(publicUrl === undefined ? relativeBase(path) : `${publicUrl.path}/`))
        : undefined);
    if (found !== undefined) {
      try {
        return await send({ request, reply, file: found, policy: policyOf(request) });
      } catch (error) {
        // Another build took its place just now; then it is among those that are kept.
        if (isAgain || (error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
        return answer(request, reply, true);
      }
    }
    if (path === '/') return reply.redirect(docs);
    reply.callNotFound();
    return reply;
  };
  for (const url of ['/', OTHER_URLS])
    app.route({ method: ['GET', 'HEAD'], url, handler: (request, reply) => answer(request, reply, false) });
}

/** The installed page is called as the server is. */
async function manifest(files: PageFiles, { services }: FeaturePlace): Promise<PageFile | undefined> {
  const { name } = await services.state(SETTINGS).get();
  return files.changed(MANIFEST.slice(1), (text) =>
    // The build has made it.
    JSON.stringify({ ...(JSON.parse(text) as object), name, short_name: name }),
  );
}

function policyFor({ config, services }: FeaturePlace): (request: FastifyRequest) => string {
  const publicUrl = publicUrlOf(config);
  return ({ headers }) => {
    const gateways = services.endpoints(0, false).map(({ url }) => url);
    return pagePolicy(publicUrl?.authority ?? headers.host ?? '', gateways);
  };
}

/** Without the query; as the client has written it, so that nothing is decoded twice. */
function pathOf({ url }: FastifyRequest): string {
  return url.split('?', 1)[0] ?? '/';
}

/** Whether the page is what belongs here: for somebody who opens a URL, not for what a page loads. */
function isScreen({ headers }: FastifyRequest, path: string): boolean {
  if (path === '/') return true;
  const [first = '', ...others] = path.slice(1).split('/');
  if (NEVER_SCREENS.has(first) || !(headers.accept ?? '').includes('text/html')) return false;
  return WITH_NAMES.has(first) || !LOOKS_LIKE_A_FILE.test(others.at(-1) ?? first);
}

/** Lets the relative URLs of the page mean the same at every path. */
function withBase(base: string): (html: string) => string {
  return (html) => html.replace(BASE, () => `<base href="${base}"`);
}

/** Right below whatever path a proxy puts us: we do not know that, but how deep below it this page is. */
function relativeBase(path: string): string {
  const depth = path.split('/').length - 2;
  return depth === 0 ? './' : '../'.repeat(depth);
}

interface Sending {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly file: PageFile;
  readonly policy: string;
}

/** Rejects as the file's open() does; then nothing is said yet. */
async function send({ request, reply, file, policy }: Sending): Promise<FastifyReply> {
  const { etag, bytes, type, encoding, isImmutable } = file;
  const isWorker = WORKERS.has(request.headers['sec-fetch-dest']);
  const isUnchanged = isKnown(request.headers, etag);
  const range = isUnchanged ? undefined : rangeOf(request.headers, bytes, etag);
  const isSent = !isUnchanged && range !== 'unsatisfiable' && request.method !== 'HEAD';
  const body = isSent ? await file.open(range) : undefined;
  void reply.headers({
    'content-type': type,
    'content-security-policy': policy,
    'permissions-policy': PERMISSIONS_POLICY,
    'cache-control': isImmutable && !isWorker ? FOR_EVER : ASK_AGAIN,
    'accept-ranges': 'bytes',
    etag,
    vary: 'accept-encoding, sec-fetch-dest',
    ...(encoding !== undefined && { 'content-encoding': encoding }),
  });
  if (isUnchanged) return reply.code(304).send();
  if (range === 'unsatisfiable') return reply.code(416).header('content-range', `bytes */${bytes}`).send();
  const part = range ?? { start: 0, end: bytes };
  void reply.header('content-length', part.end - part.start);
  if (range !== undefined)
    void reply.code(206).header('content-range', `bytes ${part.start}-${part.end - 1}/${bytes}`);
  return reply.send(body);
}
