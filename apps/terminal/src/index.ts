/**
 * Posthorn's terminal client: everything `posthorn` does but being a server.
 *
 * @module
 */
export { processIo } from './io.ts';
export type { Io } from './io.ts';
export { runCommand } from './run-command.ts';

/** docs/cli.md. Loads every command, which nothing else that starts from here does. */
export async function commandsPage(): Promise<string> {
  const { loadAllCommands } = await import('./commands.ts');
  const { COMMANDS: chatCommands } = await import('./chat/commands.ts');
  const { reference } = await import('./help.ts');
  return reference(await loadAllCommands(), chatCommands);
}
