/**
 * Faults of the network between clients and server, caused by our proxy.
 *
 * @module
 */
import type { Dice } from '../dice.ts';
import type { ChaosProxy } from '../network/chaos-proxy.ts';
import { FAIR } from '../network/pipe.ts';
import type { Weather } from '../network/pipe.ts';
import { NoEffectError, seconds } from './fault.ts';
import { pause } from '../waiting.ts';
import type { Fault, Scene } from './fault.ts';

/** The share of held connections that are cut at the end instead of released. */
const CUT_SHARE = 0.4;

export const cuts: Fault = {
  name: 'cuts',
  summary: 'Connections are cut, again and again, for both sides at once.',
  lane: 'network',
  lengthMs: [300, 3000],
  async inflict({ network }, { dice, lengthMs }) {
    let count = 0;
    for (let left = lengthMs; left > 0;) {
      const waitMs = dice.between(20, 250);
      await pause(Math.min(waitMs, left));
      left -= waitMs;
      for (const connection of dice.shuffle(network.connections).slice(0, 1 + dice.below(3))) {
        connection.cut();
        count += 1;
      }
    }
    if (count === 0) throw new NoEffectError('there was no connection to cut');
    return `${count} connections`;
  },
};

export const halfOpen: Fault = {
  name: 'half-open',
  summary: 'One side of connections goes away without a word to the other, which has to find out by itself.',
  lane: 'network',
  lengthMs: [300, 2000],
  async inflict({ network }, { dice, lengthMs }) {
    const connections = dice.shuffle(network.connections).slice(0, 1 + dice.below(4));
    if (connections.length === 0) throw new NoEffectError('there was no connection to tear');
    for (const connection of connections) connection.tear(dice.chance(0.5) ? 'client' : 'server');
    await pause(lengthMs);
    return `${connections.length} connections`;
  },
};

export const blackHole: Fault = {
  name: 'black-hole',
  summary:
    'Nothing passes between some clients and the server, and nobody is told; later it arrives, or not.',
  lane: 'network',
  lengthMs: [500, 4000],
  async inflict({ network }, { dice, lengthMs }) {
    const ways = network.some(dice, dice.between(0.2, 0.8));
    for (const way of ways) {
      way.isBlackHole = true;
      for (const connection of way.connections) connection.hold();
    }
    await pause(lengthMs);
    for (const way of ways) {
      way.isBlackHole = false;
      release(way, dice);
    }
    return `${ways.length} clients for ${seconds(lengthMs)}`;
  },
};

function release(way: ChaosProxy, dice: Dice): void {
  for (const connection of way.connections) {
    if (dice.chance(CUT_SHARE)) connection.cut();
    else connection.release();
  }
}

export const slowNetwork: Fault = {
  name: 'delay',
  summary: 'What passes is late by up to a quarter of a second, each piece by a time of its own.',
  lane: 'network',
  lengthMs: [500, 5000],
  inflict: (scene, { dice, lengthMs }) =>
    weather(scene, { delayMs: [5, dice.between(20, 250)] }, { dice, lengthMs }),
};

export const slicing: Fault = {
  name: 'slice',
  summary: 'What passes is cut into pieces of a few bytes.',
  lane: 'network',
  lengthMs: [500, 5000],
  inflict: (scene, { dice, lengthMs }) =>
    weather(scene, { maxSliceBytes: 1 + dice.below(9) }, { dice, lengthMs }),
};

async function weather(
  { network }: Scene,
  change: Weather,
  { dice, lengthMs }: { readonly dice: Dice; readonly lengthMs: number },
): Promise<string> {
  const ways = network.some(dice, dice.between(0.3, 1));
  for (const way of ways) way.weather = change;
  await pause(lengthMs);
  for (const way of ways) way.weather = FAIR;
  return `${ways.length} clients for ${seconds(lengthMs)}`;
}
