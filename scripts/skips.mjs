// Why a test may skip itself. A test that is skipped for another reason fails the run: otherwise one that never runs any
// more would look like one that passes.
import { existsSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { delimiter, isAbsolute, join } from 'node:path';
import { findProgram, missingPackages, SYSTEM_PROGRAMS } from './system.mjs';

/**
 * @typedef {object} Excuse
 * @property {RegExp} reason what the test says
 * @property {(match: RegExpMatchArray) => boolean} [isTrue] whether it is so, where that can be found out here
 */

/** What a quick run puts in the place of the services' programs. */
export const LEFT_OUT = '/left-out-of-quick-tests';

/** @type {readonly Excuse[]} */
const EXCUSES = [
  // Capabilities that a suite's backend declares.
  { reason: /^the backend is not (shared|durable)$/ },
  { reason: /^(event stream|CIM) has no (sends|acks|pulls|heartbeats|notes)$/ },
  // The machine.
  { reason: /Linux$/, isTrue: () => process.platform !== 'linux' },
  { reason: /needs? root$/, isTrue: () => process.getuid?.() !== 0 },
  { reason: /^there are no loop devices$/, isTrue: () => !existsSync('/dev/loop-control') },
  { reason: /^a tmpfs cannot be mounted here: / },
  { reason: /^a loop mount is not possible here/ },
  { reason: /^network namespaces are not possible here/ },
  // Programs that are not installed.
  { reason: new RegExp(LEFT_OUT), isTrue: () => process.env.POSTHORN_POSTGRES === LEFT_OUT },
  { reason: /apt-get install ([\w.+-]+)/, isTrue: ([, name = '']) => missingPackages([name]).length > 0 },
  { reason: /\(package ([\w.+-]+)\)$/, isTrue: ([, name = '']) => missingPackages([name]).length > 0 },
  { reason: /^(\S+) is (?:not installed|missing)$/, isTrue: ([, name = '']) => !isThere(name) },
  // Clients that are generated for other languages.
  { reason: /^the registry of \S+ cannot be reached$/ },
  // Two versions together.
  { reason: /^this copy of the repository has no history: /, isTrue: () => !hasHistory() },
  { reason: /^[\w.-]+ needs \S+, which is not installed$/ },
];

/**
 * Whether a test may skip itself for this reason.
 *
 * @param {string} reason
 * @param {readonly Excuse[]} [excuses]
 */
export function isExcused(reason, excuses = EXCUSES) {
  return excuses.some((excuse) => {
    const match = reason.match(excuse.reason);
    return match !== null && (excuse.isTrue?.(match) ?? true);
  });
}

/** @param {string} name of a system program, of a command, or a path */
function isThere(name) {
  const program = SYSTEM_PROGRAMS.find((each) => each.name === name);
  if (program !== undefined) return findProgram(program) !== undefined;
  if (isAbsolute(name)) return existsSync(name);
  return (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, name)));
}

function hasHistory() {
  return spawnSync('git', ['rev-parse', '--verify', 'HEAD^']).status === 0;
}
