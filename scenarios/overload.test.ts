/**
 * More than the store takes: what would wait for too long is refused at once, with a code that says so, what was taken
 * is acked, and what was refused goes in by being tried again, in its order (promises 4 and 8).
 */
import * as logQueries from '../packages/server/src/store/log/conversations.ts';
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { decodeContent } from '@posthorn/protocol';
import { createMemoryStore, systemClock, systemRandom } from '@posthorn/server';
import { startInProcess } from '@posthorn/testing/in-process';
import type { InProcess } from '@posthorn/testing/in-process';
import { codeOf, RawClient } from '@posthorn/testing/raw-client';
import { Condition } from '@posthorn/testing/condition';

const TELLING = 1500;
const TOO_MANY = 2500;

/** Commits of the store below wait here, each until it is let through. */
const gates: (() => void)[] = [];
const arrived = new Condition();
let isOpen = true;
/** The time that a held commit takes is the test's. */
let laterMs = 0;

let place: InProcess;
let romeo: RawClient;
let lobby = 0;

before(async () => {
  const store = createMemoryStore({ random: systemRandom });
  const { log } = store;
  const append = log.append.bind(log);
  log.append = async (batch) => {
    if (!isOpen) {
      await new Promise<void>((resolve) => {
        gates.push(resolve);
        arrived.changed();
      });
    }
    return append(batch);
  };
  place = await startInProcess(
    { sendRate: 1_000_000 },
    {
      limits: { maxInFlight: 10_000 },
      store,
      clock: { ...systemClock, monotonic: () => systemClock.monotonic() + laterMs },
    },
  );
  romeo = (await RawClient.as(place.tcpUrl, 'romeo')).client;
  lobby = (await store.run(logQueries.ensureRoom, 'Lobby')).id;
});

after(async () => {
  romeo.close();
  await place.server.close();
});

function say(order: number): number {
  const target = { case: 'conversation', value: lobby } as const;
  return romeo.send({
    case: 'send',
    value: { target, clientId: `r${order}`, order, content: { text: `${order}` } },
  });
}

/** The first one is being committed, and the server has read all. */
async function saidAll([first = 0, ...others]: readonly number[]): Promise<readonly number[]> {
  const ids = [say(first)];
  await arrived.until(() => gates.length > 0);
  ids.push(...others.map(say));
  await romeo.ask({ case: 'ping', value: {} });
  return ids;
}

/** Lets the commit through that is going on, or the next one. */
async function letThrough(): Promise<void> {
  await arrived.until(() => gates.length > 0);
  gates.shift()?.();
}

function orders(first: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => first + index);
}

describe('a server that gets more than its store takes', () => {
  it('refuses at once what would wait for too long, and loses and reorders nothing', async () => {
    isOpen = false;
    // A batch that is large enough to tell how long the store takes: two seconds.
    const told = await saidAll(orders(1, TELLING));
    await letThrough();
    await arrived.until(() => gates.length > 0);
    laterMs += 2000;
    isOpen = true;
    await letThrough();
    assert.ok(
      (await Promise.all(told.map((id) => romeo.answer(id)))).every(({ case: kind }) => kind === 'ack'),
    );

    isOpen = false;
    const wanted = orders(TELLING + 1, TOO_MANY);
    const asked = await saidAll(wanted);
    // The last one is refused while the store still works at the first one.
    assert.equal(codeOf(await romeo.answer(asked.at(-1) ?? 0)), 'HELD');
    assert.equal(gates.length, 1);
    isOpen = true;
    await letThrough();
    const codes = await Promise.all(asked.map(async (id) => codeOf(await romeo.answer(id))));
    const refused = wanted.filter((_, index) => codes[index] !== 'OK');
    assert.equal(codes[codes.indexOf('OVERLOADED') - 1], 'OK');
    assert.equal(new Set(codes.slice(codes.indexOf('OVERLOADED') + 1)).size, 1, 'all behind it are held');
    assert.ok(refused.length < TOO_MANY, 'some are taken');

    for (const order of refused) assert.equal((await romeo.answer(say(order))).case, 'ack');
    const pulled = await romeo.ask({
      case: 'pull',
      value: { ranges: [{ conversation: lobby, after: TELLING, limit: 1000 }] },
    });
    assert.equal(pulled.case, 'pulled');
    const texts = pulled.value.batches.flatMap(({ messages }) =>
      messages.map(({ content }) => decodeContent(content).text),
    );
    assert.deepEqual(texts, wanted.slice(0, texts.length).map(String));
    assert.equal((await place.store.run(logQueries.getConversation, lobby))?.head, TELLING + TOO_MANY);
  });
});
