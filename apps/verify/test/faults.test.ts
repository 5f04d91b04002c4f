/** What each fault does to the system, step by step, written by hand: one that stops breaking anything fails. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Dice } from '../src/dice.ts';
import { CLUSTER_FAULTS, FAULTS } from '../src/faults/all.ts';
import type { Scene } from '../src/faults/fault.ts';
import { History } from '../src/history.ts';
import { skipFor } from './support/excuses.ts';
import { assertDone, FAULTS_OF_A_CLUSTER, FAULTS_OF_ONE_NODE } from './support/expected-faults.ts';

/** What a fault must do, in this order. */
const STEPS: Readonly<Record<string, readonly string[]>> = {
  kill: ['server.kill', 'server.start'],
  freeze: ['server.pause', 'server.resume'],
  restart: ['server.stop', 'server.start'],
  'power-loss': ['server.pause', 'disk.losePower', 'server.kill', 'disk.powerUp', 'server.start'],
  'disk-full': ['disk.fill', 'disk.free'],
  clock: ['clock.shift an hour', 'clock.shift back'],
  'late-retry': [
    'clock.shift days',
    ...Array.from({ length: 12 }, () => 'client.sendAgain'),
    'clock.shift back',
  ],
  restore: ['backups.take'],
  'half-open': ['connection.tear'],
  'black-hole': [
    'way.isBlackHole = true',
    'connection.hold',
    'way.isBlackHole = false',
    'connection.cut or release',
  ],
  delay: ['way.weather = delayMs', 'way.weather = '],
  slice: ['way.weather = maxSliceBytes', 'way.weather = '],
  away: ['device.close', 'device.open'],
  cuts: ['connection.cut or release'],
  'node-kill': ['node.kill', 'node.start'],
  'node-freeze': ['node.pause', 'node.resume'],
  'rolling-restart': ['node.stop', 'node.start', 'node.untilReady'],
  'database-kill': ['database.kill', 'database.start'],
  'database-freeze': ['database.pause', 'database.resume'],
  'bus-kill': ['bus.kill', 'bus.start'],
  'bus-freeze': ['bus.pause', 'bus.resume'],
  'bus-away': ['bus.kill', 'bus.start'],
  'node-alone': ['busLine.break', 'busLine.mend'],
  'one-way-cut': ['host.cut', 'host.mend'],
};

/** Their effect is measured while they run, so that they cannot be counted without one. */
const MEASURED: Readonly<Record<string, string>> = {
  'sync-error': 'counts the system calls that strace let fail',
  stall: 'stall.test.ts shows what it does',
  'bus-loss': 'counts the messages that were lost, doubled or swapped',
  'lost-push': 'waits for the repair of what was lost',
};

/** Something that writes down what is done to it. */
function recorded(name: string, steps: string[], more: object = {}): object {
  const write = (step: string) => (): Promise<void> => {
    steps.push(`${name}.${step}`);
    return Promise.resolve();
  };
  return new Proxy(more, {
    get: (_target, key) => Reflect.get(more, key) ?? write(String(key)),
    set: (_target, key, value: unknown) => {
      const told = typeof value === 'object' && value !== null ? Object.keys(value).join() : String(value);
      steps.push(`${name}.${String(key)} = ${told}`);
      return true;
    },
  });
}

const HOUR_MS = 3_600_000;

function shiftOf(offsetMs: number): string {
  if (offsetMs === 0) return 'back';
  if (Math.abs(offsetMs) === HOUR_MS) return 'an hour';
  return offsetMs >= 48 * HOUR_MS ? 'days' : `${offsetMs} ms`;
}

/** One node, one gateway, one device, one client, one connection: whatever chance chooses, it is that one. */
function sceneOf(steps: string[], history: History): Scene {
  const server = recorded('server', steps);
  const clock = {
    shift: (offsetMs: number): Promise<void> => {
      steps.push(`clock.shift ${shiftOf(offsetMs)}`);
      return Promise.resolve();
    },
  };
  const cutOrRelease = (): void => void steps.push('connection.cut or release');
  const connection = recorded('connection', steps, { cut: cutOrRelease, release: cutOrRelease });
  const way = recorded('way', steps, { connections: [connection] });
  const device = recorded('device', steps, { isRunning: true });
  const node = recorded('node', steps, {
    name: 'gateway 1',
    role: 'gateway',
    busLine: recorded('busLine', steps, { url: 'nats://127.0.0.1:4222' }),
    host: recorded('host', steps),
  });
  const cluster = { nodes: [node], database: recorded('database', steps), bus: recorded('bus', steps) };
  const backups = recorded('backups', steps);
  return {
    system: { life: server, body: server, wallClock: clock, disk: recorded('disk', steps), backups, cluster },
    network: { connections: [connection], some: () => [way] },
    cast: { devices: [device], rawClients: [recorded('client', steps)], places: [] },
    workload: {},
    history,
  } as unknown as Scene;
}

const ALL = [...new Map([...FAULTS, ...CLUSTER_FAULTS].map((fault) => [fault.name, fault])).values()];

describe('a fault', () => {
  for (const fault of ALL.filter(({ name }) => MEASURED[name] === undefined)) {
    it(`${fault.name} does what it says`, async (t) => {
      const steps: string[] = [];
      const history = new History();
      // The faults of the database wait until a message is acked that was sent after them.
      const talk = setInterval(() => {
        const fact = {
          op: 'send',
          who: 'ann',
          user: 1,
          id: `m${history.entries.length}`,
          conversation: 1,
        } as const;
        history.record({ ...fact, stage: 'invoke' });
        history.record({ ...fact, stage: 'ok' });
      }, 2);
      t.after(() => clearInterval(talk));
      const infliction = { dice: new Dice(3), lengthMs: 1, over: new AbortController().signal };
      await fault.inflict(sceneOf(steps, history), infliction);
      assert.deepEqual(steps, STEPS[fault.name]);
    });
  }

  it('that is new is written down here', () => {
    const expected = Object.keys({ ...FAULTS_OF_ONE_NODE, ...FAULTS_OF_A_CLUSTER }).toSorted();
    assert.deepEqual(Object.keys({ ...STEPS, ...MEASURED }).toSorted(), expected);
    assert.deepEqual(ALL.map(({ name }) => name).toSorted(), expected);
  });
});

describe('a fault that was not done', () => {
  const mayLackPower = { 'power-loss': [{ reason: /^no power$/, isTrue: () => true }] };
  const hasPower = { 'power-loss': [{ reason: /^no power$/, isTrue: () => false }] };
  const nothing = { faults: {}, skipped: {} };

  it('is excused by a reason that is true, and by nothing else', () => {
    const skipped = { 'power-loss': 'no power' };
    assertDone(mayLackPower, { faults: { 'power-loss': 1 }, skipped: {} });
    assertDone(mayLackPower, { faults: {}, skipped });
    assert.throws(() => assertDone(hasPower, { faults: {}, skipped }), /power-loss was not done.*no power/);
    assert.throws(
      () => assertDone(mayLackPower, { faults: {}, skipped: { 'power-loss': 'no time' } }),
      /no time/,
    );
    assert.throws(() => assertDone(mayLackPower, nothing), /no word of it/);
    assert.throws(
      () => assertDone({ kill: [] }, { faults: {}, skipped: { kill: 'no power' } }),
      /kill was not/,
    );
  });

  it('must be known', () => {
    assert.throws(() => assertDone({}, { faults: { plague: 1 }, skipped: {} }), /add new faults/);
  });

  it('does not let a test skip itself either', () => {
    assert.equal(skipFor(undefined, mayLackPower['power-loss']), false);
    assert.equal(skipFor('no power', mayLackPower['power-loss']), 'no power');
    assert.throws(() => skipFor('no power', hasPower['power-loss']), /is no reason to skip/);
  });
});
