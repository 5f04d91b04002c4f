/**
 * Runs a command: from its command line to its exit code.
 *
 * @module
 */
import { parseArguments } from './arguments.ts';
import { loadAllCommands, loadCommand } from './commands.ts';
import { EXIT_CODES, exitCodeOf, UsageError } from './exit-codes.ts';
import { commandHelp, overview } from './help.ts';
import type { Io } from './io.ts';
import { createOutput } from './output.ts';

/** Never rejects: errors become a message on stderr and an exit code. */
export async function runCommand(argv: readonly string[], io: Io): Promise<number> {
  const [name, ...rest] = argv;
  const output = createOutput(io, rest.includes('--json'));
  try {
    if (name === undefined || ['help', '--help', '-h'].includes(name)) {
      io.stdout.write(overview(await loadAllCommands()));
      return name === undefined ? EXIT_CODES.usage.code : EXIT_CODES.ok.code;
    }
    const command = await loadCommand(name);
    if (command === undefined) {
      throw new UsageError(`There is no command "${name}"; "posthorn help" lists them.`);
    }
    const args = parseArguments(command, rest);
    if (args.flag('help')) {
      io.stdout.write(commandHelp(command));
      return EXIT_CODES.ok.code;
    }
    return await command.run({ io, args, output });
  } catch (error) {
    if (io.signal.aborted) return EXIT_CODES.interrupted.code;
    output.error(error);
    return exitCodeOf(error);
  }
}
