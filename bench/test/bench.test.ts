/** `posthorn bench` as its user runs it, at a size that shows whether it works, not how fast anything is. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { chmod, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

const LAUNCHER = fileURLToPath(new URL('../../apps/cli/bin/posthorn.js', import.meta.url));
const SMALL = ['--seconds', '0.2', '--scale', '0.004'];

let home = '';

before(async () => {
  home = await mkdtemp(join(tmpdir(), 'posthorn-bench-test-'));
  // Databases that root starts run as a user of their own, who must get there.
  await chmod(home, 0o755);
});

after(() => rm(home, { recursive: true }));

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

async function bench(
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

interface Line {
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
const UNITS: Readonly<Record<string, string>> = {
  store: 'msg/s',
  codec: 'frames/s',
  direct: 'msg/s',
  polls: 'ms',
  lists: 'ms',
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
  databases: 'msg/s',
  topologies: 'msg/s',
  'cluster-connections': 'ms',
  'cluster-fanout': 'µs of a core',
  'rolling-restart': 's',
};
const NATS = ['nats-server', 'POSTHORN_NATS_SERVER'] as const;
const POSTGRES = ['PostgreSQL', 'POSTHORN_POSTGRES'] as const;
const MARIADB = ['MariaDB', 'POSTHORN_MARIADB'] as const;
/** Run side by side. */
const PARTS = [
  [
    'store',
    'codec',
    'direct',
    'polls',
    'lists',
    'entries',
    'overload',
    'cim',
    'topologies',
    'databases',
    'cluster-connections',
    'cluster-fanout',
  ],
  [
    'fanout',
    'group-size',
    'connections',
    'storm',
    'catchup',
    'stalled',
    'attack',
    'followers',
    'rolling-restart',
  ],
];
/** `npm test` installs NATS and databases where it may, and says so where it may not. */
const NEEDS: Readonly<Record<string, readonly (readonly [name: string, variable: string])[]>> = {
  topologies: [NATS, POSTGRES, MARIADB],
  databases: [POSTGRES, MARIADB],
  lists: [POSTGRES, MARIADB],
  'cluster-connections': [NATS],
  'cluster-fanout': [NATS],
  'rolling-restart': [NATS, POSTGRES],
};

/** Why a scenario cannot run here; undefined when it can. */
function whyNot(scenario: string): string | undefined {
  const missing = NEEDS[scenario]?.find(([, variable]) => process.env[variable] === undefined);
  return missing && `${missing[0]} is missing`;
}

describe('scenarios', { concurrency: 2 }, () => {
  for (const [part, all] of PARTS.entries()) {
    const names = all.filter((name) => whyNot(name) === undefined);
    for (const name of all.filter((each) => !names.includes(each))) it(name, { skip: whyNot(name) });
    it(`${names.join(', ')} end with a line of JSON each`, async () => {
      const report = join(home, `report-${part}.html`);
      const { code, stdout, stderr } = await bench([...names, '--json', '--html', report, ...SMALL]);
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
    });
  }

  it('are all named in --list, and here', async () => {
    const { code, stdout } = await bench(['--list']);
    assert.equal(code, 0);
    const names = [...stdout.matchAll(/^ {2}(\S+)/gm)].map(([, name = '']) => name);
    assert.deepEqual(names.toSorted(), Object.keys(UNITS).toSorted());
    assert.deepEqual(PARTS.flat().toSorted(), Object.keys(UNITS).toSorted());
  });
});

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

describe('the command line', { concurrency: 2 }, () => {
  const wrong: readonly (readonly [readonly string[], RegExp])[] = [
    [['dirct'], /no scenario "dirct": use store, codec, direct/],
    [['store', '--seconds', 'soon'], /--seconds must be a number above 0/],
    [['store', '--scale', '2'], /--scale must be a number above 0 and at most 1/],
    [['store', '--loud'], /'--loud'.*--help/],
    [['store', '--html', '/no/such/place/report.html'], /--html: there is no directory \/no\/such\/place/],
    [['store', '--dir', '/no/such/place'], /--dir: there is no directory/],
  ];
  for (const [args, sentence] of wrong) {
    it(`${args.join(' ')}: a sentence and exit code 2`, async () => {
      const { code, stdout, stderr } = await bench(args);
      assert.equal(code, 2);
      assert.match(stderr, sentence);
      assert.equal(stdout, '');
    });
  }

  it('a scenario whose program is not installed is left out, with a sentence', async () => {
    const nats = { POSTHORN_NATS_SERVER: join(home, 'no-such-program') };
    const { code, stdout, stderr } = await bench(['cluster-connections', ...SMALL], { env: nats });
    assert.equal(code, 1);
    assert.match(stderr, /cluster-connections is left out: POSTHORN_NATS_SERVER names/);
    assert.doesNotMatch(stdout, /connections/);
  });

  it('--help says what there is', async () => {
    const { code, stdout } = await bench(['--help']);
    assert.equal(code, 0);
    for (const word of ['--seconds', '--json', '--html', '--list', ...Object.keys(UNITS)]) {
      assert.ok(stdout.includes(word), word);
    }
  });
});

it('an interrupt ends it with 130 and leaves nothing behind', async () => {
  const place = await mkdtemp(join(home, 'interrupted-'));
  const { code } = await bench(['direct', '--dir', place], {
    onNote: (note, stop) => {
      if (note.includes('the most there can be')) stop();
    },
  });
  assert.equal(code, 130);
  assert.deepEqual(await readdir(place), []);
});
