import type { FastifyInstance } from 'fastify';
import { admit } from '../../../src/http/bearer.ts';
import type { RouterPlace } from '../../../src/protocols/wire-protocol.ts';

/** GET /say: where the asker's client connects. */
export function addSayCalls(app: FastifyInstance, place: RouterPlace): void {
  app.get('/say', async (request) => {
    const { session } = await admit(place.gate, request.raw, 'user');
    return { name: session?.name, gateway: place.gatewayFor(session?.user ?? 0) ?? null };
  });
}
