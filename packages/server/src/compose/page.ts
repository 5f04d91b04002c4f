/**
 * Whether a node shows the web client to who opens its address.
 *
 * @module
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { INDEX, pageDirectory } from '../features/web/options.ts';
import type { Config } from './options.ts';

export function servesPage(config: Config): boolean {
  if (config.role === 'gateway') return false;
  const directory = pageDirectory(config);
  return directory !== undefined && existsSync(join(directory, INDEX));
}
