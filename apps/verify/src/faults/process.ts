/**
 * Faults of the server's process.
 *
 * @module
 */
import type { Body, Life, System } from '../system/system.ts';
import { pause, seconds } from './fault.ts';
import type { Fault } from './fault.ts';

const whyNoLife = ({ life }: System): string | undefined =>
  life === undefined ? 'this server is not ours to stop' : undefined;
const whyNoBody = ({ body }: System): string | undefined =>
  body === undefined ? 'there is no process of its own' : undefined;

export function lifeOf({ life }: System): Life {
  if (life === undefined) throw new Error('this system cannot be stopped');
  return life;
}

export function bodyOf({ body }: System): Body {
  if (body === undefined) throw new Error('this system has no process');
  return body;
}

export const kill: Fault = {
  name: 'kill',
  summary: 'The server is killed with SIGKILL and started again a moment later.',
  lane: 'system',
  lengthMs: [50, 1500],
  whyNot: whyNoLife,
  async inflict({ system }, { lengthMs }) {
    const life = lifeOf(system);
    await life.kill();
    await pause(lengthMs);
    await life.start();
    return `gone for ${seconds(lengthMs)}`;
  },
};

export const freeze: Fault = {
  name: 'freeze',
  summary: 'The server is stopped with SIGSTOP: it hangs, its connections stay open, and it goes on later.',
  lane: 'system',
  lengthMs: [500, 4000],
  whyNot: whyNoBody,
  async inflict({ system }, { lengthMs }) {
    const body = bodyOf(system);
    body.pause();
    await pause(lengthMs);
    body.resume();
    return `hung for ${seconds(lengthMs)}`;
  },
};

export const restart: Fault = {
  name: 'restart',
  summary: 'The server is stopped in order, under load, and started again.',
  lane: 'system',
  lengthMs: [20, 500],
  whyNot: whyNoLife,
  async inflict({ system }, { lengthMs }) {
    const life = lifeOf(system);
    await life.stop();
    await pause(lengthMs);
    await life.start();
    return `drained, gone for ${seconds(lengthMs)}`;
  },
};
