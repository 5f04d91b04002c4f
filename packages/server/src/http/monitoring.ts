/**
 * Endpoints for monitoring: liveness, readiness and metrics.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type { FastifyInstance } from 'fastify';
import type { IncomingMessage } from 'node:http';
import type { Registry } from 'prom-client';
import type { Router } from '../router/router.ts';
import { StoreError } from '../store/store.ts';
import { fromStoreError } from '../pipeline/store-errors.ts';
import { isSecret } from '../secrets.ts';
import { bearerOf } from './bearer.ts';
import { isLocal } from './local.ts';

export interface Monitoring {
  readonly router: Router;
  /** Rejects with the reason if the server should get no traffic now. */
  readonly readiness: () => Promise<void>;
  readonly registry: Registry;
  readonly metrics: 'private' | 'public' | 'off';
  readonly metricsToken: string | undefined;
}

export function addMonitoring(app: FastifyInstance, monitoring: Monitoring): void {
  // Some monitors use HEAD.
  app.get('/healthz', { exposeHeadRoute: true }, () => ({ status: 'alive' }));
  app.get('/readyz', { exposeHeadRoute: true }, async (request, reply) => {
    try {
      await monitoring.readiness();
      return { status: 'ready' };
    } catch (error) {
      void reply.code(503); // The reply is its own promise; Fastify awaits it.
      return { status: 'unready', reason: reasonFor(request.raw, error as Error) };
    }
  });
  if (monitoring.metrics === 'off') return;
  app.get('/metrics', async (request, reply) => {
    if (!(await mayRead(monitoring, request.raw))) {
      throw new PosthornError(
        'UNAUTHENTICATED',
        'the metrics need the metrics token or an administrator’s token',
      );
    }
    void reply.type(monitoring.registry.contentType); // As above.
    return monitoring.registry.metrics();
  });
}

/** Details about the database are only for the operator. Others learn only that it fails. */
function reasonFor(request: IncomingMessage, error: Error): string {
  return error instanceof StoreError && !isLocal(request) ? fromStoreError(error).message : error.message;
}

async function mayRead(monitoring: Monitoring, request: IncomingMessage): Promise<boolean> {
  if (monitoring.metrics === 'public') return true;
  const token = bearerOf(request);
  if (token === undefined) return isLocal(request);
  if (monitoring.metricsToken !== undefined && isSecret(token, monitoring.metricsToken)) return true;
  return (await monitoring.router.authenticate(token)).admin;
}
