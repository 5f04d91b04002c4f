/**
 * The command `posthorn`. `start` runs the server; everything else is the terminal client's.
 *
 * @module
 */
import { start } from './start.ts';
import { VERSION } from './version.ts';

const [command, ...argv] = process.argv.slice(2);

process.exitCode = await run();

async function run(): Promise<number> {
  switch (command) {
    case 'start':
      return start(argv);
    case 'version':
    case '--version':
    case '-v':
      process.stdout.write(`${VERSION}\n`);
      return 0;
    default:
      return client();
  }
}

async function client(): Promise<number> {
  // Read only when needed: the server has no use for it.
  const { processIo, runCommand } = await import('@posthorn/terminal');
  return runCommand(command === undefined ? [] : [command, ...argv], processIo());
}
