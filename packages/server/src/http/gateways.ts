/**
 * GET /v1/gateways: where clients connect, for those that have lost their gateway and know no other.
 *
 * @module
 */
import type { Endpoint } from '@posthorn/protocol';
import type { FastifyInstance } from 'fastify';
import { admit, bearerOf } from './bearer.ts';
import type { Gate } from './bearer.ts';
import { endpointsFor } from './endpoints.ts';
import type { OpenListeners } from './endpoints.ts';

export interface GatewaysOptions {
  readonly gate: Gate;
  readonly listeners: OpenListeners;
  readonly endpoints: (user: number) => readonly Endpoint[];
}

/** It tells a stranger no more than a login does, and anybody may try to log in. */
export function addGateways(app: FastifyInstance, { gate, listeners, endpoints }: GatewaysOptions): void {
  app.get('/v1/gateways', async (request) => {
    const who = bearerOf(request.raw) === undefined ? 'stranger' : 'user';
    const { session } = await admit(gate, request.raw, who);
    const known = endpoints(session?.user ?? 0);
    return { endpoints: known.length > 0 ? known : endpointsFor(request.headers.host, listeners) };
  });
}
