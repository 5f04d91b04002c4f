/**
 * Finds the browser of a script as `npm test` finds that of the tests.
 *
 * @module
 */
import { findProgram, SYSTEM_PROGRAMS } from '../../../../scripts/system.mjs';

/** Sets the variable that the tests read. */
export function findChromium(): void {
  const program = SYSTEM_PROGRAMS.find(({ name }) => name === 'Chromium');
  const path = program && findProgram(program);
  if (path === undefined)
    throw new Error('Install Chromium ("apt-get install chromium" on Debian), or set POSTHORN_CHROMIUM.');
  process.env['POSTHORN_CHROMIUM'] = path;
}
