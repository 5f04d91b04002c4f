// Runs test files, each in a process of its own, and starts them in the order given. `node --test` would sort them by name, and
// a file that takes long and comes late keeps one core busy while the others have nothing to do.
//
//   node scripts/test-runner.mjs CONCURRENCY TIMEOUT_MS [--test-…] FILE…
import { run } from 'node:test';
import * as builtin from 'node:test/reporters';
import report from './test-reporter.mjs';

/** URLs, so that children find them from anywhere. */
const WHOLE_OUTPUT = new URL('whole-output.mjs', import.meta.url).href;
const LIGHT_TESTS = new URL('light-tests.mjs', import.meta.url).href;
const REPORTER = '--test-reporter=';

const [concurrency, timeout, ...rest] = process.argv.slice(2);
const options = rest.filter((argument) => argument.startsWith('--'));
const isReporter = (option) => option.startsWith(REPORTER);
const reporter = reporterOf(options.findLast(isReporter));

const stopped = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => stopped.abort());

run({
  files: rest.slice(options.length),
  concurrency: Number(concurrency),
  timeout: Number(timeout),
  signal: stopped.signal,
  // Node can spin for ever when it closes what a finished test has left half open.
  forceExit: true,
  execArgv: [
    '--import',
    WHOLE_OUTPUT,
    '--import',
    LIGHT_TESTS,
    ...options.filter((option) => !isReporter(option)),
  ],
})
  .on('test:summary', ({ file, success }) => {
    if (file === undefined && !success) process.exitCode = 1;
  })
  .compose(reporter)
  .pipe(process.stdout);

/** Ours, or the one of Node's that an option names. */
function reporterOf(option = '') {
  const name = option.replace(REPORTER, '');
  if (name === '') return report;
  const found = builtin[name];
  if (found === undefined) throw new Error(`Node has no reporter "${name}".`);
  return name === 'spec' || name === 'lcov' ? new found() : found;
}
