/**
 * MQTT: direct chat at QoS 1 beside the native protocol and Mosquitto, fan-out at QoS 0, and idle connections.
 *
 * @module
 */
import { freePort, MissingProgramError } from '@posthorn/services';
import { SERVER_CORE } from '../cores.ts';
import type { Lab, ServerOptions, Stage } from '../lab.ts';
import { dialTcp } from '../load/client.ts';
import { measureDirect, measureFanout } from '../load/closed-loop.ts';
import type { Measured } from '../load/closed-loop.ts';
import { attachAll, localAddress, makeGroup } from '../load/crowd.ts';
import { grow, SAMPLES } from '../load/growth.ts';
import { connectMqtt, mqttListener, mqttTalker } from '../load/mqtt.ts';
import type { MqttPerson } from '../load/mqtt.ts';
import { nativeListener, nativeTalker } from '../load/native-talker.ts';
import { startMosquitto } from '../mosquitto.ts';
import type { Outcome, Result } from '../outcome.ts';
import type { Scenario } from '../scenario.ts';
import { sideBySide } from '../side-by-side.ts';

const TALKERS = 500;
const DIRECT = { inFlight: 8 } as const;
const MEMBERS = 1000;
const FANOUT = { speakers: 4, inFlightPerSpeaker: 16 } as const;
/** As in the scenario `connections`: the first ones are not counted. */
const [FIRST, CONNECTIONS] = [4000, 8000];
const KIB = 1024;

export const mqtt: Scenario = {
  name: 'mqtt',
  summary: 'MQTT: direct chat beside the native protocol and Mosquitto, fan-out, and idle connections',
  run,
};

async function run(lab: Lab): Promise<Outcome> {
  const talkers = lab.scaled(TALKERS / 2) * 2;
  lab.note(`direct chat: ${talkers} connections`);
  const [overMqtt, overNative] = [await directMqtt(lab, talkers), await directNative(lab, talkers)];
  const mosquitto = await directMosquitto(lab, talkers);
  const what = `MQTT at QoS 1: direct chat, ${talkers} connections, ${DIRECT.inFlight} in flight each, durable`;
  const beside = (floor: Measured, floorName: string): Result => ({
    what,
    figure: overMqtt.perSecond,
    unit: 'msg/s',
    floor: floor.perSecond,
    floorName,
    detail: detailOf(overMqtt, floor),
  });
  return {
    results: [
      beside(overNative, 'the native protocol doing the same'),
      ...(mosquitto === undefined
        ? []
        : [beside(mosquitto, 'Mosquitto with persistence, which syncs nothing')]),
      await fanOut(lab),
      await idle(lab),
    ],
    charts: [],
  };
}

function detailOf(ours: Measured, floor: Measured): Record<string, number> {
  const us = ({ serverCpu = 0, perSecond }: Measured): number =>
    Math.round((serverCpu / Math.max(1, perSecond)) * 1e6);
  const { serverCpu = 0, loadCpu } = ours;
  return { serverCpu, loadCpu, serverUsPerMessage: us(ours), floorUsPerMessage: us(floor) };
}

/** A server that takes MQTT's clients, and its port for them. */
async function stageOf(
  lab: Lab,
  users: number,
  more: ServerOptions = {},
): Promise<{ readonly stage: Stage; readonly port: number }> {
  const port = await freePort();
  return { stage: await lab.stage(users, { mqtt: true, mqttPort: port, ...more }), port };
}

/** As the user with this index, whose name is that of seed.ts. */
function personOf({ users }: Stage, index: number): Pick<MqttPerson, 'clientId' | 'login'> {
  return { clientId: `bench-${index}`, login: { user: nameOf(index), password: users[index]?.token ?? '' } };
}

function nameOf(index: number): string {
  return `user${index}`;
}

async function directMqtt(lab: Lab, count: number): Promise<Measured> {
  const { stage, port } = await stageOf(lab, count);
  const talkers = await sideBySide(count, async (index) => {
    const topic = `u/${nameOf(index ^ 1)}`;
    return mqttTalker(await connectMqtt(port, { ...personOf(stage, index), topic, qos: 1 }), topic, 1);
  });
  const measured = await measureDirect(lab, DIRECT, { talkers, pids: [stage.server.child.pid] });
  await stage.end();
  return measured;
}

async function directNative(lab: Lab, count: number): Promise<Measured> {
  const stage = await lab.stage(count);
  const pipes = await attachAll(stage);
  const talkers = pipes.map((pipe, index) =>
    nativeTalker(pipe, { case: 'user', value: stage.users[index ^ 1]?.id ?? 0 }),
  );
  const measured = await measureDirect(lab, DIRECT, { talkers, pids: [stage.server.child.pid] });
  await stage.end();
  return measured;
}

/** Undefined where it is not installed. */
async function directMosquitto(lab: Lab, count: number): Promise<Measured | undefined> {
  try {
    const { port, pid, end } = await startMosquitto(lab, true);
    const talkers = await sideBySide(count, async (index) => {
      const line = await connectMqtt(port, { clientId: nameOf(index), topic: `u/${nameOf(index)}`, qos: 1 });
      return mqttTalker(line, `u/${nameOf(index ^ 1)}`, 1);
    });
    const measured = await measureDirect(lab, DIRECT, { talkers, pids: [pid] });
    await end();
    return measured;
  } catch (error) {
    if (!(error instanceof MissingProgramError)) throw error;
    lab.note(`without Mosquitto: ${error.message}`);
    return undefined;
  }
}

async function fanOut(lab: Lab): Promise<Result> {
  const members = lab.scaled(MEMBERS, FANOUT.speakers * 2);
  lab.note(`fan-out to ${members}`);
  const [ours, native] = [await fanOutMqtt(lab, members), await fanOutNative(lab, members)];
  return {
    what: `MQTT at QoS 0: fan-out to ${members}, durable`,
    figure: ours.perSecond,
    unit: 'packets/s',
    floor: native.perSecond,
    floorName: 'the native protocol doing the same',
    detail: detailOf(ours, native),
  };
}

async function fanOutMqtt(lab: Lab, members: number): Promise<Measured> {
  const { stage, port } = await stageOf(lab, members, { maxGroupMembers: members });
  const topic = `g/${await makeGroup(stage, 0, members)}`;
  const lines = await sideBySide(members, (index) =>
    connectMqtt(port, { ...personOf(stage, index), topic, qos: 0 }),
  );
  const measured = await measureFanout(lab, FANOUT, {
    talkers: lines.slice(0, FANOUT.speakers).map((line) => mqttTalker(line, topic, 0)),
    listeners: lines.slice(FANOUT.speakers).map(mqttListener),
    pids: [stage.server.child.pid],
    frameBytes: () => frameBytes(stage),
  });
  await stage.end();
  return measured;
}

async function fanOutNative(lab: Lab, members: number): Promise<Measured> {
  const stage = await lab.stage(members, { maxGroupMembers: members });
  const target = { case: 'conversation', value: await makeGroup(stage, 0, members) } as const;
  const pipes = await attachAll(stage);
  const measured = await measureFanout(lab, FANOUT, {
    talkers: pipes.slice(0, FANOUT.speakers).map((pipe) => nativeTalker(pipe, target)),
    listeners: pipes.slice(FANOUT.speakers).map(nativeListener),
    pids: [stage.server.child.pid],
    frameBytes: () => frameBytes(stage),
  });
  await stage.end();
  return measured;
}

/** The average: a frame grows with its seq. */
async function frameBytes({ server }: Stage): Promise<number> {
  const [bytes, frames] = ['posthorn_bytes_written_total', 'posthorn_frames_written_total'] as const;
  const sums = await server.metrics(bytes, frames);
  return sums[bytes] / sums[frames];
}

async function idle(lab: Lab): Promise<Result> {
  const [first, count] = [lab.scaled(FIRST), lab.scaled(CONNECTIONS, SAMPLES)];
  lab.note(`${first + count} idle connections`);
  const { stage, port } = await stageOf(lab, first + count);
  const ours = await grow({
    first,
    count,
    usage: () => stage.server.usageAfterGc(),
    open: (index) =>
      connectMqtt(port, { ...personOf(stage, index), ...localAddress(index), topic: 'u/+', qos: 0 }),
  });
  await stage.end();
  const child = lab.start('floors/idle-server', ['tcp'], { core: SERVER_CORE, nodeArgs: ['--expose-gc'] });
  const { port: plainPort } = await child.next<{ port: number }>();
  const plain = await grow({
    first,
    count,
    usage: () => child.ask('gc'),
    open: (index) => dialTcp(plainPort, localAddress(index)),
  });
  await lab.end(child);
  return {
    what: 'an idle MQTT connection, with a subscription',
    figure: ours.resident / KIB,
    unit: 'KB resident each',
    floor: plain.resident / KIB,
    floorName: 'a plain net connection',
    targets: [{ atMost: 4.5 }],
    detail: { connections: count, heapKb: Number((ours.heap / KIB).toFixed(2)) },
  };
}
