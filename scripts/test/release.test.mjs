import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { describePlan, planRelease, release, releasedChangelog, withVersion } from '../release.mjs';

const CHANGELOG = `# Changelog

## [Unreleased]

### Added

- A thing.

## [0.1.0] - 2026-01-01

- The first.
`;

/** A repository with two packages that are published, one that is not, and a neighbour with the same version. */
function repository(t) {
  const root = mkdtempSync(join(tmpdir(), 'posthorn-release-test-'));
  t.after(() => rmSync(root, { recursive: true }));
  const server = { name: '@posthorn/server', version: '0.1.0' };
  const cli = { name: 'posthorn', version: '0.1.0', dependencies: { '@posthorn/server': '0.1.0' } };
  const examples = { name: '@posthorn/examples', version: '0.0.0', private: true };
  const neighbour = { version: '0.1.0' };
  const files = {
    'CHANGELOG.md': CHANGELOG,
    '.gitignore': 'packed/\n',
    'package.json': { name: 'workspace', version: '0.0.0', private: true },
    'cli/package.json': cli,
    'server/package.json': server,
    'examples/package.json': examples,
    'package-lock.json': {
      packages: { '': {}, cli, server, examples, 'node_modules/neighbour': neighbour },
    },
  };
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    const text = typeof content === 'string' ? content : `${JSON.stringify(content, null, 2)}\n`;
    writeFileSync(join(root, path), text);
  }
  const git = (...args) => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim();
  git('init', '--quiet');
  git('config', 'user.name', 'Romeo');
  git('config', 'user.email', 'romeo@example.org');
  git('add', '.');
  git('commit', '--quiet', '--message', 'all');
  return { root, git, read: (path) => readFileSync(join(root, path), 'utf8') };
}

const pack = async (_root, to) => [join(to, 'posthorn.tgz')];

test('a release sets the version in manifests and lock file, dates the changelog, commits and tags', async (t) => {
  const { root, git, read } = repository(t);
  t.mock.method(console, 'log', () => {});
  const plan = planRelease(root, '0.2.0', '2026-12-01');
  assert.deepEqual(plan.tarballs, ['posthorn-server-0.2.0.tgz', 'posthorn-0.2.0.tgz']);
  assert.deepEqual(await release(root, plan, pack), [join(root, 'packed/0.2.0/posthorn.tgz')]);

  assert.deepEqual(JSON.parse(read('cli/package.json')), {
    name: 'posthorn',
    version: '0.2.0',
    dependencies: { '@posthorn/server': '0.2.0' },
  });
  assert.equal(JSON.parse(read('examples/package.json')).version, '0.0.0');
  const { packages } = JSON.parse(read('package-lock.json'));
  assert.deepEqual([packages.cli.version, packages.server.version], ['0.2.0', '0.2.0']);
  assert.equal(packages.cli.dependencies['@posthorn/server'], '0.2.0');
  assert.equal(packages['node_modules/neighbour'].version, '0.1.0');
  assert.match(read('CHANGELOG.md'), /## \[Unreleased\]\n\n## \[0\.2\.0\] - 2026-12-01\n\n### Added/);
  assert.equal(git('status', '--porcelain'), '');
  assert.equal(git('log', '-1', '--format=%s'), 'release: 0.2.0');
  assert.equal(git('describe'), 'v0.2.0');
  assert.match(git('tag', '--list', '--format=%(contents)', 'v0.2.0'), /### Added\n\n- A thing\./);
});

test('a plan changes nothing', (t) => {
  const { root, git } = repository(t);
  assert.match(describePlan(planRelease(root, '0.2.0', '2026-12-01')), /changes cli\/package\.json/);
  assert.equal(git('status', '--porcelain'), '');
  assert.equal(git('tag'), '');
});

test('when packing fails nothing is changed', async (t) => {
  const { root, git } = repository(t);
  const plan = planRelease(root, '0.2.0', '2026-12-01');
  const broken = () => Promise.reject(new Error('no space'));
  await assert.rejects(release(root, plan, broken), /no space/);
  assert.equal(git('status', '--porcelain'), '');
  assert.equal(git('tag'), '');
});

test('the version that stands there already can be released once', async (t) => {
  const { root } = repository(t);
  t.mock.method(console, 'log', () => {});
  await release(root, planRelease(root, '0.1.0', '2026-12-01'), pack);
  assert.throws(() => planRelease(root, '0.1.0', '2026-12-01'), /a tag v0\.1\.0 already/);
});

test('a release is refused that makes no sense', (t) => {
  const { root } = repository(t);
  assert.throws(() => planRelease(root, '2', '2026-12-01'), /no version/);
  assert.throws(() => planRelease(root, '0.0.9', '2026-12-01'), /0\.0\.9 is lower/);
  writeFileSync(join(root, 'server/new.ts'), '');
  assert.throws(() => planRelease(root, '0.2.0', '2026-12-01'), /server\/new\.ts/);
  assert.throws(() => releasedChangelog('## [Unreleased]\n\n## [0.1.0]\n', '0.2.0', '2026-12-01'), /nothing/);
});

test('only what is ours gets the version', () => {
  const text = '"@posthorn/a": "0.1.0", "ws": "0.1.0", "@posthorn/b": "0.0.0"';
  assert.equal(
    withVersion(text, '0.1.0', '1.0.0'),
    '"@posthorn/a": "1.0.0", "ws": "0.1.0", "@posthorn/b": "0.0.0"',
  );
});
