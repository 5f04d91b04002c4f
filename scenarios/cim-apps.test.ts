/** What CIM's own programs show of what they are sent, and what they get again. */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { CimApp, SDK, TERMINAL } from './support/cim-app.ts';
import { MESSAGE, OFFLINE, PING } from './support/cim-client.ts';
import type { CimConnection, CimMessage } from './support/cim-client.ts';
import { CimPlace } from './support/cim-place.ts';
import type { CimGuest } from './support/cim-place.ts';
import { SteppedClock } from './support/stepped-clock.ts';

const clock = new SteppedClock();
let place: CimPlace;

before(async () => {
  place = await CimPlace.start({ registrationsPerHour: 0 }, { clock });
});

afterEach(() => place.part());

after(() => place.close());

function numbered(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `text ${index}`);
}

function framesOf({ received }: CimConnection): readonly CimMessage[] {
  return received.filter(({ cmd }) => cmd !== PING);
}

describe('the texts of one call', () => {
  it('leave in one frame, as many as a call may bring', async () => {
    const sender = await place.come('batcher');
    const { id, wire } = await place.come('batched');
    for (const count of [60, 1000]) {
      const before = framesOf(wire).length;
      const batchMsg = numbered(count);
      await place.call('/p2pRoute', { userId: sender.id, receiveUserId: id, batchMsg });
      await wire.until(
        () =>
          framesOf(wire)
            .slice(before)
            .flatMap(({ batch }) => batch).length >= count,
      );
      const frames = framesOf(wire).slice(before);
      assert.equal(frames.length, 1);
      assert.equal(frames[0]?.cmd, MESSAGE);
      assert.deepEqual(frames[0].batch, batchMsg);
    }
    const notes = framesOf(wire).length;
    await place.call('/sendMsg', { userId: id, msg: 'one', batchMsg: ['two', 'three'], cmd: 'MESSAGE' });
    await wire.until(() => framesOf(wire).length > notes);
    assert.deepEqual(framesOf(wire).at(-1)?.batch, ['one', 'two', 'three']);
  });

  for (const [program, options] of Object.entries({ SDK, TERMINAL })) {
    it(`are shown in order and without loss: ${program}`, async () => {
      const sender = await place.come(`by${program}`);
      const { id, wire } = await place.come(`to${program}`);
      const app = new CimApp(wire, options);
      const said: string[] = [];
      for (const count of [60, 3, 1, 1, 50]) {
        const batchMsg = numbered(count).map((text) => `${said.length} ${text}`);
        said.push(...batchMsg);
        await place.call('/p2pRoute', { userId: sender.id, receiveUserId: id, batchMsg });
      }
      await app.settled(said.length);
      assert.deepEqual(app.texts, said);
    });
  }
});

describe('forty people write', () => {
  const SENDERS = 40;

  async function people(prefix: string): Promise<readonly number[]> {
    return Promise.all(Array.from({ length: SENDERS }, (_, index) => place.register(`${prefix}${index}`)));
  }

  it('while somebody is away: all is shown, with its senders', async () => {
    const ids = await people('early');
    const away = await place.register('returning');
    await Promise.all(
      ids.map((userId) =>
        place.call('/p2pRoute', { userId, receiveUserId: away, batchMsg: ['hello', 'bye'] }),
      ),
    );
    const { wire } = await place.come('returning');
    const app = new CimApp(wire, TERMINAL);
    await app.settled(2 * SENDERS);
    const senders = ids.flatMap((_, index) => [`early${index}`, `early${index}`]);
    assert.deepEqual(app.senders.toSorted(), senders.toSorted());
    assert.ok(framesOf(wire).every(({ cmd }) => cmd === OFFLINE));
  });

  it('at once to somebody who is there', async () => {
    const ids = await people('live');
    const { id, wire } = await place.come('popular');
    const app = new CimApp(wire, TERMINAL);
    await Promise.all(
      ids.map((userId) => place.call('/p2pRoute', { userId, receiveUserId: id, msg: 'hello' })),
    );
    await app.settled(SENDERS);
    assert.equal(app.texts.length, SENDERS);
  });

  it('more than may wait for one client: it comes from the log, each speaker in order', async () => {
    const speakers = await people('crowd');
    const { id, wire } = await place.come('crowded');
    const rounds = 3;
    const words = 'x'.repeat(20_000);
    for (let round = 0; round < rounds; round++) {
      await Promise.all(
        speakers.map((userId) => place.call('/groupRoute', { userId, msg: `${userId} ${round} ${words}` })),
      );
    }
    while (wire.texts.length < rounds * SENDERS) {
      wire.send(id, PING, 'ping');
      await clock.pass(500);
    }
    for (const speaker of speakers) {
      const heard = wire.texts.filter((text) => text.startsWith(`${speaker} `));
      assert.deepEqual(
        heard.map((text) => text.split(' ')[1]),
        Array.from({ length: rounds }, (_, round) => `${round}`),
      );
    }
    assert.ok(framesOf(wire).some(({ cmd }) => cmd === OFFLINE));
  });
});

describe('what is confirmed', () => {
  /** Says something to somebody who is there. */
  async function say(name: string, text: string): Promise<CimGuest> {
    const sender = await place.register('teller');
    const there = await place.come(name);
    await place.call('/p2pRoute', { userId: sender, receiveUserId: there.id, msg: text });
    await there.wire.until(() => there.wire.texts.includes(text));
    return there;
  }

  /** What comes before the mark, once somebody is back. */
  async function comesAgain(id: number, name: string): Promise<readonly string[]> {
    await place.call('/offLine', { userId: id, msg: 'offLine' });
    const { wire } = await place.come(name);
    await place.call('/p2pRoute', { userId: await place.register('teller'), receiveUserId: id, msg: 'mark' });
    await wire.until(() => wire.texts.includes('mark'));
    return wire.texts.slice(0, -1);
  }

  it('by two pings, not by one that may have crossed the message', async () => {
    for (const [pings, again] of [
      [0, ['hello']],
      [1, ['hello']],
      [2, []],
    ] as const) {
      const name = `pinging${pings}`;
      const { id, wire } = await say(name, 'hello');
      for (let count = 0; count < pings; count++) await wire.ping(id);
      wire.socket.resetAndDestroy();
      assert.deepEqual(await comesAgain(id, name), again, `${pings} pings`);
    }
  });

  it('not by pings that were held up on their way and come together', async () => {
    const { id, wire } = await say('heldup', 'hello');
    wire.socket.cork();
    for (let count = 0; count < 3; count++) wire.send(id, PING, 'ping');
    wire.socket.uncork();
    await wire.until(() => wire.pongs === 3);
    wire.socket.resetAndDestroy();
    assert.deepEqual(await comesAgain(id, 'heldup'), ['hello']);
  });

  it('by a clean end', async () => {
    const { id, wire } = await say('quitting', 'hello');
    await clock.pass(1500);
    wire.socket.end();
    await wire.until(() => wire.isClosed);
    assert.deepEqual(await comesAgain(id, 'quitting'), []);
  });

  it('not by a connection that breaks', async () => {
    const { id, wire } = await say('breaking', 'hello');
    await clock.pass(1500);
    wire.socket.resetAndDestroy();
    assert.deepEqual(await comesAgain(id, 'breaking'), ['hello']);
  });
});

it('a ping with the id of another client of the same process keeps the connection', async () => {
  const first = await place.come('first');
  const second = await place.come('second');
  await first.wire.ping(second.id);
  assert.ok(!first.wire.isClosed);
  assert.equal(first.wire.received.at(-1)?.id, first.id);
});
