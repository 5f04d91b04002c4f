/**
 * After a disaster: the data is reset to the backup while half of the devices are off. Others write new messages
 * under the lost numbers, and then all devices return (promise 12).
 *
 * @module
 */
import { readLogs } from './actors/auditor.ts';
import type { Evidence } from './checks/evidence.ts';
import type { Dice } from './dice.ts';
import { pause } from './waiting.ts';
import type { Scene } from './faults/fault.ts';

/** Messages in each place beyond the number lost there, so that no head reveals the restore. */
const MORE = 3;
/** Most messages in one place. */
const MOST = 200;
const SAY_PAUSE_MS = 2;
/** With one of this many messages an earlier one is changed. */
const CHANGE_EVERY = 4;

/** Returns the first entry of the next era. */
export async function restoreBackup(scene: Scene, before: Evidence, dice: Dice): Promise<number> {
  const { system, cast, workload, history } = scene;
  const sleeping = cast.devices.filter((_, index) => index % 2 === 0);
  await Promise.all(sleeping.map((device) => device.close()));
  const from = history.entries.length;
  history.record({ op: 'fault', stage: 'begin', fault: 'restore', detail: '' });
  await system.backups?.restore();
  history.record({ op: 'phase', phase: 'restore', epoch: system.epoch });
  history.record({ op: 'fault', stage: 'end', fault: 'restore', detail: 'backup put back' });
  const now = await readLogs(system.directUrl, cast.places);
  for (const place of cast.places) {
    if (place.use !== 'talk') continue;
    const lost = (before.log.get(place.id)?.length ?? 0) - (now.get(place.id)?.length ?? 0);
    for (let count = Math.min(MOST, lost + MORE); count > 0; count--) {
      workload.say(place);
      if (count % CHANGE_EVERY === 0) workload.change(place, dice);
      await pause(SAY_PAUSE_MS);
    }
  }
  return from;
}
