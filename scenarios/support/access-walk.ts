/**
 * Walks an access matrix: every row as every role, each with a fresh group. The rows may be the server's own or those
 * of a feature that a test has added.
 *
 * @module
 */
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { errorName } from '@posthorn/protocol';
import type { ClientFrameInit } from '@posthorn/protocol';
import { fromJson, toJson } from '@posthorn/protocol/schema';
import type { Place } from '@posthorn/testing/place';
import { codeOf } from '@posthorn/testing/raw-client';
import { messageOf, pathNames } from '../../packages/server/src/http/route.ts';
import type { Json, Route } from '../../packages/server/src/http/route.ts';
import type { AccessMatrix, RoleName } from './access-matrix.ts';
import { Cast } from './access-world.ts';
import type { Actor, World } from './access-world.ts';

/** Makes one call and resolves with the code of its error, or OK. */
export type Call = (as: Actor, world: World, place: Place) => Promise<string>;

/**
 * Registers a test for each row of the matrix; `calls` makes the call of each by name. For the body of a `describe`.
 * The place must be empty when it opens, and is closed at the end.
 */
export function walk(
  matrix: AccessMatrix,
  calls: ReadonlyMap<string, Call>,
  open: () => Promise<Place>,
): { readonly cast: () => Cast } {
  let cast: Cast | undefined;
  const current = (): Cast => {
    assert.ok(cast !== undefined);
    return cast;
  };
  before(async () => {
    cast = await Cast.of(await open());
  });
  after(() => cast?.place.close());
  assert.ok(matrix.size > 0, 'an empty matrix shows nothing');
  for (const [name, verdicts] of matrix) {
    it(name, async () => {
      const call = calls.get(name);
      assert.ok(call !== undefined, `there is no sample of ${name}`);
      // The keys are the columns of the matrix; Object.keys() has forgotten them.
      for (const role of Object.keys(verdicts) as RoleName[]) {
        const world = await current().newWorld(role);
        // Nobody stays a stranger for long: who does not log in is cut.
        if (role === 'stranger') await current().renew(role);
        const code = await call(current().actor(role), world, current().place);
        assert.equal(code, verdicts[role], `as ${role}`);
        if (/logout/.test(name)) await current().renew(role);
      }
    });
  }
  return { cast: current };
}

/** A request over frames. */
export function overFrames(request: string, sample: (world: World) => object): Call {
  return async ({ client }, world) => {
    // The pair of case and value is one of the union's; the type checker cannot follow it.
    const body = { case: request, value: sample(world) } as unknown as ClientFrameInit['body'];
    const answer = await client.ask(body);
    return answer.case === 'pulled' ? codeOfBatch(answer.value.batches[0]?.error ?? 0) : codeOf(answer);
  };
}

/** A REST route; its inputs are those of its request's sample unless others are given. */
export function overHttp(
  route: Route,
  sample: (world: World) => object,
  inputs?: (world: World) => Json,
): Call {
  return async ({ token, as }, world, place) => {
    const input = inputs?.(world) ?? jsonOf(route.request, sample(world));
    const names = route.bodySchema === undefined ? (route.body ?? []) : Object.keys(route.bodySchema);
    const body = Object.fromEntries(names.filter((name) => name in input).map((name) => [name, input[name]]));
    const hasBody = route.method !== 'GET' && Object.keys(body).length > 0;
    const response = await fetch(`${place.url('http', 0)}${pathOf(route, input)}`, {
      method: route.method,
      headers: {
        ...(token !== '' && { authorization: `Bearer ${token}` }),
        ...(as !== undefined && { 'posthorn-as': as }),
        ...(hasBody && { 'content-type': 'application/json' }),
      },
      ...(hasBody && { body: JSON.stringify(body) }),
    });
    const answer = (await response.json()) as {
      readonly error?: { readonly code: string };
      readonly batches?: readonly { readonly error: number }[];
    };
    assert.equal(answer.error === undefined, response.ok);
    if (answer.batches !== undefined) return codeOfBatch(answer.batches[0]?.error ?? 0);
    return answer.error?.code ?? 'OK';
  };
}

function codeOfBatch(error: number): string {
  return error === 0 ? 'OK' : errorName(error);
}

function jsonOf(request: string, sample: object): Json {
  const message = messageOf(request);
  return toJson(message, fromJson(message, toJson(message, sample)));
}

/** With its path's names filled in, and its query. */
function pathOf(route: Route, input: Json): string {
  let path = route.url;
  for (const name of pathNames(route.url)) path = path.replace(`:${name}`, textOf(input[name]));
  const query = new URLSearchParams();
  for (const name of route.query ?? []) {
    if (input[name] !== undefined) query.set(name, textOf(input[name]));
  }
  return `${path}?${query.toString()}`;
}

/** Paths and queries hold numbers and short texts. */
function textOf(value: unknown): string {
  assert.ok(typeof value === 'number' || typeof value === 'string');
  return `${value}`;
}
