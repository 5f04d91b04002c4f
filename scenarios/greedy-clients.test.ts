/** Clients that take too much, too little, or a place for nothing. A bystander chats through all of it. */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { packClientFrame } from '@posthorn/protocol';
import { codeOf } from '@posthorn/testing/raw-client';
import { say, WatchedPlace } from './support/watched-place.ts';

let place: WatchedPlace;

before(async () => {
  place = await WatchedPlace.start(
    { sendRate: 1_000_000, outbound: 262_144, search: false },
    { limits: { loginTimeoutMs: 2000, stallTimeoutMs: 3000 } },
  );
});

afterEach(() => place.assertWell());

after(() => place.close());

describe('clients that overdo it', () => {
  it('10,000 sends pipelined without reading are all acked, in order', async () => {
    const { client } = await place.user('eager');
    client.socket.pause();
    let left = Array.from({ length: 10_000 }, (_, index) => `${index}`);
    while (left.length > 0) {
      const asked = left.map((text) => ({ text, id: client.send(say(text, { conversation: place.lobby })) }));
      client.socket.resume();
      await client.until(() => client.isClosed || asked.every(({ id }) => client.answers.has(id)));
      const answers = asked.map(({ text, id }) => ({ text, answer: client.answers.get(id) }));
      const seqs = answers.flatMap(({ answer }) => (answer?.case === 'ack' ? [answer.value.seq] : []));
      assert.ok(seqs.length > 0);
      seqs.forEach((seq, index) => assert.ok(index === 0 || seq > (seqs[index - 1] ?? 0), 'promise 4'));
      // A machine that is busy with other things may be told more at once than it can write in time.
      const refused = answers.filter(({ answer }) => answer?.case !== 'ack');
      for (const { answer } of refused) assert.equal(answer && codeOf(answer), 'OVERLOADED');
      left = refused.map(({ text }) => text);
    }
  });

  it('a reader that stops reading is told to sync when it reads on, and holds up nobody (promise 10)', async () => {
    const { client: lazy } = await place.user('lazy');
    const { client: busy } = await place.user('busy');
    lazy.socket.pause();
    for (let round = 0; round < 200; round++) {
      assert.equal((await busy.ask(say('x'.repeat(60_000), { conversation: place.lobby }))).case, 'ack');
    }
    lazy.socket.resume();
    await lazy.until(() => lazy.isClosed || lazy.pushes.some(({ case: kind }) => kind === 'resync'));
    if (lazy.isClosed) assert.equal(await lazy.goodbye(), 'SLOW_READER');
  });

  it('a reader that never reads again is cut', async () => {
    const { client: dead } = await place.user('dead');
    const { client: busy } = await place.user('busier');
    dead.socket.pause();
    const isCut = new Promise((resolve) => dead.socket.once('close', resolve));
    for (let round = 0; round < 200; round++) {
      await busy.ask(say('x'.repeat(60_000), { conversation: place.lobby }));
    }
    // It does not read, so it sees its end only by the reset of what it writes.
    const nudge = setInterval(
      () => dead.write(packClientFrame({ id: 1, body: { case: 'ping', value: {} } })),
      100,
    );
    await isCut;
    clearInterval(nudge);
  });

  it('a connection that never speaks, and one that never logs in, are cut', async () => {
    const silent = await place.stranger();
    const shy = await place.stranger();
    await shy.hello();
    assert.equal(await silent.goodbye(), 'IDLE_TIMEOUT');
    assert.equal(await shy.goodbye(), 'IDLE_TIMEOUT');
  });
});
