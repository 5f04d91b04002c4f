/**
 * A hook that is a module of the operator's, in this process.
 *
 * @module
 */
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Clock } from '../../clock.ts';
import { ConfigError } from '../../config/config-error.ts';
import { HookFault } from './answer.ts';
import type { Fields } from './answer.ts';
import type { Hook } from './hook.ts';
import { HOOK_EVENTS } from './places.ts';

export interface ModuleParts {
  readonly clock: Pick<Clock, 'after'>;
  readonly timeoutMs: number;
}

type Asked = (data: Fields) => unknown;

/** Loads it at once: a server does not start with a module that cannot be asked. Throws a ConfigError. */
export function moduleHook(file: string, { clock, timeoutMs }: ModuleParts): Hook {
  const exported = load(path.resolve(file));
  const events = HOOK_EVENTS.filter((event) => typeof exported[event] === 'function');
  if (events.length === 0)
    throw new ConfigError(`option before-hook-module: ${file} exports no function ${HOOK_EVENTS.join(', ')}`);
  return {
    name: path.basename(file),
    events,
    async ask({ event, data }) {
      const { promise, reject } = Promise.withResolvers<never>();
      const timer = clock.after(timeoutMs, () => reject(new HookFault('it took too long')));
      try {
        // A copy: what it does to it is not what it answers.
        return await Promise.race([promise, (exported[event] as Asked)(structuredClone(data))]);
      } finally {
        timer.cancel();
      }
    },
  };
}

function load(file: string): Fields {
  try {
    const loaded = createRequire(import.meta.url)(file) as Fields;
    const inner = loaded['default'];
    return typeof inner === 'object' && inner !== null ? { ...loaded, ...inner } : loaded;
  } catch (cause) {
    throw new ConfigError(`option before-hook-module: ${file} cannot be loaded: ${(cause as Error).message}`);
  }
}
