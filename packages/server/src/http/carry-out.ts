/**
 * Carries out a route: its inputs become the very request that a frame would have carried, and the router
 * cannot tell the difference.
 *
 * @module
 */
import {
  decodeClientFrame,
  decodeServerFrame,
  encodeClientFrame,
  encodeServerFrame,
  PosthornError,
  REPLY_CASE,
  type ClientFrameInit,
  type Reply,
  type Request,
  type RequestCase,
} from '@posthorn/protocol';
import { fromJson, SCHEMAS, toJson } from '@posthorn/protocol/schema';
import type { Caller, Router } from '../router/router.ts';
import { messageOf, type Json, type Route, type RouteContext } from './route.ts';

/** Runs the route's request with `input`. Rejects with a PosthornError. */
export async function carryOut(
  router: Router,
  route: Route,
  input: Json,
  context: RouteContext,
): Promise<Json> {
  const json = route.build === undefined ? input : await route.build(input, context);
  const hasClientId = takesClientId(route.request);
  const request = requestFrom(route.request, hasClientId ? { ...json, clientId: context.clientId } : json);
  const reply = replyToJson(await router.call(context.caller, request), route.request);
  const answer = route.answer === undefined ? reply : route.answer(reply, context);
  return hasClientId ? { ...answer, clientId: context.clientId } : answer;
}

/** Whether a request is idempotent by a client id, so that `Idempotency-Key` means something. */
export function takesClientId(request: RequestCase): boolean {
  const schema = SCHEMAS[messageOf(request)] as { readonly properties: object } | undefined;
  return schema !== undefined && 'clientId' in schema.properties;
}

/** The id of a user who is named by id or by name. */
export async function resolveUser(router: Router, caller: Caller, user: unknown): Promise<number> {
  if (typeof user === 'number') return user;
  const reply = await router.call(caller, requestFrom('getUsers', { names: [String(user)] }));
  const found = reply.case === 'users' ? reply.value.users?.[0] : undefined;
  if (found?.id === undefined) throw new PosthornError('NOT_FOUND', 'there is no such user');
  return found.id;
}

/** Through the codec and back, so that defaults and bounds are exactly those of a frame. */
function requestFrom(request: RequestCase, json: Json): Request {
  const message = fromJson(messageOf(request), json);
  // The JSON has passed the schema of this very message.
  const body = { case: request, value: message } as unknown as ClientFrameInit['body'];
  const decoded = decodeClientFrame(encodeClientFrame({ id: 1, body })).body;
  if (decoded === undefined)
    throw new PosthornError('UNKNOWN_REQUEST', 'this server does not know the request');
  return decoded;
}

function replyToJson(reply: Reply, request: RequestCase): Json {
  const expected = REPLY_CASE[request];
  const whole = decodeServerFrame(encodeServerFrame({ re: 1, body: reply })).body;
  if (whole === undefined || whole.case !== expected) {
    throw new PosthornError('INTERNAL', `the answer to ${request} was a ${reply.case}`);
  }
  return toJson(messageOf(expected), whole.value);
}
