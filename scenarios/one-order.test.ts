/** People on every wire in one conversation: one order for all. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { decodeContent } from '@posthorn/protocol';
import type { ProtocolClient } from '@posthorn/server/conformance';
import { startInProcess } from '@posthorn/testing/in-process';
import { RawClient } from '@posthorn/testing/raw-client';
import { callCim } from './support/cim-client.ts';
import { cimWayIn } from './support/peers/cim.ts';
import { eventsWayIn } from './support/peers/events.ts';
import { mqttWayIn } from './support/peers/mqtt.ts';
import { nativeWayIn, overTcp, overWebSocket } from './support/peers/native.ts';
import type { WayIn } from './support/peers/place.ts';

const TEXTS = 25;
const WAYS: Readonly<Record<string, WayIn>> = {
  terminal: nativeWayIn(overTcp),
  page: nativeWayIn(overWebSocket),
  mqtt: mqttWayIn(),
  cim: cimWayIn(),
  stream: eventsWayIn(),
};

it('a terminal, a web page, MQTT, CIM and an event stream hear one order', async (t) => {
  const settings = { cim: true, cimPort: 0, mqtt: true, mqttPort: 0, loginPolicy: 'multi' } as const;
  const place = await startInProcess(settings);
  t.after(() => place.server.close());
  const writer = await RawClient.as(place.tcpUrl, 'writer');
  t.after(() => writer.client.close());
  const people = new Map<string, ProtocolClient>();
  for (const [name, way] of Object.entries(WAYS)) {
    const person = await way.join(place, name, {});
    t.after(() => person.cut());
    people.set(name, person);
  }
  const lobby = await lobbyOf(writer.client);
  const say = async (name: string, text: string): Promise<void> => {
    const person = people.get(name);
    assert.ok(person !== undefined);
    if (name !== 'cim') return void (await person.say({ conversation: lobby }, text));
    const { code } = await callCim(place.httpUrl, '/groupRoute', { userId: person.user, msg: text });
    assert.equal(code, '9000');
  };
  await Promise.all(
    ['terminal', 'page', 'mqtt', 'cim'].map(async (name) => {
      for (let said = 0; said < TEXTS; said++) await say(name, `${name} ${said}`);
    }),
  );
  const log = await logOf(writer.client, lobby);
  assert.equal(log.length, 4 * TEXTS);
  for (const [name, person] of people) {
    const expected = log.filter(({ sender }) => sender !== person.user);
    await person.until(() => person.heard.length >= expected.length);
    assert.deepEqual(person.heard, expected, name);
  }
});

async function lobbyOf(client: RawClient): Promise<number> {
  const page = await client.ask({ case: 'listConversations', value: { cursor: '', limit: 50 } });
  assert.equal(page.case, 'conversations');
  return page.value.conversations.find(({ kind }) => kind === 'room')?.id ?? 0;
}

async function logOf(client: RawClient, conversation: number): Promise<readonly Said[]> {
  const range = { conversation, after: 0, limit: 1000 };
  const reply = await client.ask({ case: 'pull', value: { ranges: [range] } });
  assert.equal(reply.case, 'pulled');
  return (reply.value.batches[0]?.messages ?? []).map(({ sender, content }) => ({
    sender,
    text: decodeContent(content).text,
  }));
}

interface Said {
  readonly sender: number;
  readonly text: string;
}
