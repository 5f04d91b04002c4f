/**
 * Mosquitto: a topic for each user, and one for all.
 *
 * @module
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findProgram, freePort } from '@posthorn/services';
import type { Lab } from '../../src/lab.ts';
import { sideBySide } from '../../src/side-by-side.ts';
import { measureDirect, measureFanout } from './measure.ts';
import { connectMqtt, mqttListener, mqttTalker } from './mqtt.ts';
import type { Qos } from './mqtt.ts';
import type { Measured, Peer, Work } from './peer.ts';
import { filledIn } from './filled-in.ts';
import { output, startProgram } from './program.ts';
import type { Running } from './program.ts';

const COMMON = {
  async version(): Promise<string> {
    const help = await output(program(), ['-h']).catch((error: { stdout?: string }) => error.stdout ?? '');
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
  const { port, pid, end } = await start(lab, qos === 1);
  const talkers = await sideBySide(work.talkers, async (index) => {
    const line = await connectMqtt(port, { clientId: `c${padded(index)}`, topic: `u/${padded(index)}`, qos });
    return mqttTalker(line, `u/${padded(index ^ 1)}`, qos);
  });
  const measured = await measureDirect(lab, work, { talkers, pids: [pid] });
  await end();
  return measured;
}

async function fanout(lab: Lab, work: Work): Promise<Measured> {
  const { port, pid, end } = await start(lab, false);
  const lines = await sideBySide(work.members, (index) =>
    connectMqtt(port, { clientId: `c${padded(index)}`, topic: 'room', qos: 0 }),
  );
  const talkers = lines.slice(0, work.speakers).map((line) => mqttTalker(line, 'room', 0));
  const listeners = lines.slice(work.speakers).map(mqttListener);
  const measured = await measureFanout(lab, work, { talkers, listeners, pids: [pid] });
  await end();
  return measured;
}

async function start(lab: Lab, persistence: boolean): Promise<Running & { readonly port: number }> {
  const [directory, port] = [await lab.directory(), await freePort()];
  const config = join(directory, 'mosquitto.conf');
  await writeFile(
    config,
    await filledIn('config/mosquitto.conf', { port, directory, persistence: String(persistence) }),
  );
  return { port, ...(await startProgram(lab, { command: [program(), '-c', config], port })) };
}

function program(): string {
  return findProgram({ command: 'mosquitto', variable: 'POSTHORN_MOSQUITTO', aptPackage: 'mosquitto' });
}

function padded(index: number): string {
  return String(index).padStart(4, '0');
}
