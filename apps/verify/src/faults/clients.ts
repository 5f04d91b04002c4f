/**
 * Faults of clients: they stop reading, and they are away for long.
 *
 * @module
 */
import { pause, seconds } from './fault.ts';
import type { Fault } from './fault.ts';

const always = (): undefined => undefined;
/** What is said meanwhile, so that a queue of the server overflows. */
const FLOOD_MESSAGES = 24;
const FLOOD_CHARS = 16_000;

export const stalledReaders: Fault = {
  name: 'stall',
  summary: 'Some clients stop reading while much is said, until the server drops what does not fit.',
  lane: 'network',
  lengthMs: [700, 4000],
  whyNot: always,
  async inflict({ network, cast, workload }, { dice, lengthMs }) {
    const ways = network.some(dice, 0.3);
    const links = ways.flatMap((way) => way.links);
    for (const link of links) link.stall();
    const raw = cast.rawClients.filter(() => dice.chance(0.5));
    for (const client of raw) client.setReading(false);
    const group = cast.places.find(({ kind, use }) => kind === 'group' && use === 'talk');
    for (let count = 0; count < FLOOD_MESSAGES; count++) {
      if (group !== undefined) workload.say(group, FLOOD_CHARS);
      await pause(lengthMs / FLOOD_MESSAGES);
    }
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
  whyNot: always,
  async inflict({ cast }, { dice, lengthMs }) {
    const running = cast.devices.filter((device) => device.isRunning);
    const devices = dice.shuffle(running).slice(0, Math.max(1, Math.floor(running.length / 3)));
    await Promise.all(devices.map((device) => device.close()));
    await pause(lengthMs);
    await Promise.all(devices.map((device) => device.open()));
    return `${devices.length} devices for ${seconds(lengthMs)}`;
  },
};
