/**
 * Runs the engine here, with the session of the browser's cookie.
 *
 * @module
 */
import { openEngine, runEngine, serveEngine } from '@posthorn/client/engine/host';
import type { HostOptions, Serving } from '@posthorn/client/engine/host';
import type { Engine } from '@posthorn/client/engine';
import { webSessions } from '@posthorn/client/web';
import { accountOf } from './account.ts';
import type { EngineOf } from './account.ts';

/** Runs the engine for all tabs as soon as nobody else does. */
export function serve(of: EngineOf): Serving {
  const run = (onOver: () => void) => runEngine({ ...optionsOf(of), onOver });
  return serveEngine({ account: accountOf(of), run });
}

/** Runs an engine for this page alone, where pages cannot find each other. */
export function openAlone(of: EngineOf): Promise<Engine> {
  return openEngine(optionsOf(of));
}

function optionsOf(of: EngineOf): HostOptions {
  const sessions = webSessions(of.server);
  return {
    credentials: { server: of.server, token: () => sessions.ticket() },
    account: accountOf(of),
    endSession: () => sessions.logOut(),
    onError: (error) => reportError(error),
  };
}
