/**
 * The session of a browser: `/v1/web/session` logs in, says who is logged in, and logs out; `/v1/web/ticket` gives what the
 * page attaches its connection with. The token is in a cookie, so that no script ever sees it.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type { LoggedInInit } from '@posthorn/protocol';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { admit, tokenOf } from '../../http/bearer.ts';
import type { Json } from '../../http/route.ts';
import type { FeaturePlace } from '../../router/feature.ts';
import type { Caller } from '../../router/router.ts';
import { TICKET_TTL_MS } from '../../router/tickets.ts';
import { loggedInJson } from '../accounts/logged-in-json.ts';
import { sessionInfo } from '../accounts/sessions.ts';
import { parseLogin } from './login.ts';
import type { WebLogin } from './login.ts';

const SESSION_URL = '/v1/web/session';
const TICKET_URL = '/v1/web/ticket';

const IS_OVER: ReadonlySet<string> = new Set(['UNAUTHENTICATED', 'SESSION_EXPIRED', 'ACCOUNT_DISABLED']);

export function addSession(app: FastifyInstance, place: FeaturePlace): void {
  const { gate, services } = place;
  app.route({
    method: 'POST',
    url: SESSION_URL,
    onRequest: async (request) => {
      request.caller = await admit(gate, request.raw, 'stranger');
      // Also without a cookie: nobody else logs a browser in, as themselves.
      gate.cookies.assertOwn(request.raw);
    },
    handler: async (request, reply) => {
      const earlier = tokenOf(gate, request.raw);
      const loggedIn = await logIn(place, request.caller, parseLogin(request.body));
      if (earlier !== undefined) await end(place, request.caller, earlier);
      return answer(place, { request, reply, loggedIn });
    },
  });
  app.get(SESSION_URL, async (request, reply) => {
    const loggedIn = await current(place, request);
    if (loggedIn !== undefined) return answer(place, { request, reply, loggedIn });
    // No error: each page asks this first, whether or not somebody is logged in.
    if (request.headers.cookie !== undefined)
      void reply.header('set-cookie', gate.cookies.clear(request.raw));
    return reply.type('application/json; charset=utf-8').send('null');
  });
  app.delete(SESSION_URL, async (request, reply) => {
    gate.cookies.assertOwn(request.raw);
    const caller = await admit(gate, request.raw, 'stranger');
    const token = tokenOf(gate, request.raw);
    if (token !== undefined) await end(place, caller, token);
    return reply.header('set-cookie', gate.cookies.clear(request.raw)).send({});
  });
  app.post(TICKET_URL, async (request, reply) => {
    await admit(gate, request.raw, 'user');
    const token = tokenOf(gate, request.raw) ?? '';
    const { expiresAt = 0 } = await sessionInfo(services, token);
    renewCookie(place, { request, reply, loggedIn: { token, expiresAt } });
    return { ticket: services.tickets.issue(token), expiresAt: services.clock.now() + TICKET_TTL_MS };
  });
}

/** Undefined: nobody is logged in, or not any more. */
async function current(
  { gate, services }: FeaturePlace,
  { raw }: FastifyRequest,
): Promise<LoggedInInit | undefined> {
  const token = tokenOf(gate, raw);
  await admit(gate, raw, token === undefined ? 'stranger' : 'user').catch(unlessOver);
  if (token === undefined) return undefined;
  const info = await sessionInfo(services, token).catch(unlessOver);
  return info && { token, ...info };
}

function unlessOver(error: unknown): undefined {
  if (!isOver(error)) throw error;
}

async function logIn(
  { router }: FeaturePlace,
  caller: Caller,
  { isNew, displayName, bootstrapSecret, invite, ...login }: WebLogin,
): Promise<LoggedInInit> {
  const reply = await router.call(
    caller,
    isNew
      ? { case: 'register', value: { ...login, displayName, bootstrapSecret, invite } }
      : { case: 'login', value: login },
  );
  if (reply.case === 'loggedIn') return reply.value;
  throw new PosthornError('INTERNAL', `the answer to a login was a ${reply.case}`);
}

/** Ends the session of a token, if it has not ended yet. */
async function end({ router }: FeaturePlace, caller: Caller, token: string): Promise<void> {
  try {
    const session = await router.authenticate(token);
    await router.call({ ...caller, session }, { case: 'logout', value: {} });
  } catch (error) {
    if (!isOver(error)) throw error;
  }
}

function isOver(error: unknown): boolean {
  return error instanceof PosthornError && IS_OVER.has(error.code);
}

interface Answering {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly loggedIn: LoggedInInit;
}

/** A cookie lives on with its session, as long as that is used. */
function renewCookie(
  { gate, services }: FeaturePlace,
  { request, reply, loggedIn: { token = '', expiresAt = 0 } }: Answering,
): void {
  if (request.headers.authorization !== undefined) return;
  void reply.header('set-cookie', gate.cookies.set(request.raw, token, expiresAt - services.clock.now()));
}

/** As a login by REST answers, but with the token in the cookie. */
function answer(place: FeaturePlace, { request, reply, loggedIn }: Answering): Json {
  renewCookie(place, { request, reply, loggedIn });
  const { token: _token, ...json } = loggedInJson(place, request.raw, loggedIn);
  return json;
}
