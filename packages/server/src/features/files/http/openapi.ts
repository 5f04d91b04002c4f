/**
 * The HTTP calls of files in the OpenAPI document.
 *
 * @module
 */
import { ERROR_RESPONSE, jsonResponse } from '../../../http/openapi-parts.ts';
import type { Paths } from '../../../http/openapi-parts.ts';
import type { Json } from '../../../http/route.ts';

const TAG = 'Files';
const ATTACHMENT = { $ref: 'Attachment#' };

const ID = {
  name: 'id',
  in: 'path',
  required: true,
  description: 'Of the upload, and of the file that it becomes.',
  schema: { type: 'string', pattern: '^[0-9a-f]{32}$' },
};

const SIZE = {
  name: 'size',
  in: 'query',
  description: 'A smaller picture: its longest side in pixels, one of `thumbnails` in the attachment.',
  schema: { type: 'integer', enum: [320, 1280] },
};

const DOWNLOAD = {
  name: 'download',
  in: 'query',
  description: 'With any value: browsers save the file, and never show it.',
  schema: { type: 'string' },
};

const LINK = {
  name: 'link',
  in: 'query',
  description: 'From POST /v1/files/{id}/link, instead of a token.',
  schema: { type: 'string' },
};

const RESUMABLE = header('Tus-Resumable', 'Always `1.0.0`.', { type: 'string', enum: ['1.0.0'] }, true);
const OFFSET = header('Upload-Offset', 'Where these bytes begin.', { type: 'integer', minimum: 0 }, true);
const LENGTH = header('Upload-Length', 'Bytes of the file.', { type: 'integer', minimum: 0 }, true);
const CHECKSUM = header(
  'Upload-Checksum',
  '`sha256` or `sha1`, a space, and the digest of the body in Base64. Such a body has at most 64 MiB.',
  { type: 'string' },
);
const METADATA = header(
  'Upload-Metadata',
  'Keys with values in Base64, joined by commas: `filename`, `filetype`, `alt` (what it shows, at most 1,000 characters), ' +
    '`voice` (`true`: a voice message).',
  { type: 'string' },
);

const BYTES: Json = { schema: { type: 'string', format: 'binary' } };
const CHUNK: Json = { required: true, content: { 'application/offset+octet-stream': BYTES } };
const NOTHING = (description: string): Json => ({ description });

const STATE: Json = {
  title: 'Upload',
  type: 'object',
  properties: {
    id: ID.schema,
    offset: { type: 'integer', description: 'Bytes that have arrived.' },
    length: { type: 'integer' },
    state: {
      type: 'string',
      enum: ['receiving', 'processing', 'ready', 'refused'],
      description: '`processing`: all bytes are there, and the file is made. `refused`: there will be none.',
    },
    attachment: ATTACHMENT,
    error: {
      type: 'object',
      title: 'UploadFailure',
      description: 'Why it was refused.',
      properties: { code: { type: 'string' }, message: { type: 'string' } },
    },
  },
  required: ['id', 'offset', 'length', 'state'],
};

export const FILE_PATHS: Paths = {
  '/v1/uploads': {
    post: {
      operationId: 'beginUpload',
      tags: [TAG],
      summary: 'Begin an upload that can be resumed (tus 1.0)',
      description:
        'Any tus client does the rest. `Location` in the answer is where the upload goes on; its last part is the id.',
      parameters: [RESUMABLE, LENGTH, METADATA, CHECKSUM],
      requestBody: { content: { 'application/offset+octet-stream': BYTES } },
      responses: { 201: NOTHING('It has begun.'), default: ERROR_RESPONSE },
    },
  },
  '/v1/uploads/{id}': {
    get: {
      operationId: 'getUpload',
      tags: [TAG],
      summary: 'What has become of an upload of mine',
      parameters: [
        ID,
        {
          name: 'wait',
          in: 'query',
          description: 'Answer when it is ready or refused, or after so many seconds.',
          schema: { type: 'integer', minimum: 0, maximum: 30 },
        },
      ],
      responses: { 200: jsonResponse('How far it is.', STATE), default: ERROR_RESPONSE },
    },
    head: {
      operationId: 'getUploadOffset',
      tags: [TAG],
      summary: 'Where an upload goes on (tus 1.0)',
      parameters: [ID, RESUMABLE],
      responses: { 200: NOTHING('See the header Upload-Offset.'), default: ERROR_RESPONSE },
    },
    patch: {
      operationId: 'continueUpload',
      tags: [TAG],
      summary: 'Send bytes of an upload (tus 1.0)',
      parameters: [ID, RESUMABLE, OFFSET, CHECKSUM],
      requestBody: CHUNK,
      responses: {
        204: NOTHING('They are kept.'),
        409: NOTHING('The upload goes on at another byte: ask where.'),
        423: NOTHING('Another request works on it.'),
        460: NOTHING('The checksum is wrong; nothing was kept.'),
        default: ERROR_RESPONSE,
      },
    },
    delete: {
      operationId: 'endUpload',
      tags: [TAG],
      summary: 'Drop an upload (tus 1.0)',
      parameters: [ID, RESUMABLE],
      responses: { 204: NOTHING('It is gone.'), default: ERROR_RESPONSE },
    },
  },
  '/v1/files': {
    post: {
      operationId: 'uploadFile',
      tags: [TAG],
      summary: 'Upload a file in one request',
      description:
        'The body is the file. Put the answer into `attachments` of a message; a file that is in no message is dropped after a day.',
      parameters: [
        { name: 'name', in: 'query', schema: { type: 'string' } },
        {
          name: 'alt',
          in: 'query',
          description: 'What it shows.',
          schema: { type: 'string', maxLength: 1000 },
        },
        { name: 'voice', in: 'query', description: 'It is a voice message.', schema: { type: 'boolean' } },
      ],
      requestBody: { required: true, content: { 'application/octet-stream': BYTES } },
      responses: { 201: jsonResponse('The file.', ATTACHMENT), default: ERROR_RESPONSE },
    },
  },
  '/v1/files/{id}': {
    get: {
      operationId: 'downloadFile',
      tags: [TAG],
      summary: 'Download a file, or a part of it',
      description:
        'For whoever may read a message that has it. Takes `Range`, `If-Range` and `If-None-Match`.',
      security: [{ token: [] }, {}],
      parameters: [ID, SIZE, DOWNLOAD, LINK],
      responses: {
        200: { description: 'The bytes.', content: { '*/*': BYTES } },
        206: { description: 'The bytes of the range.', content: { '*/*': BYTES } },
        default: ERROR_RESPONSE,
      },
    },
    head: {
      operationId: 'headFile',
      tags: [TAG],
      summary: 'The headers of a download alone',
      security: [{ token: [] }, {}],
      parameters: [ID, SIZE, DOWNLOAD, LINK],
      responses: { 200: NOTHING('The headers.'), default: ERROR_RESPONSE },
    },
  },
  '/v1/files/{id}/info': {
    get: {
      operationId: 'getFileInfo',
      tags: [TAG],
      summary: 'What is known about a file',
      parameters: [ID],
      responses: { 200: jsonResponse('The file.', ATTACHMENT), default: ERROR_RESPONSE },
    },
  },
  '/v1/files/{id}/link': {
    post: {
      operationId: 'linkToFile',
      tags: [TAG],
      summary: 'A link to a file that needs no token',
      description:
        'For a minute, and no longer than this login and the right to read the file. May be used for ranges, and repeatedly.',
      parameters: [ID, SIZE],
      responses: {
        200: jsonResponse('Below the URL of this server.', {
          title: 'FileLink',
          type: 'object',
          properties: { url: { type: 'string' }, expiresAt: { type: 'integer', description: 'Unix ms.' } },
          required: ['url', 'expiresAt'],
        }),
        default: ERROR_RESPONSE,
      },
    },
  },
};

function header(name: string, description: string, schema: Json, required = false): Json {
  return { name, in: 'header', required, description, schema };
}
