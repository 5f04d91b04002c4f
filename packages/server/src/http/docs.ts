/**
 * The OpenAPI document, and a page where Swagger UI shows it and tries it out. The page consists of files that this server
 * has: it loads nothing from elsewhere, and its policy allows no inline script.
 *
 * @module
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { encodingsOf } from './encodings.ts';
import { openApiDocument } from './openapi.ts';
import type { OpenApiOptions } from './openapi.ts';
import { etagOf, isKnown } from './ranges.ts';

/** Our own files, and in a published package those of Swagger UI, which scripts/pack.mjs puts there. */
const ASSETS = new URL('../../assets/docs/', import.meta.url);
/** Not a dependency of the published package: it has as much again that nobody needs, and a telemetry of its own. */
const READER = 'swagger-ui-dist';

const FILES: Readonly<Record<string, readonly [file: string, type: string]>> = {
  '/docs': ['index.html', 'text/html; charset=utf-8'],
  '/docs/docs.css': ['docs.css', 'text/css; charset=utf-8'],
  '/docs/docs.js': ['docs.js', 'text/javascript; charset=utf-8'],
  '/docs/swagger-ui.css': ['swagger-ui.css', 'text/css; charset=utf-8'],
  '/docs/swagger-ui-bundle.js': ['swagger-ui-bundle.js', 'text/javascript; charset=utf-8'],
};

/** The stylesheet of Swagger UI has its icons in it. */
const PAGE_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const compress = promisify(gzip);

interface DocsFile {
  readonly etag: string;
  readonly bytes: Buffer;
  readonly compressed: Buffer;
}

export function addDocs(app: FastifyInstance, options: OpenApiOptions): void {
  let description: string | undefined;
  app.get('/v1/openapi.json', (_request, reply) => {
    // Made once: anybody may ask for it, and making it takes milliseconds.
    description ??= JSON.stringify(openApiDocument(options));
    return reply.type('application/json; charset=utf-8').send(description);
  });
  for (const [url, [name, type]] of Object.entries(FILES)) {
    let file: Promise<DocsFile> | undefined;
    app.get(url, { exposeHeadRoute: true }, async (request, reply) => {
      file ??= read(name);
      void reply.type(type).header('content-security-policy', PAGE_POLICY);
      // Half a megabyte should come but once. The page itself is kept by nobody.
      if (url !== '/docs') void reply.header('cache-control', 'no-cache');
      return answer(request, reply, await file);
    });
  }
}

/** Read and compressed once: anybody may ask for it. */
async function read(name: string): Promise<DocsFile> {
  const own = new URL(name, ASSETS);
  const url = existsSync(own) ? own : new URL(import.meta.resolve(`${READER}/${name}`));
  const bytes = await readFile(url);
  return { bytes, etag: etagOf(bytes), compressed: await compress(bytes, { level: 9 }) };
}

function answer(
  { headers }: FastifyRequest,
  reply: FastifyReply,
  { bytes, compressed, etag }: DocsFile,
): FastifyReply {
  void reply.headers({ etag, vary: 'accept-encoding' });
  if (isKnown(headers, etag)) return reply.code(304).send();
  if (!encodingsOf(headers).has('gzip')) return reply.send(bytes);
  return reply.header('content-encoding', 'gzip').send(compressed);
}
