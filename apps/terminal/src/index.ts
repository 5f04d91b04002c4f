/**
 * Posthorn's terminal client: everything `posthorn` does but being a server.
 *
 * @module
 */
export { COMMANDS } from './commands.ts';
export { reference } from './help.ts';
export { processIo } from './io.ts';
export type { Io } from './io.ts';
export { runCommand } from './run-command.ts';
