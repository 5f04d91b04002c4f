/**
 * Runs `posthorn bench` from its command line to its exit code.
 *
 * @module
 */
import { access, constants, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { MissingProgramError } from '@posthorn/services';
import { dirname, resolve } from 'node:path';
import { helpText, listText, parseArguments, UsageError } from './arguments.ts';
import type { BenchArguments } from './arguments.ts';
import { moveToLoadCore, pinningNote } from './cores.ts';
import { Lab } from './lab.ts';
import type { Outcome } from './outcome.ts';
import { toJsonLine, toText } from './output.ts';
import type { Ran, RunInfo } from './output.ts';
import { reportPage } from './report/page.ts';
import type { Scenario } from './scenario.ts';
import { SCENARIOS } from './scenarios.ts';

/** The surroundings of the command. */
export interface BenchIo {
  /** Results. */
  readonly stdout: { write(text: string): unknown };
  /** Progress and errors. */
  readonly stderr: { write(text: string): unknown };
  /** Aborted when the user interrupts. */
  readonly signal: AbortSignal;
}

const EXIT = { ok: 0, failed: 1, usage: 2, interrupted: 130 } as const;

/** Never rejects: failures become a message on stderr and an exit code. */
export async function runBench(argv: readonly string[], io: BenchIo): Promise<number> {
  try {
    const args = parseArguments(argv, SCENARIOS);
    if (args.asksFor !== 'run') {
      io.stdout.write(args.asksFor === 'help' ? helpText(SCENARIOS) : listText(SCENARIOS));
      return EXIT.ok;
    }
    if (args.html !== undefined) await checkWritable(dirname(resolve(args.html)), '--html');
    await checkWritable(args.directory, '--dir');
    moveToLoadCore();
    return await runAll(args, io);
  } catch (error) {
    if (error instanceof UsageError) {
      io.stderr.write(`${error.message}\n`);
      return EXIT.usage;
    }
    io.stderr.write(`The measurement failed: ${error instanceof Error ? error.stack : String(error)}\n`);
    return EXIT.failed;
  }
}

async function runAll(args: BenchArguments, io: BenchIo): Promise<number> {
  if (!args.isJson) io.stdout.write(`${machineText()}\n\n`);
  const ran: Ran[] = [];
  for (const scenario of args.scenarios) {
    const run = infoOf(scenario, args);
    const outcome = await runOne(scenario, args, io);
    if (io.signal.aborted) return EXIT.interrupted;
    if (outcome === undefined) continue;
    ran.push({ run, outcome });
    io.stdout.write(args.isJson ? `${toJsonLine(run, outcome)}\n` : `${toText(run, outcome)}\n`);
  }
  if (args.html !== undefined) {
    await writeFile(args.html, reportPage(ran, { machine: machineText(), date: new Date() }));
    io.stderr.write(`The report is in ${args.html}.\n`);
  }
  return ran.length === 0 ? EXIT.failed : EXIT.ok;
}

/**
 * Undefined if the user interrupted, or if a program that the scenario needs is not installed. Leaves nothing
 * running.
 */
async function runOne(scenario: Scenario, args: BenchArguments, io: BenchIo): Promise<Outcome | undefined> {
  if (io.signal.aborted) return undefined;
  const lab = new Lab({
    seconds: args.seconds,
    scale: args.scale,
    parentDirectory: args.directory,
    profileDirectory: args.profile,
    note: (text) => io.stderr.write(`${scenario.name}: ${text}\n`),
  });
  const { promise: interrupted, resolve: interrupt } = Promise.withResolvers<undefined>();
  const onAbort = (): void => interrupt(undefined);
  io.signal.addEventListener('abort', onAbort);
  try {
    return await Promise.race([scenario.run(lab), interrupted]);
  } catch (error) {
    if (!(error instanceof MissingProgramError)) throw error;
    io.stderr.write(`${scenario.name} is left out: ${error.message}\n`);
    return undefined;
  } finally {
    io.signal.removeEventListener('abort', onAbort);
    await lab.close();
  }
}

function infoOf({ name }: Scenario, { seconds, scale }: BenchArguments): RunInfo {
  return { scenario: name, seconds, scale, node: process.version, cores: pinningNote() };
}

function machineText(): string {
  return `Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, ${pinningNote()}`;
}

async function checkWritable(directory: string, option: string): Promise<void> {
  try {
    await access(directory, constants.W_OK);
  } catch {
    throw new UsageError(`${option}: there is no directory ${directory} that we may write to.`);
  }
}
