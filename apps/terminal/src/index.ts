/**
 * Posthorn's terminal client: everything `posthorn` does but being a server.
 *
 * @module
 */
import { COMMANDS as CHAT_COMMANDS } from './chat/commands.ts';
import { COMMANDS } from './commands.ts';
import { reference } from './help.ts';

export { processIo } from './io.ts';
export type { Io } from './io.ts';
export { runCommand } from './run-command.ts';

/** docs/cli.md. */
export function commandsPage(): string {
  return reference(COMMANDS, CHAT_COMMANDS);
}
