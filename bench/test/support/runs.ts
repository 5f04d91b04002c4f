/** Runs `posthorn bench`, and looks at what comes of it. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { chmod, mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const LAUNCHER = fileURLToPath(new URL('../../../apps/cli/bin/posthorn.js', import.meta.url));
/** A size that shows whether it works, not how fast anything is. */
export const SMALL = ['--seconds', '0.2', '--scale', '0.004'];

/** A directory for a test file. */
export async function makeHome(): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), 'posthorn-bench-test-'));
  // Databases that root starts run as a user of their own, who must get there.
  await chmod(home, 0o755);
  return home;
}

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export async function bench(
  home: string,
  args: readonly string[],
  {
    env = {},
    onNote = () => {},
  }: { readonly env?: NodeJS.ProcessEnv; readonly onNote?: (note: string, stop: () => void) => void } = {},
): Promise<Ended> {
  const child = spawn(process.execPath, [LAUNCHER, 'bench', '--dir', home, ...args], {
    env: { ...process.env, ...env },
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    onNote(text, () => child.kill('SIGINT'));
  });
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, stdout, stderr };
}

export interface Line {
  readonly scenario: string;
  readonly figure: number;
  readonly unit: string;
  readonly floor: number | null;
  readonly ratio: number | null;
  readonly what: string;
  readonly targets: readonly { readonly target: string; readonly reached: boolean | null }[];
  readonly more: readonly Line[];
}

/** Each scenario, and what its headline is counted in. */
export const UNITS: Readonly<Record<string, string>> = {
  store: 'msg/s',
  codec: 'frames/s',
  direct: 'msg/s',
  polls: 'ms',
  lists: 'ms',
  search: '/s',
  indexing: 'msg/s',
  webhooks: 'msg/s',
  entries: 'µs of a core',
  fanout: 'frames/s',
  'group-size': 'µs of a core',
  connections: 'KB resident each',
  storm: 's',
  catchup: 'msg/s',
  stalled: 'ms',
  attack: 'ms',
  overload: 'msg/s',
  followers: 'msg/s',
  cim: 'msg/s',
  mqtt: 'msg/s',
  databases: 'msg/s',
  topologies: 'msg/s',
  'cluster-connections': 'ms',
  'cluster-fanout': 'µs of a core',
  'rolling-restart': 's',
};
/** Runs scenarios at a small size: each ends with a line that says what it has measured, and all are on one page. */
export async function runScenarios(home: string, names: readonly string[]): Promise<void> {
  const report = join(await mkdtemp(join(home, 'report-')), 'report.html');
  const { code, stdout, stderr } = await bench(home, [...names, '--json', '--html', report, ...SMALL]);
  assert.equal(code, 0, stderr);
  const lines = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
  assert.deepEqual(
    lines.map(({ scenario }) => scenario),
    names,
  );
  for (const line of lines) {
    assert.equal(line.unit, UNITS[line.scenario]);
    for (const measured of [line, ...line.more]) checkFigure(measured);
    assert.ok(line.floor !== null, `${line.scenario} has no floor`);
  }
  checkPage(await readFile(report, 'utf8'), names);
}

function checkFigure({ figure, floor, ratio, what, targets }: Line): void {
  assert.ok(Number.isFinite(figure) && figure >= 0, `${what}: ${figure}`);
  if (floor !== null && floor > 0) {
    assert.ok(ratio !== null, what);
    // Both were rounded to three digits.
    assert.ok(Math.abs(ratio - figure / floor) <= 0.02 * ratio + 1e-9, `${what}: ${ratio}`);
  }
  // What a target is about is the full size.
  for (const { reached } of targets) assert.equal(reached, null);
}

function checkPage(html: string, scenarios: readonly string[]): void {
  assert.match(html, /^<!doctype html>\n/);
  for (const name of scenarios) assert.ok(html.includes(`<section id="${name}">`), name);
  assert.ok(html.includes('<svg '));
  assert.doesNotMatch(html, /https?:|<script|<link rel="style|\b(NaN|undefined|Infinity)\b/);
  const open: string[] = [];
  for (const [tag, slash, name = '', end] of html.matchAll(/<(\/?)([a-z][a-z0-9]*)\b[^>]*?(\/?)>/g)) {
    if (end === '/' || ['meta', 'br', 'link'].includes(name)) continue;
    if (slash === '') open.push(name);
    else assert.equal(open.pop(), name, `${tag} closes another element`);
  }
  assert.deepEqual(open, []);
}
