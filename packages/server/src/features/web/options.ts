/**
 * The options of the web client.
 *
 * @module
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ConfigError } from '../../config/config-error.ts';
import type { Kind } from '../../config/kinds.ts';
import { OPTION_GROUPS, option, optionsOf } from '../../config/option.ts';
import type { OptionTable, Values } from '../../config/option.ts';
import { PLACE_OPTIONS } from '../../config/place-options.ts';

/** `on`: the one that comes with Posthorn; `off`; or the directory of another build. */
const page: Kind<string> = {
  placeholder: 'on|off|DIR',
  parse(raw) {
    if (typeof raw === 'boolean') return raw ? 'on' : 'off';
    if (typeof raw !== 'string' || raw === '') throw new Error('must be on, off, or a directory');
    return raw;
  },
  format: (value) => value,
};

export const WEB_OPTIONS = {
  web: option({
    group: OPTION_GROUPS.place,
    kind: page,
    default: 'on',
    description:
      'Whether routers serve the web client at `/`, or the directory of another build of it. Off: `/` leads to the API’s docs.',
    example: 'off',
  }),
} as const satisfies OptionTable;

export const INDEX = 'index.html';

/** Throws a ConfigError for a directory without a page. */
export function checkWeb(config: Values): void {
  const { web } = optionsOf(config, WEB_OPTIONS);
  if (web === 'on' || web === 'off' || existsSync(join(web, INDEX))) return;
  throw new ConfigError(`--web ${web} names a directory that has no ${INDEX}.`);
}

/** Where the page is. Undefined: none is served. */
export function pageDirectory(config: Values): string | undefined {
  const { web } = optionsOf(config, WEB_OPTIONS);
  if (web === 'off') return undefined;
  return web === 'on' ? builtPage() : web;
}

/**
 * Where assets of earlier builds are kept, by each node for itself; in a cluster its data directory may not be there. Undefined:
 * a server that leaves nothing on the disk.
 */
export function keptDirectory(config: Values): string | undefined {
  const { store, data } = optionsOf(config, PLACE_OPTIONS);
  return store === 'memory' ? undefined : join(data, 'page-assets');
}

/** Of the package @posthorn/web, which comes with the command and not with the library. */
function builtPage(): string | undefined {
  try {
    return fileURLToPath(new URL('dist/', import.meta.resolve('@posthorn/web/package.json')));
  } catch {
    return undefined;
  }
}
