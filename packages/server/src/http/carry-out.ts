/**
 * Carries out a REST route: turns its inputs into the same request that a frame would contain, and asks the router.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type { Operation } from '../router/operation.ts';
import type { Answer, Caller, Router } from '../router/router.ts';
import type { OperationRoute } from '../router/feature-registry.ts';
import type { Json, RouteContext } from './route.ts';
import { resolveUsers } from './users.ts';

/** Carries out the route's request with `input`. Rejects with a PosthornError. */
export async function carryOut(
  router: Router,
  { route, operation }: OperationRoute,
  input: Json,
  context: RouteContext,
): Promise<Json> {
  const ids = await resolveUsers(router, context.caller, input);
  const json = route.build === undefined ? ids : await route.build(ids, context);
  const hasClientId = takesClientId(operation);
  const given = hasClientId ? { ...json, clientId: context.clientId } : json;
  const reply = operation.json.decode(await forward(router, context.caller, operation, given));
  const answer = route.answer === undefined ? reply : route.answer(reply, context);
  return hasClientId ? { ...answer, clientId: context.clientId } : answer;
}

/** Whether a client id makes the request idempotent, so that it takes an `Idempotency-Key`. */
export function takesClientId({ request }: Operation): boolean {
  return request.clientIdField !== undefined;
}

/** Encodes the request, so that defaults and limits are exactly those of a frame. */
async function forward(
  router: Router,
  caller: Caller,
  { request, json }: Operation,
  given: Json,
): Promise<Answer> {
  const answer = await router.forward(caller, { number: request.number, frame: json.encode(given) });
  if (answer instanceof PosthornError) throw answer;
  return answer;
}
