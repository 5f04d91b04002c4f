/**
 * The real clock, randomness, and bounds of the process.
 *
 * @module
 */
import { getRandomValues } from 'node:crypto';
import type { Clock, Random } from './clock.ts';

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(delayMs, run) {
    const timer = setTimeout(run, delayMs);
    timer.unref();
    return { cancel: () => clearTimeout(timer) };
  },
  afterTurn: (run) => void setImmediate(run),
};

export const systemRandom: Random = {
  bytes: (count) => getRandomValues(new Uint8Array(count)),
  unit: () => Math.random(),
};

let filesLimit: { readonly files: number | undefined } | undefined;

/** Most files and sockets that this process might have open when this was first asked. Undefined: no bound is known. */
export function openFilesLimit(): number | undefined {
  filesLimit ??= { files: readFilesLimit() };
  return filesLimit.files;
}

function readFilesLimit(): number | undefined {
  // The type lacks what Node 22.13 has added.
  const report = process.report as typeof process.report & { excludeNetwork: boolean };
  const { excludeNetwork } = report;
  // Otherwise it would ask DNS for the names of all peers.
  report.excludeNetwork = true;
  try {
    const { userLimits } = report.getReport() as {
      readonly userLimits?: { readonly open_files: { readonly soft: number | string } };
    };
    const soft = userLimits?.open_files.soft;
    return typeof soft === 'number' ? soft : undefined;
  } finally {
    report.excludeNetwork = excludeNetwork;
  }
}
