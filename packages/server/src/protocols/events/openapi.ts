/**
 * The calls of the event stream, for the OpenAPI document.
 *
 * @module
 */
import { ERRORS } from '@posthorn/protocol';
import { ERROR_RESPONSE, jsonResponse } from '../../http/openapi-parts.ts';
import type { Paths } from '../../http/openapi-parts.ts';
import type { Json } from '../../http/route.ts';
import type { StreamEventType } from './wire.ts';

/** The data of each event. OpenAPI has no place for it. */
const DATA: Readonly<Record<StreamEventType, Json>> = {
  ready: { type: 'object' },
  message: { $ref: 'Message#' },
  typing: { $ref: 'TypingNote#' },
  presence: { $ref: 'PresenceNote#' },
  receipt: { $ref: 'ReceiptNote#' },
  user: { $ref: 'User#' },
  restored: {
    title: 'RestoredEvent',
    type: 'object',
    properties: { conversations: { type: 'array', items: { type: 'integer' } } },
  },
  goodbye: {
    title: 'GoodbyeEvent',
    type: 'object',
    properties: {
      code: { type: 'integer' },
      name: { type: 'string', enum: Object.keys(ERRORS) },
      message: { type: 'string' },
      retryAfterMs: { type: 'integer' },
      windowMs: { type: 'integer' },
    },
  },
};

export const EVENTS_PATHS: Paths = {
  '/v1/events/ticket': {
    post: {
      operationId: 'createEventTicket',
      tags: ['Events'],
      summary: 'A one-time ticket with which a browser opens the event stream',
      responses: {
        200: jsonResponse('Use it within `expiresInMs`, once.', {
          title: 'EventTicket',
          type: 'object',
          properties: { ticket: { type: 'string' }, expiresInMs: { type: 'integer' } },
        }),
        default: ERROR_RESPONSE,
      },
    },
  },
  '/v1/events': {
    get: {
      operationId: 'streamEvents',
      tags: ['Events'],
      summary: 'Messages and notes as they come, as Server-Sent Events',
      description: 'Resumes where it ended when the last event’s id comes as Last-Event-ID.',
      parameters: [
        queryParameter('ticket', { type: 'string' }, 'Instead of the Authorization header.'),
        queryParameter(
          'from',
          { type: 'string', enum: ['now', 'start'] },
          'Where a stream without Last-Event-ID begins.',
        ),
        queryParameter(
          'conversation',
          { type: 'string' },
          'Only these conversations: ids with commas between.',
        ),
        queryParameter('lastEventId', { type: 'string' }, 'Like the header, for pages that cannot send it.'),
        {
          name: 'Last-Event-ID',
          in: 'header',
          schema: { type: 'string' },
          description: 'The id of the last event that arrived.',
        },
      ],
      responses: {
        200: {
          description: 'The stream. `x-events` has the data of each event.',
          content: { 'text/event-stream': { schema: { type: 'string' } } },
          'x-events': DATA,
        },
        default: ERROR_RESPONSE,
      },
    },
  },
};

function queryParameter(name: string, schema: Json, description: string): Json {
  return { name, in: 'query', schema, description };
}
