/**
 * The command `posthorn`. `start` runs the server, `bench` measures it; everything else is the terminal client's.
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
    case 'bench':
      return bench();
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

/** The measuring package depends on this one, so its types are not known here. */
interface BenchPackage {
  readonly runBench: (argv: readonly string[], io: BenchIo) => Promise<number>;
}

interface BenchIo {
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream;
  readonly signal: AbortSignal;
}

async function bench(): Promise<number> {
  const { runBench } = (await import('@posthorn/bench' as string)) as BenchPackage;
  const interrupt = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => interrupt.abort());
  const code = await runBench(argv, {
    stdout: process.stdout,
    stderr: process.stderr,
    signal: interrupt.signal,
  });
  // Connections of the load may still be open, and none of them matters any more.
  process.exit(code);
}
