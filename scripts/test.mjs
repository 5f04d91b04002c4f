// `npm test`: everything that must hold before a change lands, on a machine with nothing but Node and npm. It is to take eight
// minutes on two cores, and takes about ten; `npm run test:quick` takes one, for every save, and `npm run test:full` has what takes longer.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { run } from './child.mjs';
import { ensureInstalled } from './install.mjs';
import { LEFT_OUT } from './skips.mjs';
import { ensureSystemPrograms } from './system.mjs';
import { grouped } from './test-groups.mjs';
import { findTestFiles, longestFirst, parsePlan, splitAlone, USAGE } from './test-plan.mjs';
import { ensureWeb } from './web.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const RUNNER = join(ROOT, 'scripts/test-runner.mjs');

/** A test that hangs is a failure, not a run without an end. */
const TEST_TIMEOUT_MS = 240_000;

/** A long test of `--full` bounds itself. */
const FULL_TEST_TIMEOUT_MS = 900_000;

/**
 * The tools written in Go collect their garbage less often than by default, for a sixth less processor time and some 300 MB more.
 */
const TOOLS = { GOGC: '400' };

/** In a quick run tests of services find no program, and skip themselves. */
const NO_SERVICES = {
  POSTHORN_POSTGRES: LEFT_OUT,
  POSTHORN_MARIADB: LEFT_OUT,
  POSTHORN_NATS_SERVER: LEFT_OUT,
};

/** The runner bounds tests but not what a test file leaves running; this bounds that too, at several times what a quiet machine takes. */
const RUN_TIMEOUT_MS = 2_400_000;
const FULL_RUN_TIMEOUT_MS = 3_600_000;

process.exitCode = await main(process.argv.slice(2));

async function main(args) {
  if (args.includes('--help')) return usage(console.log, 0);
  let plan;
  try {
    plan = parsePlan(args);
  } catch (error) {
    return usage(console.error, 2, error.message);
  }
  try {
    const files = plan.steps.includes('unit') ? findTestFiles(ROOT, plan.filters, plan.selection) : [];
    // Beside all that comes before the tests, as it downloads much.
    const services = plan.selection === 'quick' ? Promise.resolve(NO_SERVICES) : ensureSystemPrograms(files);
    // Told when the tests need them.
    services.catch(() => undefined);
    return await runPlan({ ...plan, files, services }, await ensureInstalled(ROOT));
  } catch (error) {
    console.error(error.message);
    return 1;
  }
}

/** Runs every step, also after one that failed: one run shows all there is to repair. */
async function runPlan(plan, node) {
  const failed = [];
  for (const step of plan.steps) {
    console.log(`\n── ${step}`);
    const startedAt = performance.now();
    const code = await runStep(step, plan, node);
    if (code !== 0) failed.push(step);
    // After the tests the runner's own summary is the last word.
    if (step !== 'unit') console.log(`${step}: ${seconds(startedAt)} s`);
  }
  if (failed.length > 0) console.error(`\nFailed: ${failed.join(', ')}.`);
  return failed.length === 0 ? 0 : 1;
}

function runStep(step, plan, node) {
  switch (step) {
    case 'format':
      return runTool(node, 'oxfmt', ['--check']);
    case 'lint':
      return runTool(node, 'oxlint', []);
    case 'typecheck':
      return runTool(node, 'tsc', [
        '-b',
        'tsconfig.check.json',
        // As many as cores: each checks again what the others have to know too.
        '--builders',
        '2',
        '--checkers',
        '2',
      ]);
    default:
      return runTests(plan, node);
  }
}

/** Tools run on the pinned Node too, through the entry that npm linked. */
function runTool(node, name, args) {
  return run(node, [join(ROOT, 'node_modules/.bin', name), ...args], {
    cwd: ROOT,
    env: { ...TOOLS, ...process.env },
  });
}

async function runTests(plan, node) {
  const { selection, concurrency, filters, runnerOptions, files, services } = plan;
  if (files.length === 0) {
    console.error('There is no such test file.');
    return 1;
  }
  const environment = {
    ...process.env,
    ...(await services),
    PATH: `${join(ROOT, 'node_modules/.bin')}:${process.env.PATH}`,
    // Compiled code is kept between files and runs.
    NODE_COMPILE_CACHE: join(ROOT, 'node_modules/.cache/compile'),
  };
  const testTimeout = String(selection === 'full' ? FULL_TEST_TIMEOUT_MS : TEST_TIMEOUT_MS);
  // Once, and not in the time of a test.
  if (files.some((file) => file.startsWith('apps/web/test/e2e/'))) await ensureWeb(ROOT, node);
  const shared = selection === 'quick' ? undefined : await serveShared(node);
  const end = performance.now() + (selection === 'full' ? FULL_RUN_TIMEOUT_MS : RUN_TIMEOUT_MS);
  const runSome = (some, atOnce) =>
    run(node, [RUNNER, String(atOnce), testTimeout, ...runnerOptions, ...some], {
      cwd: ROOT,
      env: { ...environment, ...shared?.environment },
      timeout: Math.max(1, Math.round(end - performance.now())),
      killSignal: 'SIGTERM',
    });
  const ordered = longestFirst(files);
  // Who chooses files wants to see each by itself.
  const isWhole = selection !== 'full' && filters.length + runnerOptions.length === 0;
  const { alone, shared: others } = splitAlone(
    isWhole ? grouped(ROOT, ordered, join(ROOT, 'node_modules/.cache/test-groups')) : ordered,
  );
  try {
    const code = alone.length === 0 ? 0 : await runSome(alone, 1);
    return others.length === 0 ? code : (await runSome(others, concurrency)) || code;
  } finally {
    await shared?.close();
  }
}

/**
 * One PostgreSQL and one MariaDB for all test files, each started when the first one asks. Not so NATS, which is there
 * within 30 ms: each test has its own.
 */
async function serveShared(node) {
  const child = spawn(node, [join(ROOT, 'packages/services/src/shared-main.ts')], {
    stdio: ['pipe', 'pipe', 'inherit'],
    // Its own group, so that a terminal's Ctrl+C does not end it before the tests.
    detached: true,
  });
  const exited = once(child, 'exit');
  const [line] = await Promise.race([once(createInterface(child.stdout), 'line'), exited.then(() => [''])]);
  if (line === '') throw new Error('The process of the shared services did not start.');
  return {
    environment: { POSTHORN_SHARED_SERVICES: line },
    async close() {
      child.stdin.end();
      await exited;
    },
  };
}

function usage(print, code, problem) {
  if (problem !== undefined) print(problem);
  print(USAGE);
  return code;
}

function seconds(startedAt) {
  return ((performance.now() - startedAt) / 1000).toFixed(1);
}
