/**
 * The access matrix: every request over frames and every route over HTTP, as a stranger, an outsider, a
 * member, an admin of the group, its owner, and an administrator of the server. What each may do is what the
 * operations table says; a request that is not in here does not compile.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { errorName, REPLY_CASE } from '@posthorn/protocol';
import type { Calls, ClientFrameInit } from '@posthorn/protocol';
import { fromJson, toJson } from '@posthorn/protocol/schema';
import { OPERATIONS } from '../packages/server/src/router/operations.ts';
import type { RoutedCase } from '../packages/server/src/router/operations.ts';
import { messageOf, pathNames } from '../packages/server/src/http/route.ts';
import type { Json, Route } from '../packages/server/src/http/route.ts';
import { NOT_OVER_HTTP, ROUTES } from '../packages/server/src/http/routes.ts';
import { TOPOLOGIES } from './support/topologies.ts';
import type { InProcessPlace, Topology } from './support/topologies.ts';
import { codeOf, RawClient } from '@posthorn/testing/raw-client';

const ROLES = ['stranger', 'outsider', 'member', 'manager', 'owner', 'administrator'] as const;
type RoleName = (typeof ROLES)[number];

interface Actor {
  readonly client: RawClient;
  readonly token: string;
  readonly id: number;
}

/** A fresh group, so that one check does not change what the next one sees. */
interface World {
  readonly group: number;
  readonly invite: { readonly id: number; readonly token: string };
  /** Somebody in the group, of the lowest rank. */
  readonly pawn: number;
  /** Somebody outside of it. */
  readonly other: number;
}

type Sample<K extends RoutedCase> = (world: World) => Calls[K]['init'];

let count = 0;
function fresh(): string {
  return `k${(count += 1)}`;
}

const SAMPLES: { readonly [K in RoutedCase]: Sample<K> } = {
  register: () => ({ name: `new${fresh()}`, password: 'pw' }),
  login: () => ({ name: 'member', password: 'pw', device: { id: fresh(), class: 'bot' } }),
  logout: () => ({}),
  send: ({ group }) => ({
    target: { case: 'conversation', value: group },
    clientId: fresh(),
    content: { text: 'hi' },
  }),
  pull: ({ group }) => ({ ranges: [{ conversation: group, limit: 10 }] }),
  listHeads: () => ({}),
  moveCursors: ({ group }) => ({ cursors: [{ conversation: group, read: 1 }] }),
  typing: ({ group }) => ({ conversation: group, active: true }),
  listConversations: () => ({}),
  getConversation: ({ group }) => ({ conversation: group }),
  openDirect: ({ other }) => ({ user: other }),
  createGroup: ({ other }) => ({ title: 'New', members: [other], clientId: fresh() }),
  addMembers: ({ group, other }) => ({ conversation: group, users: [other], clientId: fresh() }),
  removeMember: ({ group, pawn }) => ({ conversation: group, user: pawn, clientId: fresh() }),
  leave: ({ group }) => ({ conversation: group, clientId: fresh() }),
  rename: ({ group }) => ({ conversation: group, title: 'Renamed', clientId: fresh() }),
  setRole: ({ group, pawn }) => ({ conversation: group, user: pawn, role: 'admin', clientId: fresh() }),
  muteMember: ({ group, pawn }) => ({ conversation: group, user: pawn, muted: true, clientId: fresh() }),
  listMembers: ({ group }) => ({ conversation: group }),
  listReceipts: ({ group }) => ({ conversation: group }),
  createInvite: ({ group }) => ({ conversation: group }),
  listInvites: ({ group }) => ({ conversation: group }),
  revokeInvite: ({ invite }) => ({ invite: invite.id }),
  joinByInvite: ({ invite }) => ({ token: invite.token, clientId: fresh() }),
  muteConversation: ({ group }) => ({ conversation: group, muted: true }),
  getUsers: ({ pawn }) => ({ ids: [pawn] }),
  findUsers: () => ({ prefix: 'm' }),
  listOnline: () => ({}),
  watchPresence: ({ pawn }) => ({ users: [pawn] }),
  updateProfile: () => ({ statusText: 'here' }),
  changePassword: () => ({ oldPassword: 'pw', newPassword: 'pw' }),
  listSessions: () => ({}),
  revokeSession: () => ({ session: 999_999 }),
  block: ({ other }) => ({ user: other }),
  unblock: ({ other }) => ({ user: other }),
  listBlocked: () => ({}),
  disableUser: ({ other }) => ({ user: other, disabled: false }),
  resetPassword: ({ other }) => ({ user: other, newPassword: 'pw' }),
  getServerInfo: () => ({}),
  listNodes: () => ({}),
};

/** A request that is allowed may still find nothing to do. */
const ALLOWED: Partial<Record<RoutedCase, readonly string[]>> = { revokeSession: ['NOT_FOUND'] };
/** To an outsider the group must look as if it did not exist, or as not theirs. */
const HIDDEN = ['NOT_A_MEMBER', 'NOT_FOUND'];

/** What a role gets for a request: codes of which one must come. */
function expected(request: RoutedCase, role: RoleName): readonly string[] {
  const { who, conversation } = OPERATIONS[request];
  const fine = ['OK', ...(ALLOWED[request] ?? [])];
  if (who === 'stranger') return fine;
  if (role === 'stranger') return ['UNAUTHENTICATED'];
  if (who === 'admin') return role === 'administrator' ? fine : ['FORBIDDEN'];
  if (conversation === undefined) return fine;
  // An administrator of the server has no rights in other people's groups.
  if (role === 'outsider' || role === 'administrator') return HIDDEN;
  if (conversation === 'manager' && role === 'member') return ['FORBIDDEN'];
  if (conversation === 'owner' && role !== 'owner') return ['FORBIDDEN'];
  return fine;
}

let place: InProcessPlace;
const actors = new Map<RoleName, Actor>();
let pawn = 0;
let other = 0;

async function open(topology: Topology): Promise<void> {
  place = await topology.open({ sendRate: 1_000_000, loginPolicy: 'multi' });
  actors.set('administrator', await RawClient.as(place.url('tcp', 0), 'administrator'));
  for (const name of ['outsider', 'member', 'manager', 'owner'] as const) {
    actors.set(name, await RawClient.as(place.url('tcp', 0), name));
  }
  await newStranger();
  pawn = (await RawClient.as(place.url('tcp', 0), 'pawn')).id;
  other = (await RawClient.as(place.url('tcp', 0), 'other')).id;
}

/** Nobody stays one for long: who does not log in is cut. */
async function newStranger(): Promise<void> {
  actors.get('stranger')?.client.close();
  const client = await RawClient.connect(place.url('tcp', 0));
  await client.hello();
  actors.set('stranger', { client, token: '', id: 0 });
}

function actor(role: RoleName): Actor {
  const found = actors.get(role);
  assert.ok(found !== undefined);
  return found;
}

async function newWorld(): Promise<World> {
  const { client: owner } = actor('owner');
  const members = [actor('member').id, actor('manager').id, pawn];
  const made = await owner.ask({
    case: 'createGroup',
    value: { title: 'Group', members, clientId: fresh() },
  });
  assert.ok(made.case === 'conversation');
  const group = made.value.id;
  const promote = {
    conversation: group,
    user: actor('manager').id,
    role: 'admin',
    clientId: fresh(),
  } as const;
  assert.equal(await owner.code({ case: 'setRole', value: promote }), 'OK');
  const invite = await owner.ask({ case: 'createInvite', value: { conversation: group } });
  assert.ok(invite.case === 'invite');
  return { group, invite: invite.value, pawn, other };
}

/** Restores what a check may have taken from an actor. */
async function relogin(role: RoleName): Promise<void> {
  if (role !== 'stranger') actors.set(role, await RawClient.as(place.url('tcp', 0), role));
}

for (const topology of TOPOLOGIES) {
  describe(`frames, ${topology.name}`, () => {
    before(() => open(topology));
    after(() => place.close());

    for (const request of Object.keys(OPERATIONS) as RoutedCase[]) {
      it(request, async () => {
        for (const role of ROLES) {
          const world = await newWorld();
          const value = SAMPLES[request](world);
          if (role === 'stranger') await newStranger();
          // The pair of case and value is one of the union's; the type checker cannot follow K.
          const answer = await actor(role).client.ask({
            case: request,
            value,
          } as unknown as ClientFrameInit['body']);
          const code =
            answer.case === 'pulled' ? codeOfBatch(answer.value.batches[0]?.error ?? 0) : codeOf(answer);
          const wanted =
            request === 'moveCursors' && expected(request, role) === HIDDEN
              ? ['OK']
              : expected(request, role);
          assert.ok(wanted.includes(code), `${role}: ${code} instead of ${wanted.join(' or ')}`);
          if (request === 'logout') await relogin(role);
        }
      });
    }

    it('moving cursors where one is not a member moves nothing', async () => {
      const world = await newWorld();
      await actor('outsider').client.ask({ case: 'moveCursors', value: SAMPLES.moveCursors(world) });
      assert.deepEqual(await place.store.log.cursors(world.group, 0, 10), []);
    });
  });
}

function codeOfBatch(error: number): string {
  return error === 0 ? 'OK' : errorName(error);
}

describe('routes', () => {
  before(async () => {
    const [topology] = TOPOLOGIES;
    assert.ok(topology !== undefined);
    await open(topology);
  });
  after(() => place.close());

  for (const route of ROUTES) {
    it(`${route.method} ${route.url}`, async () => {
      for (const role of ROLES) {
        const world = await newWorld();
        const code = await call(route, world, actor(role).token);
        const wanted = expectedOverHttp(route, role);
        assert.ok(wanted.includes(code), `${role}: ${code} instead of ${wanted.join(' or ')}`);
        if (route.request === 'logout') await relogin(role);
      }
    });
  }

  it('whatever a frame can ask for, HTTP can, but for what makes no sense there', () => {
    const routed = new Set<string>([...ROUTES.map(({ request }) => request), ...Object.keys(NOT_OVER_HTTP)]);
    const asked = Object.keys(REPLY_CASE).filter((request) => !routed.has(request));
    assert.deepEqual(asked, []);
  });

  it('the event stream and its tickets are not for strangers', async () => {
    assert.equal((await fetch(`${place.url('http', 0)}/v1/events`)).status, 401);
    assert.equal((await fetch(`${place.url('http', 0)}/v1/events?ticket=x`)).status, 401);
    assert.equal((await fetch(`${place.url('http', 0)}/v1/events/ticket`, { method: 'POST' })).status, 401);
  });
});

function expectedOverHttp(route: Route, role: RoleName): readonly string[] {
  const wanted = expected(route.request, role);
  // A direct message needs no common group, and cursors elsewhere are ignored as in a frame.
  const isFree = route.url === '/v1/messages' || route.request === 'moveCursors';
  return wanted === HIDDEN && isFree ? ['OK'] : wanted;
}

/** Makes the call and returns the code of its error, or OK. */
async function call(route: Route, world: World, token: string): Promise<string> {
  const input = inputOf(route, world);
  let path = route.url;
  for (const name of pathNames(route.url)) path = path.replace(`:${name}`, textOf(input[name]));
  const query = new URLSearchParams();
  for (const name of route.query ?? []) {
    if (input[name] !== undefined) query.set(name, textOf(input[name]));
  }
  const names = route.bodySchema === undefined ? (route.body ?? []) : Object.keys(route.bodySchema);
  const body = Object.fromEntries(names.filter((name) => name in input).map((name) => [name, input[name]]));
  const hasBody = route.method !== 'GET' && Object.keys(body).length > 0;
  const response = await fetch(`${place.url('http', 0)}${path}?${query.toString()}`, {
    method: route.method,
    headers: {
      ...(token !== '' && { authorization: `Bearer ${token}` }),
      ...(hasBody && { 'content-type': 'application/json' }),
    },
    ...(hasBody && { body: JSON.stringify(body) }),
  });
  const answer = (await response.json()) as {
    readonly error?: { readonly code: string };
    readonly batches?: readonly { readonly error: number }[];
  };
  if (answer.batches !== undefined) return codeOfBatch(answer.batches[0]?.error ?? 0);
  assert.equal(answer.error === undefined, response.ok);
  return answer.error?.code ?? 'OK';
}

/** Paths and queries hold numbers and short texts. */
function textOf(value: unknown): string {
  assert.ok(typeof value === 'number' || typeof value === 'string');
  return `${value}`;
}

/** The sample request as the route wants it. */
function inputOf(route: Route, world: World): Json {
  const special: Readonly<Record<string, Json>> = {
    'POST /v1/messages': { to: world.other, text: 'hi' },
    'POST /v1/conversations/:conversation/messages': { conversation: world.group, text: 'hi' },
    'GET /v1/conversations/:conversation/messages': { conversation: world.group },
    'PUT /v1/conversations/:conversation/cursor': { conversation: world.group, read: 1 },
    'POST /v1/directs': { to: world.other },
    'GET /v1/users/:user': { user: world.pawn },
    'GET /v1/users/lookup': { ids: world.pawn },
    'GET /v1/presence': { users: world.pawn },
  };
  const found = special[`${route.method} ${route.url}`];
  if (found !== undefined) return found;
  const sample = SAMPLES[route.request](world) as object;
  const whole = fromJson(messageOf(route.request), toJson(messageOf(route.request), sample));
  return toJson(messageOf(route.request), whole);
}
