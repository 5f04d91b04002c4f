/**
 * Handlers of requests with a body that is not JSON. They run before Fastify reads the body, which stays a stream.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { HttpRefusal, locked } from './refusal.ts';

/** Returns the reply that it has sent. May throw a HttpRefusal, or what all routes throw. */
export type Handler<Params = unknown> = (
  request: FastifyRequest<{ Params: Params; Querystring: Query }>,
  reply: FastifyReply,
) => Promise<FastifyReply>;

/** Values of the query, which may be repeated. */
export type Query = Readonly<Record<string, string | readonly string[] | undefined>>;

export interface RawRoute<Params> {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PATCH' | 'DELETE' | 'OPTIONS';
  readonly url: string;
  readonly handle: Handler<Params>;
}

/** Adds a route whose handler reads the body itself, or leaves it. */
export function addRaw<Params = unknown>(app: FastifyInstance, route: RawRoute<Params>): void {
  const { method, url, handle } = route;
  app.route<{ Params: Params; Querystring: Query }>({
    method,
    url,
    onRequest: async (request, reply) => {
      try {
        await handle(request, reply);
      } catch (error) {
        // What is left of the body would be taken for the next request.
        if (!request.raw.complete && hasBody(request)) void reply.header('connection', 'close');
        const refusal = isHeld(error) ? locked() : error;
        if (!(refusal instanceof HttpRefusal)) throw refusal;
        await refusal.send(reply);
      }
      return reply;
    },
    // Never comes so far: the hook has answered.
    handler: () => {},
  });
}

/** Of an upload, somebody else works on it. */
function isHeld(error: unknown): boolean {
  return error instanceof PosthornError && error.code === 'HELD';
}

function hasBody({ headers }: FastifyRequest): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

/** One value of the query. Undefined: it is not there, or there several times. */
export function queryValue(query: Query, name: string): string | undefined {
  const value = query[name];
  return typeof value === 'string' ? value : undefined;
}
