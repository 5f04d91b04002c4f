/**
 * The OpenAPI document, and a page to browse it. The page consists of files of this package: it loads nothing from
 * elsewhere, and its policy allows no inline script.
 *
 * @module
 */
import type { FastifyInstance } from 'fastify';
import { readFile } from 'node:fs/promises';
import { openApiDocument } from './openapi.ts';
import type { OpenApiOptions } from './openapi.ts';

const ASSETS = new URL('../../assets/docs/', import.meta.url);

const FILES: Readonly<Record<string, readonly [file: string, type: string]>> = {
  '/docs': ['index.html', 'text/html; charset=utf-8'],
  '/docs/docs.css': ['docs.css', 'text/css; charset=utf-8'],
  '/docs/docs.js': ['docs.js', 'text/javascript; charset=utf-8'],
};

const PAGE_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

export function addDocs(app: FastifyInstance, options: OpenApiOptions): void {
  let description: string | undefined;
  app.get('/v1/openapi.json', (_request, reply) => {
    // Made once: anybody may ask for it, and making it takes milliseconds.
    description ??= JSON.stringify(openApiDocument(options));
    return reply.type('application/json; charset=utf-8').send(description);
  });
  for (const [url, [file, type]] of Object.entries(FILES)) {
    app.get(url, { exposeHeadRoute: true }, async (_request, reply) => {
      const bytes = await readFile(new URL(file, ASSETS));
      return reply.type(type).header('content-security-policy', PAGE_POLICY).send(bytes);
    });
  }
}
