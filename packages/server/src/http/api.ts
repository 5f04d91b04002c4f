/**
 * Adds the REST routes to the HTTP server.
 *
 * @module
 */
import { PosthornError, LIMITS } from '@posthorn/protocol';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Clock, Random } from '../clock.ts';
import type { FeatureRegistry, OperationRoute } from '../router/feature-registry.ts';
import type { Router } from '../router/router.ts';
import { admit, admitWithKey, type Gate } from './bearer.ts';
import { carryOut } from './carry-out.ts';
import { endpointsFor, type OpenListeners } from './endpoints.ts';
import { InputReader, inputSchemas } from './input.ts';
import type { Json, RouteContext } from './route.ts';

export interface ApiOptions {
  readonly features: FeatureRegistry;
  readonly router: Router;
  readonly gate: Gate;
  readonly clock: Clock;
  readonly random: Random;
  readonly maxBodyBytes: number;
  readonly listeners: OpenListeners;
}

/** A request that takes longer gets TIMEOUT. Its effect may still happen. */
const CALL_TIMEOUT_MS = 30_000;
const CLIENT_ID_BYTES = 16;

export function addApi(app: FastifyInstance, options: ApiOptions): void {
  const { features } = options;
  const reader = new InputReader(features.schemas);
  for (const each of features.routes) {
    const { route, operation } = each;
    const { who } = operation.request;
    const schemas = inputSchemas(each, features.schemas);
    app.route({
      method: route.method,
      url: route.url,
      ...(who !== 'stranger' && { bodyLimit: options.maxBodyBytes }),
      onRequest: async (request) => {
        // The router refuses those who are no administrators.
        request.caller =
          who === 'stranger'
            ? await admit(options.gate, request.raw, who)
            : await admitWithKey(options.gate, request.raw, groupOf(each, request));
      },
      handler: async (request) => {
        const input = reader.read(schemas, {
          path: request.params,
          query: request.query,
          body: request.body,
        });
        return withinTime(options.clock, carryOut(options.router, each, input, contextOf(options, request)));
      },
    });
  }
}

/** The group of a request that the owner of one may make, and which a server key makes as them if it names nobody. */
function groupOf({ operation }: OperationRoute, { params }: FastifyRequest): number | undefined {
  if (operation.request.keys?.scopes.includes('groups') !== true) return undefined;
  const id = Number((params as Readonly<Record<string, string>>)['conversation']);
  return Number.isSafeInteger(id) && id > 0 ? id : undefined;
}

function contextOf(options: ApiOptions, request: FastifyRequest): RouteContext {
  const { caller } = request;
  return {
    caller,
    clientId: clientIdOf(request) ?? Buffer.from(options.random.bytes(CLIENT_ID_BYTES)).toString('base64url'),
    endpoints: () => endpointsFor(request.headers.host, options.listeners),
  };
}

/**
 * The Idempotency-Key header (draft-ietf-httpapi-idempotency-key-header). The quotes that the draft requires are
 * optional.
 */
function clientIdOf(request: FastifyRequest): string | undefined {
  const header = request.headers['idempotency-key'];
  if (header === undefined) return undefined;
  const key = typeof header === 'string' ? /^("?)([\x21\x23-\x7e]+)\1$/.exec(header)?.[2] : undefined;
  if (key === undefined || key.length > LIMITS.maxClientIdBytes) {
    throw new PosthornError(
      'INVALID',
      `idempotency-key must be 1 to ${LIMITS.maxClientIdBytes} visible ASCII characters`,
    );
  }
  return key;
}

function withinTime(clock: Clock, work: Promise<Json>): Promise<Json> {
  const { promise, resolve, reject } = Promise.withResolvers<Json>();
  const timer = clock.after(CALL_TIMEOUT_MS, () => reject(new PosthornError('TIMEOUT', 'no answer in time')));
  work.then(resolve, reject).finally(() => timer.cancel()); // `promise` carries the outcome.
  return promise;
}
