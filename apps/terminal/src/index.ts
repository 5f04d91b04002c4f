/**
 * Posthorn's terminal client: every command of `posthorn` except the server's.
 *
 * @module
 */
export { processIo } from './io.ts';
export type { Io } from './io.ts';
export { runCommand } from './run-command.ts';

/** Returns docs/cli.md. Loads every command; nothing else here does. */
export async function commandsPage(): Promise<string> {
  const { loadAllCommands } = await import('./commands.ts');
  const { COMMANDS: chatCommands } = await import('./chat/commands.ts');
  const { reference } = await import('./help.ts');
  return reference(await loadAllCommands(), chatCommands);
}
