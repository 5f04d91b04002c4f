/**
 * Bugs in what is kept of the sessions of clients of MQTT.
 *
 * @module
 */
import type { Config, Store } from '@posthorn/server';
import { saveSession } from '../../../../packages/server/src/features/wire-sessions/queries.ts';
import { changed } from './store-bugs.ts';
import type { AnyQuery } from './store-bugs.ts';

/** Without it there are no such clients. */
export const WITH_MQTT: Partial<Config> = { mqtt: true, mqttPort: 0 };

const KEPT_SAVES = 5;

/** After the first ones, what a connection saves of its session is not kept, though it is told so. */
export function forgetfulSessions(right: Store): Store {
  const saves = new Map<string, number>();
  const save = (...[saving]: Parameters<typeof saveSession>): Promise<boolean> => {
    const count = (saves.get(saving.owner) ?? 0) + 1;
    saves.set(saving.owner, count);
    return count > KEPT_SAVES ? Promise.resolve(true) : right.run(saveSession, saving);
  };
  return changed(right, {}, new Map<AnyQuery, (...args: never[]) => Promise<unknown>>([[saveSession, save]]));
}

/** A goodbye counts as a loss. */
export function unheardGoodbyes(right: Store): Store {
  return saving(right, (given) => ({ ...given, isLost: given.isOver }));
}

/** A loss counts as a goodbye. */
export function forgottenWills(right: Store): Store {
  return saving(right, (given) => ({ ...given, isLost: false }));
}

type Saving = Parameters<typeof saveSession>[0];

function saving(right: Store, change: (given: Saving) => Saving): Store {
  const save = (...[given]: Parameters<typeof saveSession>): Promise<boolean> =>
    right.run(saveSession, change(given));
  return changed(right, {}, new Map<AnyQuery, (...args: never[]) => Promise<unknown>>([[saveSession, save]]));
}
