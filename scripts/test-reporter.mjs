// What `npm test` prints: Node's own report, and before its closing summary the files that took longest, and tests that
// were skipped for no good reason.
import { relative } from 'node:path';
import { compose } from 'node:stream';
import { spec } from 'node:test/reporters';
import { isExcused } from './skips.mjs';

const SHOWN = 15;

/** @typedef {{ readonly type: string, readonly data: any }} TestEvent */

/** For `--test-reporter`. @param {AsyncIterable<TestEvent>} source */
export default async function* report(source) {
  yield* compose(withNotes(source), new spec());
}

/**
 * Passes the events on and adds the slowest files and the skips that have no excuse, which fail the run.
 *
 * @param {AsyncIterable<TestEvent>} source
 * @param {(reason: string) => boolean} [isGood] whether a test may be skipped for this reason
 * @returns {AsyncGenerator<TestEvent>}
 */
export async function* withNotes(source, isGood = isExcused) {
  const files = [];
  const skips = [];
  let isOver = false;
  for await (const event of source) {
    const { type, data } = event;
    if (type === 'test:complete' && isFile(data))
      files.push({ name: data.name, ms: data.details.duration_ms });
    if (type === 'test:pass' && isSkipped(data) && !isGood(reasonOf(data))) skips.push(complaint(data));
    if (type === 'test:diagnostic' && !isOver && isSummary(data)) {
      isOver = true;
      if (skips.length > 0) process.exitCode = 1;
      for (const message of slowest(files)) yield note(message, 'info');
      for (const message of skips) yield note(message, 'error');
    }
    yield event;
  }
}

/** The runner wraps each file into a test that has the file's path for its name. */
function isFile({ nesting, name, file = '', entryFile }) {
  return nesting === 0 && entryFile === undefined && file.endsWith(`/${name}`);
}

function isSummary({ nesting, message, file }) {
  return nesting === 0 && file === undefined && /^tests \d+$/.test(message);
}

function isSkipped({ skip }) {
  return skip !== undefined && skip !== false;
}

function reasonOf({ skip }) {
  return skip === true ? '' : skip;
}

function complaint({ name, file, skip }) {
  const reason = reasonOf({ skip }) || 'no reason';
  return `"${name}" in ${relative(process.cwd(), file)} was skipped and must not be (scripts/skips.mjs): ${reason}`;
}

function note(message, level) {
  return { type: 'test:diagnostic', data: { nesting: 0, message, level } };
}

/** @param {readonly { readonly name: string, readonly ms: number }[]} files */
function slowest(files) {
  if (files.length < 2) return [];
  const shown = files.toSorted((a, b) => b.ms - a.ms).slice(0, SHOWN);
  const rows = shown.map(({ name, ms }) => `${(ms / 1000).toFixed(1).padStart(6)} s  ${name}`);
  return [`the slowest ${shown.length} of ${files.length} files`, ...rows];
}
