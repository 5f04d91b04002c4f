/**
 * The access matrix of server keys: every route with a key of each scope, and every other HTTP call with a key of all. What a
 * key may do stands in support/key-access.ts, by hand; the default is that it may not.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startInProcess } from '@posthorn/testing/in-process';
import { REGISTRY } from '../packages/server/src/compose/features.ts';
import type { Route } from '../packages/server/src/http/route.ts';
import { SCOPES } from '../packages/server/src/router/scopes.ts';
import { ROUTES } from './support/access-matrix.ts';
import { ROUTE_INPUTS, SAMPLES } from './support/access-samples.ts';
import type { SampledCase } from './support/access-samples.ts';
import { overHttp } from './support/access-walk.ts';
import { Cast } from './support/access-world.ts';
import type { Actor, World } from './support/access-world.ts';
import { KEY_ACCESS, KEY_SCOPES, OF_STRANGERS } from './support/key-access.ts';
import { Holder } from './support/key-calls.ts';
import { onePlace } from './support/topologies.ts';

const ASKED: readonly Route[] = REGISTRY.routes
  .map(({ route }) => route)
  .filter(({ request }) => !OF_STRANGERS.has(request));

let cast: Cast;
let administrator: Holder;
const keys = new Map<string, Actor>();

before(async () => {
  cast = await Cast.of(
    onePlace(await startInProcess({ sendRate: 1_000_000, groupsPerHour: 0, loginPolicy: 'multi' })),
  );
  administrator = new Holder(cast.place.url('http', 0), cast.actor('administrator').token);
  for (const scope of KEY_SCOPES) {
    const { token } = await administrator.newKey(scope, [scope], { requestsPerSecond: 10_000 });
    keys.set(scope, { ...cast.actor('owner'), token });
  }
});

after(() => cast.place.close());

function nameOf({ method, url }: Route): string {
  return `${method} ${url}`;
}

function keyWith(scope: string): Actor {
  const found = keys.get(scope);
  assert.ok(found !== undefined);
  return found;
}

/** The code of the answer. */
function call(route: Route, actor: Actor, world: World, as: string | undefined): Promise<string> {
  const sample = SAMPLES[route.request as SampledCase];
  return overHttp(route, sample, ROUTE_INPUTS[nameOf(route)])({ ...actor, as }, world, cast.place);
}

it('has rows for requests that there are, and the scopes that there are', () => {
  const offered = new Set(REGISTRY.operations.map(({ request }) => request.name));
  assert.deepEqual(
    [...KEY_ACCESS.keys(), ...OF_STRANGERS].filter((request) => !offered.has(request)),
    [],
  );
  assert.deepEqual(KEY_SCOPES, [...SCOPES]);
});

describe('with a key', () => {
  for (const route of ASKED) {
    const row = KEY_ACCESS.get(route.request);
    it(nameOf(route), async () => {
      const shared = await cast.newWorld('owner');
      const as = row?.acts === 'as user' ? 'owner' : undefined;
      for (const scope of KEY_SCOPES) {
        const isGranted = row?.scopes.includes(scope) === true;
        const world = isGranted ? await cast.newWorld('owner') : shared;
        const role = as === undefined ? 'administrator' : 'owner';
        const allowed = nameOf(route) === 'GET /v1/me' ? 'INVALID' : ROUTES.get(nameOf(route))?.[role];
        const wanted = isGranted ? allowed : 'FORBIDDEN';
        assert.equal(await call(route, keyWith(scope), world, as), wanted, `scope ${scope}`);
        if (isGranted || as !== undefined) continue;
        assert.equal(
          await call(route, keyWith(scope), world, 'owner'),
          'FORBIDDEN',
          `scope ${scope}, as a user`,
        );
      }
    });
  }

  it('what it does itself it does not do as a user, and the other way round', async () => {
    const world = await cast.newWorld('owner');
    let asked = 0;
    for (const route of ASKED) {
      const row = KEY_ACCESS.get(route.request);
      if (row === undefined || row.acts === 'either') continue;
      // Without a name it acts as the owner of the group that the path has.
      if (row.acts === 'as user' && row.scopes.includes('groups') && route.url.includes(':conversation'))
        continue;
      const as = row.acts === 'itself' ? 'owner' : undefined;
      const code = await call(route, keyWith(row.scopes[0] ?? ''), world, as);
      assert.equal(code, 'INVALID', nameOf(route));
      asked += 1;
    }
    assert.ok(asked > 50);
  });
});

/** Calls that are no requests of the protocol, which everybody may make. */
const PUBLIC = ['GET /v1/server/logo', 'POST /v1/web/session', 'DELETE /v1/web/session'];

/** Those that take a key with the scope `import`. */
const OF_IMPORTS = [
  ['POST', '/v1/admin/import/files'],
  ['GET', '/v1/admin/export/files/{id}'],
] as const;

it('the files of imports are for keys with this scope, which are nobody', async () => {
  const mover = await administrator.newKey('mover', ['import']);
  const others = KEY_SCOPES.filter((scope) => scope !== 'import');
  const other = await administrator.newKey('no mover', others);
  for (const [method, path] of OF_IMPORTS) {
    const url = path.replace('{id}', '1');
    const asked = { GET: 'NOT_FOUND', POST: 'INVALID' }[method];
    assert.equal((await mover.ask(method, url)).code, asked);
    assert.equal((await mover.ask(method, url, { as: 'owner' })).code, 'INVALID');
    assert.equal((await other.ask(method, url)).code, 'FORBIDDEN');
  }
});

it('calls that are no requests of the protocol take no key', async () => {
  const all = await administrator.newKey('all', KEY_SCOPES, { requestsPerSecond: 10_000 });
  const calls = Object.entries(REGISTRY.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => [method.toUpperCase(), path] as const),
  );
  assert.ok(calls.length > 10);
  for (const [method, path] of [...calls, ['GET', '/v1/events'], ['POST', '/v1/events/ticket']] as const) {
    if (
      PUBLIC.includes(`${method} ${path}`) ||
      OF_IMPORTS.some((each) => each.join(' ') === `${method} ${path}`)
    )
      continue;
    for (const as of [undefined, 'owner']) {
      const url = path.replaceAll(/\{\w+\}/g, '1');
      // An upload is asked for its protocol before it is asked for its user.
      const { status } = await all.ask(method, url, { as, headers: { 'tus-resumable': '1.0.0' } });
      assert.ok(status >= 401 && status <= 404, `${method} ${path}: ${status}`);
    }
  }
});

it('acting as an administrator gives no rights of one', async () => {
  const everything = await administrator.newKey('everything', KEY_SCOPES);
  const { code } = await everything.ask('PUT', '/v1/admin/users/owner/administrator', {
    as: 'administrator',
    json: { administrator: true },
  });
  assert.equal(code, 'FORBIDDEN');
  const { group } = await cast.newWorld('owner');
  // An administrator may say who is in charge of any group; a key that acts as one may not.
  const { pawn } = await cast.newWorld('owner');
  const role = await everything.ask('PUT', `/v1/groups/${group}/members/${pawn}/role`, {
    as: 'administrator',
    json: { role: 'owner' },
  });
  assert.equal(role.code, 'NOT_A_MEMBER');
});
