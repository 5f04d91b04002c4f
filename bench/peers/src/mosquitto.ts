/**
 * Mosquitto: a topic for each user, and one for all.
 *
 * @module
 */
import type { Lab } from '../../src/lab.ts';
import { sideBySide } from '../../src/side-by-side.ts';
import { measureDirect, measureFanout } from '../../src/load/closed-loop.ts';
import { connectMqtt, mqttListener, mqttTalker } from '../../src/load/mqtt.ts';
import type { Qos } from '../../src/load/mqtt.ts';
import type { Measured } from '../../src/load/closed-loop.ts';
import type { Peer, Work } from './peer.ts';
import { mosquittoProgram, startMosquitto } from '../../src/mosquitto.ts';
import { output } from '../../src/program.ts';

const COMMON = {
  async version(): Promise<string> {
    const help = await output(mosquittoProgram(), ['-h']).catch(
      (error: { stdout?: string }) => error.stdout ?? '',
    );
    return /version ([\d.]+)/.exec(help)?.[1] ?? 'unknown';
  },
} as const;

export const mosquittoQos1: Peer = {
  ...COMMON,
  name: 'mosquitto-qos1',
  title: 'Mosquitto, QoS 1, with persistence',
  guarantee: {
    ack: 'PUBACK',
    stored: 'memory',
    isSynced: false,
    means:
      'Kept in memory for a receiver who is away. The persistence writes the whole store every half hour and at exit. A power loss loses what came since then, acked or not.',
  },
  direct: (lab, work) => direct(lab, work, 1),
};

export const mosquittoQos0: Peer = {
  ...COMMON,
  name: 'mosquitto-qos0',
  title: 'Mosquitto, QoS 0',
  guarantee: {
    ack: 'the sender’s own message comes back',
    stored: undefined,
    isSynced: false,
    means: 'QoS 0 delivers to those who are connected; those who are away or too slow miss it.',
  },
  fanout,
};

async function direct(lab: Lab, work: Work, qos: Qos): Promise<Measured> {
  const { port, pid, end } = await startMosquitto(lab, qos === 1);
  const talkers = await sideBySide(work.talkers, async (index) => {
    const line = await connectMqtt(port, { clientId: `c${padded(index)}`, topic: `u/${padded(index)}`, qos });
    return mqttTalker(line, `u/${padded(index ^ 1)}`, qos);
  });
  const measured = await measureDirect(lab, work, { talkers, pids: [pid] });
  await end();
  return measured;
}

async function fanout(lab: Lab, work: Work): Promise<Measured> {
  const { port, pid, end } = await startMosquitto(lab, false);
  const lines = await sideBySide(work.members, (index) =>
    connectMqtt(port, { clientId: `c${padded(index)}`, topic: 'room', qos: 0 }),
  );
  const talkers = lines.slice(0, work.speakers).map((line) => mqttTalker(line, 'room', 0));
  const listeners = lines.slice(work.speakers).map(mqttListener);
  const measured = await measureFanout(lab, work, { talkers, listeners, pids: [pid] });
  await end();
  return measured;
}

function padded(index: number): string {
  return String(index).padStart(4, '0');
}
