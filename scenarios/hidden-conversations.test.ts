/** A conversation that somebody may not know of is answered for as if it did not exist: same code, same sentence. */
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import type { ClientFrameInit } from '@posthorn/protocol';
import { fromJson, toJson } from '@posthorn/protocol/schema';
import { startInProcess } from '@posthorn/testing/in-process';
import type { InProcess } from '@posthorn/testing/in-process';
import { RawClient } from '@posthorn/testing/raw-client';
import { REGISTRY } from '../packages/server/src/compose/features.ts';
import { messageOf } from '../packages/server/src/http/route.ts';
import { ROUTE_INPUTS, SAMPLES } from './support/access-samples.ts';
import type { SampledCase } from './support/access-samples.ts';

const MISSING = 999_999_999;

let place: InProcess;
let outsider: { readonly client: RawClient; readonly token: string };
/** Those that the outsider may not know of, by what they are. */
let hidden: Readonly<Record<string, number>>;
let other = 0;
let hiddenInvite = 0;

before(async () => {
  place = await startInProcess({ groupsPerHour: 0, loginPolicy: 'multi' });
  await RawClient.as(place.tcpUrl, 'administrator');
  const { client: romeo } = await RawClient.as(place.tcpUrl, 'romeo');
  const { id: juliet } = await RawClient.as(place.tcpUrl, 'juliet');
  other = juliet;
  outsider = await RawClient.as(place.tcpUrl, 'outsider');
  const made = async (body: ClientFrameInit['body']): Promise<number> => {
    const answer = await romeo.ask(body);
    assert.ok(answer.case === 'conversation');
    return answer.value.id;
  };
  hidden = {
    group: await made({ case: 'createGroup', value: { title: 'G', members: [juliet], clientId: 'g' } }),
    direct: await made({ case: 'openDirect', value: { user: juliet } }),
  };
  const invite = await romeo.ask({ case: 'createInvite', value: { conversation: hidden['group'] ?? 0 } });
  assert.ok(invite.case === 'invite');
  hiddenInvite = invite.value.id;
});

after(() => place.server.close());

/** The answer without the number of the conversation, which the caller knows. */
function withoutNumber(answer: unknown, conversation: number): string {
  return JSON.stringify(answer).replaceAll(String(conversation), 'N');
}

const worldWith = (group: number) => ({
  group,
  pawn: other,
  other,
  invite: { id: MISSING, token: 'x'.repeat(24) },
});

const requests = REGISTRY.operations.flatMap(({ request, conversation }) =>
  conversation === undefined ? [] : [request.name],
);

it('there are such requests', () => assert.ok(requests.length > 10));

for (const request of requests) {
  it(`by ${request}`, async () => {
    const ask = async (group: number): Promise<string> => {
      const sample = SAMPLES[request as SampledCase](worldWith(group));
      // The pair of case and value is one of the union's; the type checker cannot follow it.
      const body = { case: request, value: sample } as unknown as ClientFrameInit['body'];
      return withoutNumber(await outsider.client.ask(body), group);
    };
    const expected = await ask(MISSING);
    for (const [name, conversation] of Object.entries(hidden))
      assert.equal(await ask(conversation), expected, name);
  });
}

for (const { route } of REGISTRY.routes.filter(({ route: { url } }) => url.includes(':conversation'))) {
  it(`by ${route.method} ${route.url}`, async () => {
    const ask = async (group: number): Promise<string> => {
      const name = `${route.method} ${route.url}`;
      const message = messageOf(route.request);
      const sample = SAMPLES[route.request as SampledCase](worldWith(group));
      const input =
        ROUTE_INPUTS[name]?.(worldWith(group)) ?? toJson(message, fromJson(message, toJson(message, sample)));
      const names = route.bodySchema === undefined ? (route.body ?? []) : Object.keys(route.bodySchema);
      const body = Object.fromEntries(
        names.filter((each) => each in input).map((each) => [each, input[each]]),
      );
      const hasBody = route.method !== 'GET' && Object.keys(body).length > 0;
      const path = route.url.replace(/:(\w+)/g, (_, each: string) => String(input[each]));
      const response = await fetch(place.httpUrl + path, {
        method: route.method,
        headers: {
          authorization: `Bearer ${outsider.token}`,
          ...(hasBody && { 'content-type': 'application/json' }),
        },
        ...(hasBody && { body: JSON.stringify(body) }),
      });
      return `${response.status} ${withoutNumber(await response.json(), group)}`;
    };
    const expected = await ask(MISSING);
    for (const [name, conversation] of Object.entries(hidden))
      assert.equal(await ask(conversation), expected, name);
  });
}

it('by the event stream', async () => {
  const ask = async (conversation: number): Promise<string> => {
    const abort = new AbortController();
    const response = await fetch(`${place.httpUrl}/v1/events?conversation=${conversation}`, {
      headers: { authorization: `Bearer ${outsider.token}` },
      signal: abort.signal,
    });
    const isStream = response.headers.get('content-type')?.startsWith('text/event-stream') === true;
    const said = isStream ? 'a stream' : withoutNumber(await response.json(), conversation);
    abort.abort();
    return `${response.status} ${said}`;
  };
  const expected = await ask(MISSING);
  for (const [name, conversation] of Object.entries(hidden))
    assert.equal(await ask(conversation), expected, name);
});

it('by the number of an invite', async () => {
  const ask = async (invite: number): Promise<string> =>
    JSON.stringify(await outsider.client.ask({ case: 'revokeInvite', value: { invite } }));
  assert.equal(await ask(hiddenInvite), await ask(MISSING));
});
