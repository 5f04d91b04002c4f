/**
 * The HTTP application of a router: REST under /v1, the calls of wire protocols, docs, health and metrics. It runs on a
 * server that the caller creates, so that the gateway's WebSockets can share it.
 *
 * @module
 */
import { fastify, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { PosthornError } from '@posthorn/protocol';
import type { Endpoint } from '@posthorn/protocol';
import { isUtf8 } from 'node:buffer';
import type { Server } from 'node:http';
import type { ClientAddresses } from './client-addresses.ts';
import type { PublicUrl } from '../config/public-url.ts';
import type { Clock, Random } from '../clock.ts';
import type { Logger } from '../logger.ts';
import type { AuditTrail } from '../router/audit.ts';
import type { AuthenticateKey } from '../router/keys.ts';
import type { Caller, Router } from '../router/router.ts';
import { addApi } from './api.ts';
import type { Gate } from './bearer.ts';
import { addGateways } from './gateways.ts';
import { addDocs } from './docs.ts';
import type { OpenListeners } from './endpoints.ts';
import { isDeeperThan, MAX_JSON_DEPTH } from './json-depth.ts';
import type { Paths } from './openapi-parts.ts';
import { codedError, errorAnswer, refuseSocket } from './failure.ts';
import { SessionCookies } from './session-cookies.ts';
import { SlowBodies } from './slow-bodies.ts';
import { corsHeaders, SECURITY_HEADERS, TLS_HEADERS } from './headers.ts';
import { MAX_PARAM_LENGTH, MethodsByUrl, OTHER_URLS, refuseMethod } from './methods.ts';
import { addMonitoring, type Monitoring } from './monitoring.ts';
import type { Origins } from './origins.ts';
import type { FeatureRegistry } from '../router/feature-registry.ts';
import { RateLimiter, STRANGER_REQUESTS_PER_SECOND } from './rate.ts';
import type { HttpMetrics } from './metrics.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The caller. Set before a route runs. */
    caller: Caller;
  }
}

/** What every node serves. */
export interface HttpBase {
  readonly server: Server;
  readonly router: Router;
  readonly addresses: ClientAddresses;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly origins: Origins;
  /** Where clients find this server; undefined: under whatever host name they use. */
  readonly publicUrl: PublicUrl | undefined;
  /** The addresses of this node. */
  readonly listeners: OpenListeners;
  /** True while draining: answers then ask the client to close the connection. */
  readonly isDraining: () => boolean;
  readonly monitoring: Omit<Monitoring, 'router'>;
  readonly metrics: HttpMetrics;
}

export interface HttpOptions extends HttpBase {
  readonly features: FeatureRegistry;
  readonly random: Random;
  readonly audit: AuditTrail;
  readonly authenticateKey: AuthenticateKey;
  readonly version: string;
  /** Largest body after login. */
  readonly maxBodyBytes: number;
  /** Requests per second of one session. */
  readonly requestsPerSecond: number;
  /** Addresses for the clients of a user, best first. Empty: this server. */
  readonly endpoints: (user: number) => readonly Endpoint[];
  /** Adds routes besides the REST API. */
  readonly more: readonly AddRoutes[];
  /** The documentation of those routes. */
  readonly morePaths: Paths;
}

/** `gate` authenticates requests. */
export type AddRoutes = (app: FastifyInstance, gate: Gate) => void;

/** Largest body in bytes before login, and for monitoring. */
const STRANGER_BODY_BYTES = 4096;

/** Adds all routes. Resolves when they are ready on `options.server`, which must not listen yet. */
export async function createHttpApp(options: HttpOptions): Promise<FastifyInstance> {
  const slowBodies = new SlowBodies();
  const app = createBase(options, 'there is nothing at this URL; GET /docs shows what there is', slowBodies);
  addParser(app);
  const gate: Gate = {
    router: options.router,
    addresses: options.addresses,
    clock: options.clock,
    audit: options.audit,
    authenticateKey: options.authenticateKey,
    cookies: new SessionCookies({ ...options, isSecure: options.listeners.isSecure }),
    sessionRate: new RateLimiter(options.clock, options.requestsPerSecond),
    strangerRate: new RateLimiter(options.clock, STRANGER_REQUESTS_PER_SECOND),
    slowBodies,
  };
  addApi(app, { ...options, gate });
  addGateways(app, { ...options, gate });
  addDocs(app, { ...options, more: options.morePaths });
  for (const add of options.more) add(app, gate);
  await app.ready();
  return app;
}

/** Only health and metrics. `notFound` says where the rest is. */
export async function createMonitoringApp(options: HttpBase, notFound: string): Promise<FastifyInstance> {
  const app = createBase(options, notFound);
  await app.ready();
  return app;
}

function createBase(
  options: HttpBase,
  notFound: string,
  slowBodies: SlowBodies = new SlowBodies(),
): FastifyInstance {
  const app = fastify({
    serverFactory(handler) {
      options.server.on('request', handler);
      return options.server;
    },
    clientErrorHandler: (error, socket) => {
      if (!slowBodies.excuses(error, socket)) refuseSocket(error, socket);
    },
    frameworkErrors: (error, request, reply) => answerError(options, error, request, reply),
    rewriteUrl: ({ url = '' }) => options.publicUrl?.withoutPath(url) ?? url,
    bodyLimit: STRANGER_BODY_BYTES,
    exposeHeadRoutes: false,
    routerOptions: { maxParamLength: MAX_PARAM_LENGTH, ignoreTrailingSlash: false },
  });
  app.decorateRequest('caller');
  app.setErrorHandler((error, request, reply) => answerError(options, error, request, reply));
  app.setNotFoundHandler(() => {
    throw new PosthornError('NOT_FOUND', notFound);
  });
  addHooks(app, options, new MethodsByUrl(app));
  addMonitoring(app, { ...options.monitoring, router: options.router });
  return app;
}

/** Accepts only JSON in UTF-8. An empty body counts as none, since some clients send the content-type header anyway. */
function addParser(app: FastifyInstance): void {
  const parseJson = app.getDefaultJsonParser('error', 'error');
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    const bytes = body as Buffer; // Guaranteed by parseAs.
    if (bytes.length === 0) {
      done(null, undefined);
    } else if (!isUtf8(bytes)) {
      done(new PosthornError('INVALID', 'the body is not UTF-8'));
    } else if (isDeeperThan(bytes, MAX_JSON_DEPTH)) {
      done(new PosthornError('INVALID', `the body is nested more than ${MAX_JSON_DEPTH} deep`));
    } else {
      void parseJson(request, bytes.toString('utf8'), done); // Reports through `done`.
    }
  });
}

function addHooks(app: FastifyInstance, options: HttpBase, methods: MethodsByUrl): void {
  const startedAt = new WeakMap<FastifyRequest, number>();
  const headers = { ...SECURITY_HEADERS, ...(options.listeners.isSecure && TLS_HEADERS) };
  app.addHook('onRequest', (request, reply, next) => {
    startedAt.set(request, options.clock.monotonic());
    void reply.headers(headers); // The reply is its own promise; Fastify awaits it.
    const standing = options.origins.standingOf(request.raw);
    if (standing === 'listed') void reply.headers(corsHeaders(request.raw));
    // Any other page’s browser keeps the answer from it; this one’s would not.
    // But it may load the public files of the web client, which then shows why nothing else works.
    const missed = methods.missedBy(request);
    if (standing === 'rebound' && (missed !== undefined || request.routeOptions.url !== OTHER_URLS))
      return next(options.origins.refuse(request.raw));
    if (standing === 'foreign') options.origins.refuse(request.raw);
    if (options.isDraining()) void reply.header('connection', 'close');
    // A URL with more to say about itself answers on its own.
    if (request.method === 'OPTIONS' && request.routeOptions.url === undefined) void reply.code(204).send();
    else if (missed !== undefined) void refuseMethod(reply, missed);
    else next();
  });
  app.addHook('onResponse', (request, reply, next) => {
    const seconds = (options.clock.monotonic() - (startedAt.get(request) ?? 0)) / 1000;
    // Logs the pattern, never the URL itself: its query may contain a ticket.
    const missed = reply.statusCode === 405 ? methods.missedBy(request) : undefined;
    const route = missed?.url ?? request.routeOptions.url ?? 'none';
    options.metrics.observe(request.method, route, reply.statusCode, seconds);
    options.logger.debug(
      { method: request.method, route, status: reply.statusCode, ms: seconds * 1000 },
      'http request',
    );
    next();
  });
}

function answerError(options: HttpBase, thrown: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const error = codedError(thrown);
  const { status, body } = errorAnswer(error);
  if (error.code === 'INTERNAL') {
    const route = request.routeOptions.url;
    options.logger.error({ err: error.cause ?? error, method: request.method, route }, 'http request failed');
  }
  if (error.retryAfterMs > 0) void reply.header('retry-after', Math.ceil(error.retryAfterMs / 1000));
  // The refused body is still arriving, so the connection cannot be reused.
  if (error.code === 'TOO_LARGE') void reply.header('connection', 'close');
  if (status === 401) void reply.header('www-authenticate', 'Bearer');
  // Whatever type the answer was to have.
  void reply.code(status).type('application/json; charset=utf-8').send(body); // As above.
}
