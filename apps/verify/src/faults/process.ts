/**
 * Faults of the server's process.
 *
 * @module
 */
import { goneFor, hungFor, seconds } from './fault.ts';
import { pause } from '../waiting.ts';
import type { Fault } from './fault.ts';
import { body, life } from './need.ts';

export const kill: Fault = {
  name: 'kill',
  summary: 'The server is killed with SIGKILL and started again a moment later.',
  lane: 'system',
  lengthMs: [50, 1500],
  whyNot: life.whyNot,
  inflict: ({ system }, infliction) => goneFor(life.of(system), infliction),
};

export const freeze: Fault = {
  name: 'freeze',
  summary: 'The server is stopped with SIGSTOP: it hangs, its connections stay open, and it goes on later.',
  lane: 'system',
  lengthMs: [500, 4000],
  whyNot: body.whyNot,
  inflict: ({ system }, infliction) => hungFor(body.of(system), infliction),
};

export const restart: Fault = {
  name: 'restart',
  summary: 'The server is stopped in order, under load, and started again.',
  lane: 'system',
  lengthMs: [20, 500],
  whyNot: life.whyNot,
  async inflict({ system }, { lengthMs }) {
    await life.of(system).stop();
    await pause(lengthMs);
    await life.of(system).start();
    return `drained, gone for ${seconds(lengthMs)}`;
  },
};
