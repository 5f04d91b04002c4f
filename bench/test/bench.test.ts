/** `posthorn bench` as its user runs it; all of its scenarios are for the full run. */
import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { runBench } from '../src/command.ts';
import { bench, makeHome, runScenarios, SMALL, UNITS } from './support/runs.ts';

let home = '';

before(async () => {
  home = await makeHome();
});

after(() => rm(home, { recursive: true }));

describe('scenarios', () => {
  it('end with a line of JSON each', () => runScenarios(home, ['codec', 'direct']));

  it('are all named in --list, and in these tests', async () => {
    const { code, stdout } = await bench(home, ['--list']);
    assert.equal(code, 0);
    const names = [...stdout.matchAll(/^ {2}(\S+)/gm)].map(([, name = '']) => name);
    assert.deepEqual(names.toSorted(), Object.keys(UNITS).toSorted());
  });
});

/** The same in this process, for what starts nothing. */
async function say(...args: readonly string[]) {
  const [out, err]: [string[], string[]] = [[], []];
  const code = await runBench(args, {
    stdout: { write: (text) => out.push(text) },
    stderr: { write: (text) => err.push(text) },
    signal: new AbortController().signal,
  });
  return { code, stdout: out.join(''), stderr: err.join('') };
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
      const { code, stdout, stderr } = await say('--dir', home, ...args);
      assert.equal(code, 2);
      assert.match(stderr, sentence);
      assert.equal(stdout, '');
    });
  }

  it('a wrong one ends the process with 2', async () => {
    const { code, stderr } = await bench(home, ['dirct']);
    assert.equal(code, 2);
    assert.match(stderr, /no scenario "dirct"/);
  });

  it('a scenario whose program is not installed is left out, with a sentence', async () => {
    const nats = { POSTHORN_NATS_SERVER: join(home, 'no-such-program') };
    const { code, stdout, stderr } = await bench(home, ['cluster-connections', ...SMALL], { env: nats });
    assert.equal(code, 1);
    assert.match(stderr, /cluster-connections is left out: POSTHORN_NATS_SERVER names/);
    assert.doesNotMatch(stdout, /connections/);
  });

  it('--help says what there is', async () => {
    const { code, stdout } = await say('--help');
    assert.equal(code, 0);
    for (const word of ['--seconds', '--json', '--html', '--list', ...Object.keys(UNITS)]) {
      assert.ok(stdout.includes(word), word);
    }
  });
});

it('an interrupt ends it with 130 and leaves nothing behind', async () => {
  const place = await mkdtemp(join(home, 'interrupted-'));
  const { code } = await bench(home, ['direct', '--dir', place], {
    onNote: (note, stop) => {
      if (note.includes('the most there can be')) stop();
    },
  });
  assert.equal(code, 130);
  assert.deepEqual(await readdir(place), []);
});
