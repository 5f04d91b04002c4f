/**
 * The access matrix: every request over frames and every route over HTTP, as a stranger, an outsider, a member, an
 * admin of the group, its owner, and an administrator of the server; and over frames as somebody who is silenced, was
 * removed, or is blocked. What each may do stands in support/access-matrix.ts and access-afterwards.ts, by hand; the
 * server's own tables say only which rows there must be.
 */
import * as cursorQueries from '../packages/server/src/features/cursors/queries.ts';
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { REPLY_CASE } from '@posthorn/protocol';
import { REGISTRY } from '../packages/server/src/compose/features.ts';
import { NOT_OVER_HTTP } from '../packages/server/src/http/not-over-http.ts';
import type { Route } from '../packages/server/src/http/route.ts';
import { AFTERWARDS } from './support/access-afterwards.ts';
import { differences, readMatrix, REQUESTS, ROUTES } from './support/access-matrix.ts';
import { GATEWAY_REQUESTS, ROUTE_INPUTS, SAMPLES } from './support/access-samples.ts';
import type { SampledCase } from './support/access-samples.ts';
import { overFrames, overHttp, walk } from './support/access-walk.ts';
import type { Call } from './support/access-walk.ts';
import type { World } from './support/access-world.ts';
import { TOPOLOGIES } from './support/topologies.ts';
import type { InProcessPlace, Topology } from './support/topologies.ts';

/** What the server offers. */
const OFFERED: { readonly requests: readonly string[]; readonly routes: readonly Route[] } = {
  requests: REGISTRY.operations.map(({ request }) => request.name),
  routes: REGISTRY.routes.map(({ route }) => route),
};

const FRAME_CALLS = new Map<string, Call>(
  Object.entries(SAMPLES).map(([request, sample]) => [request, overFrames(request, sample)]),
);
const ROUTE_CALLS = new Map<string, Call>(
  OFFERED.routes.map((route) => {
    const sample = SAMPLES[route.request as SampledCase];
    return [nameOf(route), overHttp(route, sample, ROUTE_INPUTS[nameOf(route)])];
  }),
);

/** Requests that name a conversation. */
const OFFERED_TO_MEMBERS = REGISTRY.operations.flatMap(({ request, conversation }) =>
  conversation === undefined ? [] : [request.name],
);
const MISSING_INVITE = { id: 999_999_999, token: 'x'.repeat(24) };

function nameOf({ method, url }: Route): string {
  return `${method} ${url}`;
}

function isAnsweredByGateway(request: string): boolean {
  return (GATEWAY_REQUESTS as readonly string[]).includes(request);
}

async function open(topology: Topology): Promise<InProcessPlace> {
  return topology.open({ sendRate: 1_000_000, groupsPerHour: 0, loginPolicy: 'multi' });
}

describe('the matrix', () => {
  it('has a row for every request and every route that the server offers, and no other', () => {
    assert.deepEqual(differences(REQUESTS, OFFERED.requests), []);
    assert.deepEqual(differences(AFTERWARDS, OFFERED.requests), []);
    assert.deepEqual(differences(ROUTES, OFFERED.routes.map(nameOf)), []);
  });

  it('has a row for every request of the protocol, but for what the gateway answers itself', () => {
    const routed = Object.keys(REPLY_CASE).filter((request) => !isAnsweredByGateway(request));
    assert.ok(routed.length > 0);
    assert.deepEqual(differences(REQUESTS, routed), []);
  });

  it('says what is missing, and refuses what it cannot read', () => {
    assert.match(
      differences(REQUESTS, [...REQUESTS.keys(), 'star']).join(),
      /Add a row for "star".*stranger/,
    );
    const header = 'stranger outsider member manager owner administrator';
    assert.throws(() => readMatrix('stranger outsider'), /columns/);
    assert.throws(() => readMatrix(`${header}\nstar ok ok ok ok ok`), /is not a name and 6 of ok, login/);
    assert.throws(() => readMatrix(`${header}\nstar ok ok ok ok ok maybe`), /is not a name/);
    const row = 'star ok ok ok ok ok ok';
    assert.throws(() => readMatrix(`${header}\n${row}\n${row}`), /twice/);
  });

  it('whatever a frame can ask for, HTTP can, but for what makes no sense there', () => {
    const routed = new Set<string>([
      ...OFFERED.routes.map(({ request }) => request),
      ...Object.keys(NOT_OVER_HTTP),
    ]);
    assert.deepEqual(
      Object.keys(REPLY_CASE).filter((request) => !routed.has(request)),
      [],
    );
  });
});

for (const topology of TOPOLOGIES) {
  describe(`frames, ${topology.name}`, () => {
    let place: InProcessPlace;
    const { cast } = walk(REQUESTS, FRAME_CALLS, async () => (place = await open(topology)));

    describe('what is left to those who were silenced, removed or blocked', () => {
      walk(AFTERWARDS, FRAME_CALLS, () => open(topology));
    });

    it('a conversation or an invite that is not there looks like one that one may not know of', async () => {
      const missing: World = { ...(await cast().newWorld()), group: 999_999_999, invite: MISSING_INVITE };
      const asked = OFFERED_TO_MEMBERS.filter((request) => request !== 'moveCursors');
      assert.ok(asked.length > 10);
      for (const request of asked) {
        const code = await FRAME_CALLS.get(request)?.(cast().actor('outsider'), missing, cast().place);
        assert.equal(code, REQUESTS.get(request)?.outsider, request);
      }
    });

    it('moving cursors where one is not a member moves nothing', async () => {
      const world = await cast().newWorld();
      for (const role of ['outsider', 'administrator'] as const) {
        const { client } = cast().actor(role);
        assert.equal(await client.code({ case: 'moveCursors', value: SAMPLES.moveCursors(world) }), 'OK');
      }
      assert.deepEqual(await place.store.run(cursorQueries.cursors, world.group, 0, 10), []);
    });
  });
}

describe('routes', () => {
  const [topology] = TOPOLOGIES;
  assert.ok(topology !== undefined);
  const { cast } = walk(ROUTES, ROUTE_CALLS, () => open(topology));

  it('the event stream and its tickets are not for strangers', async () => {
    const url = cast().place.url('http', 0);
    assert.equal((await fetch(`${url}/v1/events`)).status, 401);
    assert.equal((await fetch(`${url}/v1/events?ticket=x`)).status, 401);
    assert.equal((await fetch(`${url}/v1/events/ticket`, { method: 'POST' })).status, 401);
  });
});
