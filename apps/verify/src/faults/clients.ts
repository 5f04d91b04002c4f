/**
 * Faults of clients: they stop reading, and they are away for long.
 *
 * @module
 */
import { unserved } from '../checks/slow-readers.ts';
import { pause, seconds, until } from './fault.ts';
import type { Fault } from './fault.ts';

/** What is said meanwhile, so that a queue of the server overflows. */
const FLOOD_MESSAGES = 24;
const FLOOD_CHARS = 16_000;
/** How long it is waited for those who read on; a system that hangs with the slow ones takes longer than any. */
const SERVED_WITHIN_MS = 30_000;

export const stalledReaders: Fault = {
  name: 'stall',
  summary: 'Some clients stop reading while much is said, until the server drops what does not fit.',
  lane: 'network',
  lengthMs: [700, 4000],
  async inflict({ network, cast, workload, history }, { dice, lengthMs, over }) {
    const place = cast.places.find(({ kind, use }) => kind === 'group' && use === 'talk');
    if (place === undefined) throw new Error('there is no group of all');
    const clients = network.someClients(dice, 0.3);
    const links = clients.flatMap(([, way]) => way.links);
    for (const link of links) link.stall();
    const raw = cast.rawClients.filter(() => dice.chance(0.5));
    for (const client of raw) client.setReading(false);
    const stalled = new Set(clients.map(([who]) => who));
    const others = cast.devices.filter(({ who, isOnline }) => isOnline && !stalled.has(who));
    const fact = { op: 'stall', conversation: place.id, others: others.map(({ who }) => who) } as const;
    const { n } = history.record({ ...fact, stage: 'begin' });
    for (let count = 0; count < FLOOD_MESSAGES; count++) {
      workload.say(place, FLOOD_CHARS);
      await pause(lengthMs / FLOOD_MESSAGES, over);
    }
    history.record({ ...fact, stage: 'said' });
    // Nobody else waits for those who do not read.
    await until(() => unserved(history.entries.slice(n)).length === 0, SERVED_WITHIN_MS, over);
    history.record({ ...fact, stage: over.aborted ? 'cut-short' : 'end' });
    for (const link of links) link.release();
    for (const client of raw) client.setReading(true);
    return `${links.length + raw.length} readers for ${seconds(lengthMs)}`;
  },
};

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
