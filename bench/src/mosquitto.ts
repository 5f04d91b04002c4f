/**
 * A private Mosquitto, tuned as mosquitto.conf(5) has it: TCP_NODELAY against latency, no $SYS topics, no log but errors,
 * and no limits that what is in flight would reach. The store is written at its default interval, half an hour, so never
 * during a measurement.
 *
 * @module
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findProgram, freePort } from '@posthorn/services';
import type { Lab } from './lab.ts';
import { startProgram } from './program.ts';
import type { Running } from './program.ts';

/** Throws a MissingProgramError if it is not installed. */
export function mosquittoProgram(): string {
  return findProgram({ command: 'mosquitto', variable: 'POSTHORN_MOSQUITTO', aptPackage: 'mosquitto' });
}

export async function startMosquitto(
  lab: Lab,
  persistence: boolean,
): Promise<Running & { readonly port: number }> {
  const [directory, port] = [await lab.directory(), await freePort()];
  const config = join(directory, 'mosquitto.conf');
  const lines = [
    `listener ${port} 127.0.0.1`,
    'allow_anonymous true',
    'user root',
    'log_type error',
    'log_dest stderr',
    'sys_interval 0',
    'set_tcp_nodelay true',
    'max_inflight_messages 1000',
    'max_queued_messages 100000',
    'max_connections -1',
    `persistence ${persistence}`,
    `persistence_location ${directory}/`,
  ];
  await writeFile(config, `${lines.join('\n')}\n`);
  return { port, ...(await startProgram(lab, { command: [mosquittoProgram(), '-c', config], port })) };
}
