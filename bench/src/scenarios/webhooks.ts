/**
 * What a webhook costs a send: the same direct chat through a server with one that gets every message, and one with none, in
 * turns. What is not delivered while the server has no time to spare is delivered later.
 *
 * @module
 */
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openSqliteStore, silentLogger, systemRandom } from '@posthorn/server';
import { userQueries } from '@posthorn/server/queries';
import type { Lab } from '../lab.ts';
import { DirectChat } from '../load/direct-chat.ts';
import { comparedTurns, NO_TURNS, takeTurn } from '../load/turns.ts';
import type { Turns } from '../load/turns.ts';
import type { Outcome } from '../outcome.ts';
import type { Scenario } from '../scenario.ts';
import type { Seeded } from '../seed.ts';

const PAIRS = 250;
const IN_FLIGHT = 8;
const TURNS = 6;

export const webhooks: Scenario = {
  name: 'webhooks',
  summary: 'direct chat through servers with a webhook that gets every message, and with none',
  run,
};

interface Total extends Turns {
  delivered: number;
}

async function run(lab: Lab): Promise<Outcome> {
  const on: Total = { ...NO_TURNS, delivered: 0 };
  const off: Total = { ...on };
  lab.note('the most there can be, in turns');
  for (let turn = 0; turn < TURNS; turn++)
    for (const total of turn % 2 === 0 ? [off, on] : [on, off])
      await chatOnce(lab, total, { hasWebhook: total === on });
  const detail = { turnSeconds: lab.seconds / 2, deliveredMeanwhile: on.delivered };
  const what = 'direct chat with a webhook';
  return { results: [comparedTurns(on, off, { what, floorName: 'with none', detail })], charts: [] };
}

/** On a server of its own: one that catches up would work in the turn of the other. */
async function chatOnce(
  lab: Lab,
  total: Total,
  { hasWebhook }: { readonly hasWebhook: boolean },
): Promise<void> {
  const receiver = createServer((request, response) => {
    total.delivered++;
    request.resume();
    response.writeHead(204).end();
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  const options = { previews: 'off', webhookAllow: '127.0.0.1' };
  const stage = await lab.stage(lab.scaled(PAIRS) * 2, options, makeAdministrator);
  try {
    if (hasWebhook) await addWebhook(stage, receiver);
    const chat = await DirectChat.join(stage);
    await chat.saturate(IN_FLIGHT, Math.min(2, lab.seconds));
    await takeTurn(total, chat, { inFlight: IN_FLIGHT, seconds: lab.seconds / 2 });
    chat.close();
  } finally {
    await stage.end();
    receiver.closeAllConnections();
    receiver.close();
  }
}

/** The first user is one from here on. */
async function makeAdministrator(directory: string, [first]: readonly Seeded[]): Promise<void> {
  const store = await openSqliteStore({ directory, random: systemRandom, logger: silentLogger });
  await store.run(userQueries.updateUser, first?.id ?? 0, { admin: true });
  await store.close();
}

async function addWebhook(
  { http, users }: { readonly http: number; readonly users: readonly Seeded[] },
  receiver: Server,
): Promise<void> {
  const { port } = receiver.address() as AddressInfo;
  const answer = await fetch(`http://127.0.0.1:${http}/v1/admin/webhooks`, {
    method: 'POST',
    headers: { authorization: `Bearer ${users[0]?.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ url: `http://127.0.0.1:${port}/`, events: ['message.created'] }),
  });
  if (!answer.ok) throw new Error(await answer.text());
}
