/**
 * Runs the engine here as soon as nobody else does.
 *
 * @module
 */
import { runEngine, serveEngine } from '@posthorn/client/engine';
import type { Serving } from '@posthorn/client/engine';
import { accountOf, optionsOf } from './account.ts';
import type { EngineOf } from './account.ts';

export function serve(of: EngineOf): Serving {
  return serveEngine({
    account: accountOf(of),
    run: (onOver) => runEngine({ ...optionsOf(of), onOver }),
  });
}
