/**
 * GET /v1/events: messages and notes as Server-Sent Events, and the tickets with which browsers open it.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ServerResponse } from 'node:http';
import { admit, admitToken, tokenOf, limitStranger, type Gate } from '../../http/bearer.ts';
import { TICKET_TTL_MS } from '../../router/tickets.ts';
import type { Tickets } from '../../router/tickets.ts';

/** A request for an event stream, already parsed. */
export interface EventsRequest {
  readonly token: string;
  readonly address: string;
  /** The last event id that the client received. */
  readonly lastEventId: string | undefined;
  /** Without `lastEventId`: all readable messages, or new ones only. */
  readonly from: 'start' | 'now';
  /** Only these conversations; empty for all. */
  readonly conversations: readonly number[];
}

/**
 * Takes over the response until the stream ends. Rejects with a PosthornError before anything is written. The gateway
 * provides this, since it owns live connections.
 */
export type OpenEvents = (request: EventsRequest, response: ServerResponse) => Promise<void>;

export interface EventsOptions {
  readonly gate: Gate;
  readonly openEvents: OpenEvents;
  readonly tickets: Tickets;
}

const MAX_LAST_EVENT_ID_CHARS = 16_384;
const MAX_CONVERSATIONS = 1000;

export function addEvents(app: FastifyInstance, options: EventsOptions): void {
  const { tickets } = options;
  app.post('/v1/events/ticket', async (request) => {
    await admit(options.gate, request.raw, 'user');
    return { ticket: tickets.issue(tokenOf(options.gate, request.raw) ?? ''), expiresInMs: TICKET_TTL_MS };
  });
  app.get('/v1/events', async (request, reply) => {
    const { gate } = options;
    const address = gate.addresses.ofRequest(request.raw);
    const { query, ticket } = parseQuery(request);
    const token = ticket === undefined ? tokenOf(gate, request.raw) : await tickets.redeem(ticket);
    if (token === undefined) {
      limitStranger(gate, address);
      throw new PosthornError('UNAUTHENTICATED', ticket === undefined ? NO_TOKEN : OLD_TICKET);
    }
    // Guessing is slowed here as everywhere, before a gateway does anything.
    await admitToken(gate, token, address);
    const opened: EventsRequest = { token, address, ...query };
    // Those of every answer, which Fastify does not write here.
    reply.raw.setHeaders(new Map(Object.entries(reply.getHeaders() as Record<string, string>)));
    await options.openEvents(opened, reply.raw);
    reply.hijack();
  });
}

type Query = Pick<EventsRequest, 'lastEventId' | 'from' | 'conversations'>;

const NO_TOKEN = 'log in and send the token, or use a ticket';
const OLD_TICKET = 'the ticket was used or is too old';

function parseQuery(request: FastifyRequest): { readonly query: Query; readonly ticket: string | undefined } {
  const given = new Map(Object.entries(request.query as Record<string, unknown>));
  const take = (name: string): string | undefined => {
    const value = given.get(name);
    given.delete(name);
    if (value !== undefined && typeof value !== 'string')
      throw new PosthornError('INVALID', `"${name}" is there twice`);
    return value;
  };
  const [ticket, from, conversation, lastId] = [
    take('ticket'),
    take('from'),
    take('conversation'),
    take('lastEventId'),
  ];
  const [unknown] = given.keys();
  if (unknown !== undefined)
    throw new PosthornError('INVALID', `the query has the unknown property "${unknown}"`);
  if (from !== undefined && from !== 'start' && from !== 'now')
    throw new PosthornError('INVALID', '"from" must be start or now');
  const query: Query = {
    from: from ?? 'now',
    conversations: parseIds(conversation),
    lastEventId: lastEventIdOf(request, lastId),
  };
  return { query, ticket };
}

/** From the standard header, or from the query for a page that had to fetch a new ticket. */
function lastEventIdOf(request: FastifyRequest, fromQuery: string | undefined): string | undefined {
  const header = request.headers['last-event-id'];
  const id = (typeof header === 'string' ? header : undefined) ?? fromQuery;
  if (id === undefined || id === '') return undefined;
  if (id.length > MAX_LAST_EVENT_ID_CHARS)
    throw new PosthornError('TOO_LARGE', 'the last event id is too long');
  return id;
}

function parseIds(text: string | undefined): readonly number[] {
  const parts = text === undefined || text === '' ? [] : text.split(',');
  if (parts.length > MAX_CONVERSATIONS)
    throw new PosthornError('LIMIT_EXCEEDED', `at most ${MAX_CONVERSATIONS} conversations`);
  return parts.map((part) => {
    const id = /^\d{1,16}$/.test(part) ? Number(part) : 0;
    if (!Number.isSafeInteger(id) || id === 0)
      throw new PosthornError('INVALID', '"conversation" must be ids with commas between');
    return id;
  });
}
