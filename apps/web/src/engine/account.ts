/**
 * What an engine of the page runs on: the session of the browser's cookie.
 *
 * @module
 */
import type { HostOptions } from '@posthorn/client/engine';
import { webSessions } from '@posthorn/client/web';

export interface EngineOf {
  /** The id of the user. */
  readonly user: number;
  /** The server's root as a URL. */
  readonly server: string;
}

/** Names the account among all that this origin has seen. */
export function accountOf({ user, server }: EngineOf): string {
  const { host, pathname } = new URL(server);
  return `${user}@${host}${pathname}`;
}

export function optionsOf(of: EngineOf): HostOptions {
  const sessions = webSessions(of.server);
  return {
    credentials: { server: of.server, token: () => sessions.ticket() },
    account: accountOf(of),
    endSession: () => sessions.logOut(),
    onError: (error) => reportError(error),
  };
}
