/**
 * The files of imports and exports in the OpenAPI document.
 *
 * @module
 */
import { ERROR_RESPONSE } from '../../http/openapi-parts.ts';
import type { Paths } from '../../http/openapi-parts.ts';
import type { Json } from '../../http/route.ts';

const TAG = 'Moving servers';
const BYTES: Json = { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } };

function parameter(where: 'query' | 'path', name: string, description: string, required = true): Json {
  return { name, in: where, required, description, schema: { type: 'string' } };
}

const MADE: Json = {
  description: '`made`, or `there`: it was imported before',
  content: {
    'application/json': {
      schema: {
        title: 'ImportedFile',
        type: 'object',
        properties: { outcome: { type: 'string' }, file: { type: 'string' } },
      },
    },
  },
};

export const IMPORT_PATHS: Paths = {
  '/v1/admin/import/files': {
    post: {
      operationId: 'importFile',
      tags: [TAG],
      summary: 'Import the bytes of a file, once for each id',
      description: 'For administrators, and server keys with the scope `import`.',
      parameters: [
        parameter('query', 'id', 'What the source calls the file'),
        parameter('query', 'owner', 'Whose file it is: as the source calls them'),
        parameter('query', 'name', 'The name of the file', false),
        parameter('query', 'alt', 'What it shows, in words', false),
        parameter('query', 'voice', '`true`: it is a voice message', false),
      ],
      requestBody: { required: true, content: BYTES },
      responses: { 200: MADE, 201: MADE, default: ERROR_RESPONSE },
    },
  },
  '/v1/admin/export/files/{id}': {
    get: {
      operationId: 'exportFile',
      tags: [TAG],
      summary: 'The bytes of a file that an export names',
      description: 'For administrators, and server keys with the scope `import`.',
      parameters: [parameter('path', 'id', 'The file')],
      responses: { 200: { description: 'The bytes', content: BYTES }, default: ERROR_RESPONSE },
    },
  },
};
