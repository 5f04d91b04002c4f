/**
 * The command `posthorn`. `start` runs the server, operators' commands are in operate/, `bench` measures, `verify` checks
 * the promises; everything else is the terminal client's.
 *
 * @module
 */
import { fileURLToPath } from 'node:url';
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
    case 'verify':
      return verify();
    case 'backup':
    case 'restore':
    case 'promote':
      return operate(command);
    case 'version':
    case '--version':
    case '-v':
      process.stdout.write(`${VERSION}\n`);
      return 0;
    default:
      return client();
  }
}

async function verify(): Promise<number> {
  const { runVerify } = await import('@posthorn/verify');
  const { stdout, stderr } = process;
  const launcher = fileURLToPath(new URL('../bin/posthorn.js', import.meta.url));
  const code = await runVerify(argv, { stdout, stderr, signal: interruption() }, { launcher });
  // What is left of connections that were torn matters no more.
  process.exit(code);
}

async function operate(name: string): Promise<number> {
  const { OPERATE_COMMANDS } = await import('./operate/commands.ts');
  const { runOperate } = await import('./operate/command.ts');
  const found = OPERATE_COMMANDS.find((each) => each.name === name);
  if (found === undefined) throw new Error(`there is no command ${name}`);
  const { stdout, stderr, env } = process;
  return runOperate(found, argv, { stdout, stderr, env, signal: interruption(), now: () => Date.now() });
}

/** Aborts at the first SIGINT or SIGTERM. */
function interruption(): AbortSignal {
  const interrupt = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => interrupt.abort());
  return interrupt.signal;
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
  const { stdout, stderr } = process;
  const interrupt = new AbortController();
  // Every time, not once: a second signal must not end it before its servers and directories are gone.
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => interrupt.abort());
  const code = await runBench(argv, { stdout, stderr, signal: interrupt.signal });
  // Connections of the load may still be open, and none of them matters any more.
  process.exit(code);
}
