// What `npm test` prints: Node's own report, and before its closing summary the files that took longest.
import { compose } from 'node:stream';
import { spec } from 'node:test/reporters';

const SHOWN = 15;

/** @typedef {{ readonly type: string, readonly data: any }} TestEvent */

/** For `--test-reporter`. @param {AsyncIterable<TestEvent>} source */
export default async function* report(source) {
  yield* compose(withSlowest(source), new spec());
}

/**
 * Passes the events on and adds the slowest files.
 *
 * @param {AsyncIterable<TestEvent>} source
 * @returns {AsyncGenerator<TestEvent>}
 */
export async function* withSlowest(source) {
  const files = [];
  let isOver = false;
  for await (const event of source) {
    const { type, data } = event;
    if (type === 'test:complete' && isFile(data))
      files.push({ name: data.name, ms: data.details.duration_ms });
    if (type === 'test:diagnostic' && !isOver && isSummary(data)) {
      isOver = true;
      for (const message of slowest(files)) {
        yield { type: 'test:diagnostic', data: { nesting: 0, message, level: 'info' } };
      }
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

/** @param {readonly { readonly name: string, readonly ms: number }[]} files */
function slowest(files) {
  if (files.length < 2) return [];
  const shown = files.toSorted((a, b) => b.ms - a.ms).slice(0, SHOWN);
  const rows = shown.map(({ name, ms }) => `${(ms / 1000).toFixed(1).padStart(6)} s  ${name}`);
  return [`the slowest ${shown.length} of ${files.length} files`, ...rows];
}
