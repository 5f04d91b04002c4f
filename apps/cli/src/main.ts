/**
 * The command `posthorn`. `start` runs the server, operators' commands are in operate/, `bench` measures, `verify` checks
 * the promises; everything else is the terminal client's.
 *
 * @module
 */
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const [command, ...argv] = process.argv.slice(2);

process.exitCode = await run();

async function run(): Promise<number> {
  switch (command) {
    case 'start':
      return start();
    case 'bench':
      return bench();
    case 'verify':
      return verify();
    case 'admin':
    case 'backup':
    case 'restore':
    case 'promote':
    case 'check-files':
    case 'secrets-key':
      return operate(command);
    case 'version':
    case '--version':
    case '-v':
      process.stdout.write(`${version()}\n`);
      return 0;
    default:
      return client();
  }
}

/** Every command loads its own package alone: none pays for what another needs. */
async function start(): Promise<number> {
  const server = await import('@posthorn/server/start');
  return server.start(argv);
}

function version(): string {
  const manifest = createRequire(import.meta.url)('../package.json') as { readonly version: string };
  return manifest.version;
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
  const { OPERATE_COMMANDS, runOperate, systemClock } = await import('@posthorn/server/operate');
  const found = OPERATE_COMMANDS.find((each) => each.name === name);
  if (found === undefined) throw new Error(`there is no command ${name}`);
  const { stdout, stderr, env } = process;
  return runOperate(found, argv, { stdout, stderr, env, signal: interruption(), clock: systemClock });
}

/** Aborts at the first SIGINT or SIGTERM. */
function interruption(): AbortSignal {
  const interrupt = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => interrupt.abort());
  return interrupt.signal;
}

async function client(): Promise<number> {
  const { processIo, runCommand } = await import('@posthorn/terminal');
  return runCommand(command === undefined ? [] : [command, ...argv], processIo());
}

async function bench(): Promise<number> {
  const { runBench } = await import('@posthorn/bench');
  const { stdout, stderr } = process;
  const interrupt = new AbortController();
  // Every time, not once: a second signal must not end it before its servers and directories are gone.
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => interrupt.abort());
  const code = await runBench(argv, { stdout, stderr, signal: interrupt.signal });
  // Connections of the load may still be open, and none of them matters any more.
  process.exit(code);
}
