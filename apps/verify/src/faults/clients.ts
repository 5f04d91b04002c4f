/**
 * Faults of clients: they stop reading, or are away for a long time.
 *
 * @module
 */
import type { Place } from '../places.ts';
import { unserved } from '../checks/slow-readers.ts';
import type { Entry } from '../history.ts';
import { NoEffectError, seconds } from './fault.ts';
import { pause, until, untilEntry } from '../waiting.ts';
import type { Fault, Infliction, Scene } from './fault.ts';

const FLOOD_MESSAGES = 140;
/**
 * Together the messages exceed the server's queue and Linux's buffers for a loopback connection (4 MiB, the last
 * number of net.ipv4.tcp_wmem, plus the receiver's buffer, which may grow to as much).
 */
const MUCH_CHARS = 60_000;
/** Size from the second stall on, because everything said is read several times at the end. */
const LITTLE_CHARS = 1000;
/** How long to wait for answers; the server may be away meanwhile. */
const SAID_WITHIN_MS = 3000;
/**
 * How long to wait for the devices that keep reading. A system that hangs with the slow readers takes longer than
 * this.
 */
const SERVED_WITHIN_MS = 30_000;

export const stalledReaders: Fault = {
  name: 'stall',
  summary: 'Some clients stop reading while much is said, the first time more than is kept for them.',
  lane: 'network',
  lengthMs: [700, 4000],
  overheadMs: 2000,
  async inflict(scene, infliction) {
    const { network, cast, history } = scene;
    const { dice, over } = infliction;
    const place = cast.places.find(({ kind, use }) => kind === 'group' && use === 'talk');
    if (place === undefined) throw new Error('there is no group of all');
    const ways = network.someInUse(dice, 0.3);
    const connections = ways.flatMap((way) => way.connections);
    const deaf = cast.rawClients.filter(({ endpoint }) => dice.chance(0.5) && endpoint !== undefined);
    const ports = new Set(ways.map(({ port }) => port));
    const stalled = new Set(deaf.map(({ who }) => who));
    for (const { who, endpoint } of [...cast.devices, ...cast.rawClients]) {
      if (endpoint !== undefined && ports.has(Number(new URL(endpoint).port))) stalled.add(who);
    }
    if (stalled.size === 0) throw new NoEffectError('nobody was connected who could stop reading');
    const others = cast.devices.filter(({ who, isOnline }) => isOnline && !stalled.has(who));
    const fact = { op: 'stall', conversation: place.id, others: others.map(({ who }) => who) } as const;
    try {
      for (const connection of connections) connection.stall();
      for (const client of deaf) client.setReading(false);
      const { n, at } = history.record({ ...fact, stage: 'begin' });
      await flood(scene, infliction, { place, silent: stalled });
      history.record({ ...fact, stage: 'said' });
      // Otherwise nobody waits for those who keep reading.
      await until(() => unserved(history.entries.slice(n)).length === 0, SERVED_WITHIN_MS, over);
      history.record({ ...fact, stage: over.aborted ? 'cut-short' : 'end' });
      return `${stalled.size} readers for ${seconds(history.elapsedMs - at)}`;
    } finally {
      for (const connection of connections) connection.release();
      for (const client of deaf) client.setReading(true);
    }
  },
};

/** Sends much within a given time. Resolves when everything is answered, or after a while. */
async function flood(
  { workload, history }: Scene,
  { lengthMs, over }: Infliction,
  { place, silent }: { readonly place: Place; readonly silent: ReadonlySet<string> },
): Promise<void> {
  const { entries } = history;
  const from = entries.length;
  const isFirst = !entries.some((entry) => entry.op === 'stall' && entry.stage === 'said');
  const chars = isFirst ? MUCH_CHARS : LITTLE_CHARS;
  const open = new Set<string>();
  for (let count = 0; count < FLOOD_MESSAGES && !over.aborted; count++) {
    const id = workload.say(place, { chars, silent });
    if (id !== undefined) open.add(id);
    await pause(lengthMs / FLOOD_MESSAGES, over);
  }
  if (open.size === 0) throw new NoEffectError('nobody else was there to say anything');
  const isLast = (entry: Entry): boolean => {
    if (entry.op === 'send' && entry.stage !== 'invoke') open.delete(entry.id);
    return open.size === 0;
  };
  await untilEntry({ history, from }, isLast, SAID_WITHIN_MS, over);
}

export const away: Fault = {
  name: 'away',
  summary: 'Devices are switched off and come back much later, with what they had kept.',
  lane: 'network',
  lengthMs: [800, 8000],
  async inflict({ cast }, { dice, lengthMs }) {
    const running = cast.devices.filter((device) => device.isRunning);
    const devices = dice.shuffle(running).slice(0, Math.max(1, Math.floor(running.length / 3)));
    await Promise.all(devices.map((device) => device.close()));
    await pause(lengthMs);
    await Promise.all(devices.map((device) => device.open()));
    return `${devices.length} devices for ${seconds(lengthMs)}`;
  },
};
