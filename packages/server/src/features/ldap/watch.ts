/**
 * Ends the sessions of people whom their directory does not let in any more: those who are gone, disabled, or no more in the group that
 * is needed. One router does it for all.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import { ownOrigin } from '../../router/audit.ts';
import type { Services } from '../../router/services.ts';
import type { Duty } from '../../pipeline/duties.ts';
import { peopleOfWay } from '../accounts/identity-queries.ts';
import { endSessionsOfWay } from '../accounts/sessions.ts';
import { DIRECTORIES } from './directories.ts';
import type { Directory } from './directory.ts';
import { issuerOf } from './entry.ts';
import { directoriesIn } from './options.ts';

const INTERVAL_MS = 3_600_000;
/** People who are looked up over one connection. */
const PAGE = 50;

export function directoryDuties(services: Services): readonly Duty[] {
  const canLook = directoriesIn(services.config.options).some(({ access }) => access.kind === 'search');
  if (!canLook) return [];
  return [
    {
      name: 'directories',
      intervalMs: INTERVAL_MS,
      run: (mayGoOn) => lookAgain(services, mayGoOn),
    },
  ];
}

/** Looks once at everybody who has a session by a directory. One that does not answer ends nothing, and the others are looked at. */
async function lookAgain(services: Services, mayGoOn: () => Promise<boolean>): Promise<void> {
  for (const directory of services.state(DIRECTORIES)) {
    if (!directory.canLook) continue;
    try {
      await lookAgainAt(services, directory, mayGoOn);
    } catch (error) {
      if (!(error instanceof PosthornError)) throw error;
      services.logger.warn(
        { directory: directory.settings.id, error: error.cause ?? error },
        'a directory could not be asked who is still there; sessions stay as they are',
      );
    }
  }
}

async function lookAgainAt(
  services: Services,
  directory: Directory,
  mayGoOn: () => Promise<boolean>,
): Promise<void> {
  const { id: way } = directory.settings;
  const issuer = issuerOf(way);
  let after = 0;
  while (await mayGoOn()) {
    const people = await services.store.run(peopleOfWay, { way, issuer, after, limit: PAGE });
    const last = people.at(-1);
    if (last === undefined) return;
    const gone = await directory.look(async (isThere) => {
      const found: number[] = [];
      for (const { user, subjects } of people) {
        // Without a subject somebody came by another way that had this name before.
        if (subjects.length > 0 && !(await isAnyThere(subjects, isThere))) found.push(user);
      }
      return found;
    });
    for (const user of gone) {
      services.logger.info({ user, directory: way }, 'a directory does not let this user in any more');
      const origin = ownOrigin(services.clock, 'directory');
      await endSessionsOfWay(services, { user, way, sid: undefined, origin });
    }
    after = last.user;
  }
}

/** Several belong to one account where addresses have linked them. */
async function isAnyThere(
  subjects: readonly string[],
  isThere: (subject: string) => Promise<boolean>,
): Promise<boolean> {
  for (const subject of subjects) if (await isThere(subject)) return true;
  return false;
}
