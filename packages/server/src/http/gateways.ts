/**
 * GET /v1/gateways: the addresses of gateways, for clients that lost theirs and know no other.
 *
 * @module
 */
import type { Endpoint } from '@posthorn/protocol';
import type { FastifyInstance } from 'fastify';
import { admit, tokenOf } from './bearer.ts';
import type { Gate } from './bearer.ts';
import { endpointsFor } from './endpoints.ts';
import type { OpenListeners } from './endpoints.ts';

export interface GatewaysOptions {
  readonly gate: Gate;
  readonly listeners: OpenListeners;
  readonly endpoints: (user: number) => readonly Endpoint[];
}

/** Open to anybody: a login returns the same addresses. */
export function addGateways(app: FastifyInstance, { gate, listeners, endpoints }: GatewaysOptions): void {
  app.get('/v1/gateways', async (request) => {
    const who = tokenOf(gate, request.raw) === undefined ? 'stranger' : 'user';
    const { session } = await admit(gate, request.raw, who);
    const known = endpoints(session?.user ?? 0);
    return { endpoints: known.length > 0 ? known : endpointsFor(request.headers.host, listeners) };
  });
}
