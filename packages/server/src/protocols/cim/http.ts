/**
 * CIM's HTTP calls, on the server's own HTTP port. Everything is answered with status 200 and CIM's envelope.
 *
 * @module
 */
import type { ErrorName } from '@posthorn/protocol';
import type { FastifyInstance, FastifyRequest, RouteShorthandOptions } from 'fastify';
import type { CimProperties } from './note.ts';
import { CIM_OPTIONS } from './options.ts';
import { CIM_CODES, CimRefusal, createCimRules } from './rules.ts';
import type { CimCode } from './rules.ts';
import type { RouterPlace } from '../wire-protocol.ts';
import { LIMIT_OPTIONS } from '../../config/limit-options.ts';
import { optionsOf } from '../../config/option.ts';
import { bareHost } from '../../hosts.ts';
import { bearerOf, limitStranger } from '../../http/bearer.ts';
import { codedError } from '../../http/failure.ts';
import { isLocal } from '../../http/local.ts';
import { RateLimiter } from '../../http/rate.ts';
import { isSecret } from '../../secrets.ts';

type Body = Readonly<Record<string, unknown>>;
type CimData = object | readonly object[] | null;

/** Which of CIM's codes tells a refusal of ours best. */
const CODES: Partial<Record<ErrorName, CimCode>> = {
  RATE_LIMITED: 'rateLimited',
  OVERLOADED: 'rateLimited',
  INVALID: 'invalidArgument',
  TOO_LARGE: 'invalidArgument',
  NOT_FOUND: 'wrongUser',
};

const MAX_BODY_BYTES = 1_048_576;
const MAX_BATCH = 1000;
const MAX_PROPERTIES = 32;
const MAX_PROPERTY_CHARS = 1024;
const MAX_REQ_NO_CHARS = 256;

export function addCimCalls(app: FastifyInstance, place: RouterPlace): void {
  const rules = createCimRules(place.services);
  const { addresses } = place.gate;
  const routing = routeOptions(place);
  // Per user, or per address for calls that name no user.
  const rate = new RateLimiter(place.clock, optionsOf(place.config, LIMIT_OPTIONS).sendRate);
  const call = (url: string, run: (body: Body, request: FastifyRequest) => Promise<CimData>): void => {
    app.post(url, routing, async (request) => {
      const body = objectIn(request);
      limit(rate, body, () => addresses.ofRequest(request.raw));
      const data = await run(body, request).catch((error: unknown) => {
        // A number in a body proves nothing.
        if (error instanceof CimRefusal && error.reason === 'wrongUser') countStranger(place, request);
        throw error;
      });
      return envelope('success', CIM_CODES.success.message, data);
    });
  };
  call('/registerAccount', async (body, request) => {
    countStranger(place, request);
    return rules.register(text(body, 'userName'), addresses.ofRequest(request.raw));
  });
  call('/login', async (body, request) => {
    countStranger(place, request);
    const user = id(body, 'userId');
    await rules.login(user, text(body, 'userName'), addresses.ofRequest(request.raw));
    return whereToReceive(place, user, request);
  });
  call('/p2pRoute', async (body) => {
    const [userId, receiveUserId] = [id(body, 'userId'), id(body, 'receiveUserId')];
    const message = { userId, receiveUserId, texts: texts(body), reqNo: reqNo(body) };
    const isOnline = await rules.sendDirect(message);
    if (!isOnline) throw new CimRefusal('offline');
    return null;
  });
  call('/groupRoute', async (body) => {
    await rules.sendToAll(id(body, 'userId'), text(body, 'msg'), reqNo(body));
    return null;
  });
  call('/offLine', async (body, request) => {
    await rules.logout(id(body, 'userId'), addresses.ofRequest(request.raw));
    return null;
  });
  call('/fetchOfflineMsgs', async (body) => {
    await rules.fetch(id(body, 'receiveUserId'));
    return null;
  });
  call('/sendMsg', async (body, request) => {
    await mayNotify(place, request);
    if (!['MESSAGE', 'OFFLINE', undefined, null].includes(body['cmd'] as string | null | undefined))
      throw new CimRefusal('invalidArgument', 'cmd must be MESSAGE');
    await rules.notify(id(body, 'userId'), texts(body), properties(body));
    return { msg: 'OK' };
  });
  app.get('/onlineUser', routing, async (request) => {
    limit(rate, {}, () => addresses.ofRequest(request.raw));
    return envelope('success', CIM_CODES.success.message, await rules.online());
  });
}

function objectIn({ body = {} }: FastifyRequest): Body {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new CimRefusal('invalidArgument', 'the body must be a JSON object');
  // Checked above to be an object.
  return body as Body;
}

function countStranger({ gate }: RouterPlace, { raw }: FastifyRequest): void {
  limitStranger(gate, gate.addresses.ofRequest(raw));
}

function whereToReceive(place: RouterPlace, user: number, { headers }: FastifyRequest): CimData {
  const gateway = place.gatewayFor(user);
  if (gateway === undefined) throw new CimRefusal('unavailable', 'no gateway takes connections now');
  const { port: cimServerPort, httpPort } = gateway;
  const hostname = gateway.hostname ?? new URL(`http://${headers.host ?? 'localhost'}`).hostname;
  return { ip: bareHost(hostname), cimServerPort, httpPort };
}

/** The secret is checked before a body is read; whatever goes wrong is answered as CIM would. */
function routeOptions({ config, logger }: RouterPlace): RouteShorthandOptions {
  const { cimSecret: secret } = optionsOf(config, CIM_OPTIONS);
  return {
    bodyLimit: MAX_BODY_BYTES,
    onRequest: (request, _reply, done) => {
      const isKnown = secret === undefined || hasSecret(request, secret);
      done(isKnown ? undefined : new CimRefusal('wrongUser', 'the header cim-secret is missing or wrong'));
    },
    errorHandler: (error, request, reply) => {
      if (error instanceof CimRefusal) return void reply.send(envelope(error.reason, error.message, null));
      const coded = codedError(error);
      if (coded.code === 'INTERNAL')
        logger.error({ err: error, route: request.routeOptions.url }, 'a call of CIM’s failed');
      // The rest of the refused body is still arriving, so the connection cannot be reused.
      if (coded.code === 'TOO_LARGE') void reply.header('connection', 'close');
      void reply.code(200).send(envelope(CODES[coded.code] ?? 'failure', coded.message, null));
    },
  };
}

function limit(rate: RateLimiter, body: Body, address: () => string): void {
  const user = body['userId'] ?? body['receiveUserId'];
  const key = typeof user === 'number' || typeof user === 'string' ? `user ${user}`.slice(0, 32) : undefined;
  if ((key === undefined ? rate.takeFrom(address()) : rate.take(key)) > 0)
    throw new CimRefusal('rateLimited');
}

function envelope(reason: CimCode, message: string, dataBody: CimData): object {
  return { code: CIM_CODES[reason].code, message, reqNo: null, dataBody };
}

function hasSecret(request: FastifyRequest, secret: string): boolean {
  const given = request.headers['cim-secret'];
  return typeof given === 'string' && isSecret(given, secret);
}

/** CIM's servers call each other here; ours is for this machine and for administrators. */
async function mayNotify({ router }: RouterPlace, request: FastifyRequest): Promise<void> {
  const token = bearerOf(request.raw);
  if (token !== undefined && (await router.authenticate(token)).admin) return;
  if (!isLocal(request.raw))
    throw new CimRefusal('wrongUser', 'this is for the local host and for administrators');
}

function id(body: Body, name: string): number {
  const value = typeof body[name] === 'string' ? Number(body[name]) : body[name];
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value <= 0) {
    throw new CimRefusal('invalidArgument', `${name} must be a user's number`);
  }
  return value;
}

function text(body: Body, name: string): string {
  const value = body[name];
  if (typeof value !== 'string' || value === '')
    throw new CimRefusal('invalidArgument', `${name} must be a text`);
  return value;
}

/** `msg`, then `batchMsg`: CIM keeps one of the two, we keep both. */
function texts({ msg, batchMsg = [] }: Body): readonly string[] {
  if (
    !Array.isArray(batchMsg ?? []) ||
    (batchMsg as readonly unknown[] | null)?.some((each) => typeof each !== 'string')
  ) {
    throw new CimRefusal('invalidArgument', 'batchMsg must be a list of texts');
  }
  const first = typeof msg === 'string' && msg !== '' ? [msg] : [];
  const all = [...first, ...((batchMsg ?? []) as readonly string[])].filter((each) => each !== '');
  if (all.length === 0) throw new CimRefusal('invalidArgument', 'msg must be a text');
  if (all.length > MAX_BATCH)
    throw new CimRefusal('invalidArgument', `at most ${MAX_BATCH} messages at once`);
  return all;
}

function reqNo({ reqNo: value }: Body): string {
  return typeof value === 'string' ? value.slice(0, MAX_REQ_NO_CHARS) : '';
}

function properties({ properties: value }: Body): CimProperties {
  if (value === undefined || value === null) return {};
  const entries = typeof value === 'object' && !Array.isArray(value) ? Object.entries(value) : undefined;
  const isFine =
    entries !== undefined &&
    entries.length <= MAX_PROPERTIES &&
    entries.every(
      ([key, each]) => typeof each === 'string' && key.length + each.length <= MAX_PROPERTY_CHARS,
    );
  if (!isFine) throw new CimRefusal('invalidArgument', 'properties must be texts by name');
  return Object.fromEntries(entries) as CimProperties;
}
