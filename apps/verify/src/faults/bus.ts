/**
 * Faults of single bus messages, caused by proxies between nodes and NATS.
 *
 * @module
 */
import type { Device } from '../actors/device.ts';
import type { Place } from '../places.ts';
import type { Entry, SendFact } from '../history.ts';
import type { BusLine } from '../network/bus-line.ts';
import { QUIET } from '../network/bus-noise.ts';
import type { System } from '../system/system.ts';
import { NoEffectError, seconds } from './fault.ts';
import { pause, until, untilEntry } from '../waiting.ts';
import type { Fault, Scene } from './fault.ts';
import { cluster } from './need.ts';

function linesOf(system: System): readonly BusLine[] {
  return cluster.of(system).nodes.map(({ busLine }) => busLine);
}

const SHARE = 0.05;
const HIT_WITHIN_MS = 20_000;

export const busLoss: Fault = {
  name: 'bus-loss',
  summary: 'Of the messages between nodes and NATS 5 % are lost, 5 % come twice and 5 % are overtaken.',
  lane: 'network',
  lengthMs: [2000, 15_000],
  whyNot: cluster.whyNot,
  async inflict({ system }, { lengthMs, over }) {
    const lines = linesOf(system);
    const total = (): number =>
      lines.reduce((sum, { counts: { lost, doubled, swapped } }) => sum + lost + doubled + swapped, 0);
    const before = total();
    for (const line of lines) line.noise = { lost: SHARE, doubled: SHARE, swapped: SHARE };
    await pause(lengthMs, over);
    // Another fault may have silenced the bus.
    await until(() => total() > before, HIT_WITHIN_MS, over);
    for (const line of lines) line.noise = QUIET;
    const count = total() - before;
    if (count === 0) throw new NoEffectError('nothing was said on the bus meanwhile');
    return `${count} messages within ${seconds(lengthMs)}`;
  },
};

/** The subjects of pushes (packages/server/src/bus/subjects.ts). */
const PUSHES = /^(sealed\.)?(user|group)\./;
const ACKED_WITHIN_MS = 10_000;
/** The promise is 30 s; waits longer, for the report. */
const REPAIRED_WITHIN_MS = 45_000;

export const lostPush: Fault = {
  name: 'lost-push',
  summary: 'The last push of a conversation is lost, and nothing follows in it that would show the gap.',
  lane: 'system',
  lengthMs: [200, 500],
  overheadMs: 11_000,
  whyNot: cluster.whyNot,
  async inflict(scene, { lengthMs, over }) {
    const { system, cast, workload, history } = scene;
    const place = cast.places.find(({ use }) => use === 'quiet');
    if (place === undefined) throw new Error('there is no quiet place');
    const lines = linesOf(system);
    const from = history.entries.length;
    for (const line of lines) line.muted = PUSHES;
    const listeners = listenersIn(scene, place);
    let ack: (Entry & SendFact) | undefined;
    try {
      const id = workload.say(place);
      const isAck = (entry: Entry): boolean => {
        if (entry.op === 'send' && entry.stage === 'ok' && entry.id === id) ack = entry;
        return ack !== undefined;
      };
      await untilEntry({ history, from }, isAck, ACKED_WITHIN_MS, over);
      // The push is published right after the ack.
      await pause(lengthMs);
    } finally {
      for (const line of lines) line.muted = undefined;
    }
    if (ack === undefined) throw new NoEffectError('the message was not acked in time');
    return await untilRepaired(scene, ack, { listeners, over });
  },
};

/** Devices that can only get the message by its push: they are online, and did not send it. */
function listenersIn({ cast }: Scene, { users }: Place): readonly Device[] {
  return cast.devices.filter(({ userId, isOnline }) => isOnline && users.includes(userId));
}

async function untilRepaired(
  { history }: Scene,
  ack: Entry & SendFact,
  { listeners, over }: { readonly listeners: readonly Device[]; readonly over: AbortSignal },
): Promise<string> {
  const waiting = new Set(listeners.map(({ who }) => who));
  // The sender already has it; a device that goes away reads it when it returns.
  waiting.delete(ack.who);
  if (waiting.size === 0) throw new NoEffectError('nobody was there to miss it');
  let repairs = 0;
  const isLast = (entry: Entry): boolean => {
    if (entry.op === 'device' && entry.state !== 'online') waiting.delete(entry.who);
    const isIt = entry.op === 'handed' && entry.conversation === ack.conversation && entry.seq === ack.seq;
    if (isIt && waiting.delete(entry.who)) repairs += 1;
    return waiting.size === 0;
  };
  const isThere = await untilEntry({ history, from: ack.n }, isLast, REPAIRED_WITHIN_MS, over);
  const tookMs = history.elapsedMs - ack.at;
  if (over.aborted) return 'the time was up before it was repaired';
  if (isThere && repairs === 0) throw new NoEffectError('those who missed it went away');
  history.record({ op: 'recovery', of: 'last-push', tookMs });
  return `repaired after ${seconds(tookMs)}`;
}
