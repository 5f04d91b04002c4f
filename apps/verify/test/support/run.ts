/**
 * `posthorn verify` inside the test's process.
 *
 * @module
 */
import { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { findProgram, MissingProgramError } from '@posthorn/services';
import { runVerify } from '../../src/index.ts';
import type { FaultCounts } from './expected-faults.ts';

export const LAUNCHER = fileURLToPath(new URL('../../../cli/bin/posthorn.js', import.meta.url));

export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** What `--json` prints. */
export interface Result extends FaultCounts {
  readonly seed: number;
  readonly acked: number;
  readonly lost: number;
  readonly duplicated: number;
  readonly reordered: number;
  readonly leaked: number;
  readonly diverged: number;
  /** Acked, by kind. */
  readonly changes: Readonly<Record<string, number>>;
  readonly recoveryMs: Readonly<Record<string, number>>;
}

class Text extends Writable {
  text = '';

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}

export async function verify(signal: AbortSignal, ...argv: readonly string[]): Promise<Ended> {
  const [stdout, stderr] = [new Text(), new Text()];
  const code = await runVerify(argv, { stdout, stderr, signal }, { launcher: LAUNCHER });
  return { code, stdout: stdout.text, stderr: stderr.text };
}

/** Why there can be no cluster here; false when there can. */
export function whyNoCluster(): string | false {
  const nats = { command: 'nats-server', variable: 'POSTHORN_NATS_SERVER', aptPackage: 'nats-server' };
  try {
    findProgram(nats);
    return process.env['POSTHORN_POSTGRES'] === undefined ? 'PostgreSQL is missing' : false;
  } catch (error) {
    if (error instanceof MissingProgramError) return error.message;
    throw error;
  }
}
