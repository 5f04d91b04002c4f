/**
 * Programs of other languages, which fetch packages from their own registries.
 *
 * @module
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);
const MAX_RUN_MS = 120_000;
const MAX_OUTPUT_BYTES = 16 * 1024 * 1024;

/** What Maven, Go and pip say without a network, or without a registry that answers. */
const NO_NETWORK =
  /name resolution|no such host|unknown ?host|network is unreachable|connection refused|connect(ion)? timed out|i\/o timeout|NewConnectionError|ConnectTimeout|No route to host/i;

export class RegistryUnreachable extends Error {
  constructor(program: string) {
    super(`the registry of ${program} cannot be reached`);
  }
}

/** Why a test that needs `program` skips itself; undefined: it is there. */
export function installed(program: string): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return folders.some((folder) => existsSync(join(folder, program)))
    ? undefined
    : `${program} is not installed`;
}

/**
 * Returns what the program has printed. Rejects with RegistryUnreachable if there is no network for it, else with all
 * that it has said.
 */
export async function run(
  program: string,
  args: readonly string[],
  { cwd, env = {} }: { readonly cwd: string; readonly env?: Readonly<Record<string, string>> },
): Promise<string> {
  try {
    const { stdout } = await execute(program, [...args], {
      cwd,
      env: { ...process.env, ...env },
      timeout: MAX_RUN_MS,
      maxBuffer: MAX_OUTPUT_BYTES,
    });
    return stdout;
  } catch (error) {
    // As execFile rejects.
    const { stdout = '', stderr = '' } = error as { readonly stdout?: string; readonly stderr?: string };
    const said = `${stdout}\n${stderr}`;
    if (NO_NETWORK.test(said)) throw new RegistryUnreachable(program);
    throw new Error(`${program} ${args.slice(0, 4).join(' ')} failed:\n${said.slice(-4000)}`, {
      cause: error,
    });
  }
}
