/**
 * A fuzz over every text that somebody can send: each string field of each request, as a frame and over REST, and the
 * calls of CIM's clients. A nasty text may cost the main thread a few times as much as a plain one of the same length,
 * never its square. What counts is the processor time of the thread, so a busy machine changes nothing.
 *
 * Each field of a request gets every text, as a frame. Each input of a route gets a few, a different choice for each: what a route
 * adds is the reading of paths, queries and bodies, which is the same code for all of them.
 *
 * Then it goes on with random mixtures and lengths, for a second, or for long by hand:
 * `POSTHORN_FUZZ_MINUTES=10 npm test -- scenarios/nasty-texts` tells the longest pause.
 */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { encodeClientFrame, LIMITS, withLength } from '@posthorn/protocol';
import { toJson } from '@posthorn/protocol/schema';
import { Writer } from '@posthorn/protocol/wire';
import { REGISTRY } from '../packages/server/src/compose/features.ts';
import { messageOf, pathNames } from '../packages/server/src/http/route.ts';
import { startInProcess } from '@posthorn/testing/in-process';
import type { InProcess } from '@posthorn/testing/in-process';
import { RawClient } from '@posthorn/testing/raw-client';
import { ROUTE_INPUTS, SAMPLES } from './support/access-samples.ts';
import type { World } from './support/access-world.ts';
import { NASTY_TEXTS, PLAIN_TEXT } from './support/nasty-texts.ts';

type Json = Readonly<Record<string, unknown>>;
type Path = readonly (string | number)[];

/** A text of a frame fits beside the other fields. */
const SIZE = 24_000;
const URL_SIZE = 1000;
/** Node takes 16 KiB of headers. */
const HEADERS_SIZE = 14_000;
const MOST_SIZE = LIMITS.maxFrameBytes / 3 - 1000;
/** More would be worse than linear. Below the floor, noise is larger than the work. */
const MOST_TIMES = 12;
const FLOOR_MS = 25;
/** The cheapest one counts: besides, the thread indexes what was said before, for some tens of ms. */
const TRIES = 10;
/** Nasty texts for each input of a route. */
const TEXTS_OF_ROUTE = 3;
const SEARCHES = /^\/v1\/search\b/;

let place: InProcess;
let files: string;
let client: RawClient;
let token = '';
/** Of somebody who can find nothing: hits cost by their number and length, whatever was asked for. */
let tokenOfSeeker = '';
let world: World;
let lastId = 1_000_000;

before(async () => {
  files = await mkdtemp(join(tmpdir(), 'posthorn-nasty-'));
  const limits = { sendRate: 1_000_000, registrationsPerHour: 0 };
  place = await startInProcess({
    cim: true,
    cimPort: 0,
    files: { kind: 'directory', directory: files },
    ...limits,
  });
  const owner = await RawClient.as(place.tcpUrl, 'owner');
  ({ client, token } = owner);
  const [pawn, other] = [await RawClient.as(place.tcpUrl, 'pawn'), await RawClient.as(place.tcpUrl, 'other')];
  const seeker = await RawClient.as(place.tcpUrl, 'seeker');
  tokenOfSeeker = seeker.token;
  for (const each of [pawn, other, seeker]) each.client.close();
  const made = await client.ask({
    case: 'createGroup',
    value: { title: 'Fuzz', members: [pawn.id], clientId: 'g' },
  });
  assert.equal(made.case, 'conversation');
  const group = made.value.id;
  world = { group, invite: { id: 1, token: 'x' }, pawn: pawn.id, other: other.id };
  // The first one loads code.
  await upload('x');
});

after(async () => {
  client.close();
  await place.server.close();
  await rm(files, { recursive: true, force: true });
});

/** Where texts are in a message, with one item for each list. */
function textPaths(schema: Json | undefined, path: Path = [], depth = 0): readonly Path[] {
  if (schema === undefined || depth > 6) return [];
  const ref = schema['$ref'];
  if (typeof ref === 'string') {
    return textPaths(REGISTRY.schemas[ref.replace('#', '')] as Json | undefined, path, depth + 1);
  }
  if (schema['type'] === 'string') return schema['enum'] === undefined ? [path] : [];
  if (schema['type'] === 'array') return textPaths(schema['items'] as Json, [...path, 0], depth + 1);
  const properties = Object.entries((schema['properties'] ?? {}) as Readonly<Record<string, Json>>);
  return properties.flatMap(([name, each]) => textPaths(each, [...path, name], depth + 1));
}

/** A copy of `json` with the text at `path`. A list gets it several times, for as long as it fits. */
function withText(json: unknown, path: Path, text: string): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return text;
  if (step === 0) {
    const many = Math.min(LIMITS.maxUsersPerRequest, Math.max(1, Math.floor(MOST_SIZE / text.length / 4)));
    const [first] = (json ?? []) as readonly unknown[];
    return Array.from({ length: rest.length === 0 ? many : 1 }, () => withText(first, rest, text));
  }
  return { ...(json as Json | undefined), [step]: withText((json as Json | undefined)?.[step], rest, text) };
}

interface Target {
  readonly name: string;
  readonly size: number;
  readonly send: (text: string) => Promise<unknown>;
}

const sample = (request: string): Json => {
  const made =
    (SAMPLES as Readonly<Record<string, ((world: World) => object) | undefined>>)[request]?.(world) ?? {};
  return toJson(messageOf(request), made);
};

async function ask(frame: Uint8Array): Promise<void> {
  if (client.isClosed) client = (await RawClient.as(place.tcpUrl, 'owner')).client;
  const id = ++lastId;
  const writer = new Writer();
  writer.tag(8);
  writer.varint(id);
  writer.raw(frame);
  client.write(withLength(writer.finish()));
  await client.until(() => client.answers.has(id) || client.isClosed);
  client.answers.delete(id);
}

function frameTargets(): readonly Target[] {
  const own = (['hello', 'attach'] as const).flatMap((request) =>
    textPaths({ $ref: `${messageOf(request)}#` }).map((path) => ({
      name: `${request}.${path.join('.')}`,
      size: SIZE,
      send: (text: string) => {
        const value = withText(request === 'hello' ? { version: 1 } : {}, path, text) as { token: string };
        return ask(encodeClientFrame({ body: { case: request, value } as never }));
      },
    })),
  );
  const routed = REGISTRY.operations.flatMap(({ request: { name }, json }) =>
    textPaths({ $ref: `${json.request}#` }).map((path) => ({
      name: `${name}.${path.join('.')}`,
      size: SIZE,
      send: async (text: string) => {
        const given = withText(sample(name), path, text) as Json;
        let frame: Uint8Array;
        try {
          frame = json.encode(given);
        } catch {
          return; // No base64, or two cases of a union: such a frame cannot be.
        }
        await ask(frame);
      },
    })),
  );
  return [...own, ...routed];
}

async function call(method: string, path: string, body: unknown): Promise<void> {
  const bearer = SEARCHES.test(path) ? tokenOfSeeker : token;
  const response = await fetch(place.httpUrl + path, {
    method,
    headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  await response.text();
}

/** Paths and queries hold numbers and texts. */
function plain(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function routeTargets(): readonly Target[] {
  return REGISTRY.routes.flatMap(({ route }) => {
    const key = `${route.method} ${route.url}`;
    const input = (): Json => (ROUTE_INPUTS[key]?.(world) as Json | undefined) ?? sample(route.request);
    const inUrl = [...pathNames(route.url), ...(route.query ?? [])];
    const inBody = route.bodySchema === undefined ? (route.body ?? []) : Object.keys(route.bodySchema);
    const send = (name: string, text: string): Promise<void> => {
      const given: Json = { ...input(), [name]: text };
      const path = route.url.replace(/:(\w+)/g, (_found, each: string) =>
        encodeURIComponent(plain(given[each] ?? 1)),
      );
      const query = (route.query ?? []).flatMap((each) =>
        given[each] === undefined ? [] : [`${each}=${encodeURIComponent(plain(given[each]))}`],
      );
      const body = Object.fromEntries(
        inBody.filter((each) => each in given).map((each) => [each, given[each]]),
      );
      const hasBody = route.method !== 'GET' && inBody.length > 0;
      return call(route.method, `${path}?${query.join('&')}`, hasBody ? body : undefined);
    };
    const target = (name: string, size: number): Target => ({
      name: `${key} ${name}`,
      size,
      send: (text) => send(name, text.isWellFormed() ? text : text.toWellFormed()),
    });
    return [...inUrl.map((name) => target(name, URL_SIZE)), ...inBody.map((name) => target(name, SIZE))];
  });
}

function otherTargets(): readonly Target[] {
  const cim = [
    ['/registerAccount', { userName: '' }],
    ['/login', { userId: 1, userName: '' }],
    ['/p2pRoute', { userId: 1, receiveUserId: 2, msg: '', reqNo: '' }],
    ['/groupRoute', { userId: 1, msg: '' }],
  ] as const;
  const calls = cim.flatMap(([path, body]) =>
    Object.entries(body).flatMap(([name, value]) =>
      value !== ''
        ? []
        : [
            {
              name: `${path} ${name}`,
              size: SIZE,
              send: (text: string) => call('POST', path, { ...body, [name]: text }),
            },
          ],
    ),
  );
  const events = ['ticket', 'lastEventId', 'conversation', 'from'].map((name) => ({
    name: `/v1/events ${name}`,
    size: URL_SIZE,
    // A ticket that is none, so that no stream opens.
    send: (text: string) =>
      call(
        'GET',
        `/v1/events?${new URLSearchParams({ ticket: 'x', [name]: text.toWellFormed() }).toString()}`,
        undefined,
      ),
  }));
  const file = {
    name: '/v1/files name',
    size: HEADERS_SIZE,
    send: (text: string) => upload(fitting(text.toWellFormed(), HEADERS_SIZE)),
  };
  return [...calls, ...events, file];
}

/** As much of a text as has this length in a URL. */
function fitting(text: string, size: number): string {
  const share = Math.min(1, size / encodeURIComponent(text).length);
  return encodeURIComponent(text.slice(0, Math.floor(text.length * share)).toWellFormed());
}

async function upload(encodedName: string): Promise<void> {
  const response = await fetch(`${place.httpUrl}/v1/files?name=${encodedName}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'text/plain' },
    body: 'But soft',
  });
  await response.text();
}

/** Processor time of this thread, which runs server and client. */
async function costMs(work: () => Promise<unknown>): Promise<number> {
  const start = process.threadCpuUsage();
  await work();
  const { user, system } = process.threadCpuUsage(start);
  return (user + system) / 1000;
}

/** Sends nasty texts, all or so many in turn; returns those that cost too much, whatever else the thread was doing. */
async function tooCostly(targets: readonly Target[], texts = Infinity): Promise<readonly string[]> {
  const found: string[] = [];
  const all = Object.entries(NASTY_TEXTS);
  for (const [index, { name, size, send }] of targets.entries()) {
    const plainMs = await costMs(() => send(PLAIN_TEXT(size)));
    const mostMs = Math.max(FLOOR_MS, plainMs * MOST_TIMES);
    const from = texts < all.length ? (index * texts) % all.length : 0;
    for (const [what, make] of [...all, ...all].slice(from, from + Math.min(texts, all.length))) {
      const text = make(size);
      let ms = Infinity;
      for (let count = 0; count < TRIES && ms > mostMs; count++) {
        ms = Math.min(ms, await costMs(() => send(text)));
      }
      if (ms > mostMs)
        found.push(`${name}: ${what}: ${ms.toFixed(0)} ms instead of ${plainMs.toFixed(1)} ms`);
    }
  }
  return found;
}

describe('nasty texts cost no more than plain ones', () => {
  it('in every field of every request', async () => {
    const targets = frameTargets();
    assert.ok(targets.length > 40, `${targets.length} fields`);
    assert.deepEqual(await tooCostly(targets), []);
  });

  it('in every input of every route', async () => {
    const targets = routeTargets();
    assert.ok(targets.length > 60, `${targets.length} inputs`);
    assert.deepEqual(await tooCostly(targets, TEXTS_OF_ROUTE), []);
  });

  it('in the calls of CIM’s clients and in event streams', async () => {
    assert.deepEqual(await tooCostly(otherTargets()), []);
  });

  const minutes = Number(process.env['POSTHORN_FUZZ_MINUTES'] ?? 1 / 60);
  const options = {
    timeout: minutes * 60_000 + 60_000,
    skip: minutes === 0 && 'POSTHORN_FUZZ_MINUTES is not set',
  };
  it('in mixtures of any length, for as long as you like', options, async (t) => {
    const targets = [...frameTargets(), ...routeTargets(), ...otherTargets()];
    const texts = Object.values(NASTY_TEXTS);
    const pick = <T>(list: readonly T[]): T => list[Math.floor(Math.random() * list.length)] as T;
    const delays = monitorEventLoopDelay({ resolution: 5 });
    delays.enable();
    const end = performance.now() + minutes * 60_000;
    let sent = 0;
    let worst = '';
    let worstMs = 0;
    for (; performance.now() < end; sent++) {
      const target = pick(targets);
      const most = target.size === SIZE ? MOST_SIZE : URL_SIZE;
      const size = Math.ceil(most ** Math.random()) + 16;
      const text = pick(texts)(size) + pick(texts)(16) + pick(texts)(size);
      const ms = await costMs(() => target.send(text.slice(0, most)));
      if (ms <= worstMs) continue;
      worstMs = ms;
      worst = `${target.name} with ${size} units: ${ms.toFixed(1)} ms of processor time`;
    }
    t.diagnostic(
      `${sent} requests; longest pause ${(delays.max / 1e6).toFixed(1)} ms; most costly: ${worst}`,
    );
    const { heapUsed, rss } = process.memoryUsage();
    t.diagnostic(`heap ${(heapUsed / 1e6).toFixed(0)} MB, resident ${(rss / 1e6).toFixed(0)} MB`);
  });
});
