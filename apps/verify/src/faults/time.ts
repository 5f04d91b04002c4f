/**
 * Faults of time: the wall clock jumps, clients retry days later, an old backup is restored.
 *
 * @module
 */
import type { System } from '../system/system.ts';
import { seconds } from './fault.ts';
import { pause } from '../waiting.ts';
import type { Fault } from './fault.ts';
import { backups, wallClock } from './need.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** How many messages that were acked long ago are sent again. */
const RETRIES = 12;

async function whileShifted<T>(system: System, offsetMs: number, work: () => Promise<T>): Promise<T> {
  const clock = wallClock.of(system);
  await clock.shift(offsetMs);
  try {
    return await work();
  } finally {
    await clock.shift(0);
  }
}

export const clockJump: Fault = {
  name: 'clock',
  summary: 'The wall clock of the server jumps by an hour, forward or back, and later jumps back.',
  lane: 'system',
  lengthMs: [500, 4000],
  whyNot: wallClock.whyNot,
  async inflict({ system }, { dice, lengthMs }) {
    const offsetMs = dice.chance(0.5) ? HOUR_MS : -HOUR_MS;
    await whileShifted(system, offsetMs, () => pause(lengthMs));
    return `${offsetMs > 0 ? '+1 h' : '−1 h'} for ${seconds(lengthMs)}`;
  },
};

export const lateRetries: Fault = {
  name: 'late-retry',
  summary: 'Messages that were acked are sent again under their ids, by the server’s clock days later.',
  lane: 'system',
  lengthMs: [100, 1000],
  whyNot: wallClock.whyNot,
  async inflict({ system, cast }, { dice, lengthMs }) {
    const days = 2 + dice.below(20);
    await whileShifted(system, days * DAY_MS, async () => {
      for (let count = 0; count < RETRIES; count++) {
        await Promise.all(cast.rawClients.map((client) => client.sendAgain()));
        await pause(lengthMs / RETRIES);
      }
    });
    return `${days} days later`;
  },
};

/** Takes the backup; restore-chapter.ts restores it later. */
export const restore: Fault = {
  name: 'restore',
  summary: 'At the end the data is put back to a backup from the middle of the run, as after a disaster.',
  lane: 'system',
  lengthMs: [10, 20],
  whyNot: backups.whyNot,
  async inflict({ system, history }) {
    // Everything acked before this moment is in the backup.
    history.record({ op: 'phase', phase: 'backup', epoch: system.epoch });
    await backups.of(system).take();
    return 'backup taken';
  },
};
