/**
 * Opens the engine of whoever is logged in.
 *
 * @module
 */
import { openEngine } from '@posthorn/client/engine';
import type { Engine } from '@posthorn/client/engine';
import { webSessions } from '@posthorn/client/web';

export interface EngineOf {
  /** The id of the user. */
  readonly user: number;
  /** The server's root as a URL. */
  readonly server: string;
}

/** Resolves when what is on the device can be shown. Close it before another one of the same user is opened. */
export function openEngineOf({ user, server }: EngineOf): Promise<Engine> {
  const sessions = webSessions(server);
  const { host, pathname } = new URL(server);
  return openEngine({
    credentials: { server, token: () => sessions.ticket() },
    account: `${user}@${host}${pathname}`,
    endSession: () => sessions.logOut(),
    onError: (error) => reportError(error),
  });
}
