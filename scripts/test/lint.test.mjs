import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const SERVER = 'packages/server/src';

/** Per file below SERVER: imports that the linter must refuse. */
const REFUSED = {
  'gateway/gateway.ts': [
    "import { x } from '../store/store.ts'",
    "import { x } from '../router/local.ts'",
    "import type { T } from '../features/groups/effects.ts'",
    "import type { T } from '../protocols/native/wire.ts'",
    "import type { T } from '../compose/parts.ts'",
  ],
  'protocols/protocol.ts': [
    "import type { T } from './native/wire.ts'",
    "import { x } from '../store/store.ts'",
  ],
  'protocols/native/wire.ts': [
    "import type { T } from '../events/wire.ts'",
    "import { x } from '../../router/local.ts'",
    "import { x } from '../../features/groups/effects.ts'",
    "import type { T } from '../../compose/parts.ts'",
  ],
  'protocols/events/http.ts': ["import { x } from '../native/wire.ts'"],
  'router/local.ts': [
    "import type { T } from '../features/groups/effects.ts'",
    "import type { T } from '../protocols/native/wire.ts'",
    "import type { T } from '../gateway/gateway.ts'",
    "import { x } from '../compose/parts.ts'",
  ],
  'pipeline/followers/runner.ts': ["import type { T } from '../../features/groups/effects.ts'"],
  'rpc/served.ts': ["import type { T } from '../features/groups/effects.ts'"],
  'http/app.ts': ["import type { T } from '../features/groups/effects.ts'"],
  'store/store.ts': [
    "import type { T } from '../bus/bus.ts'",
    "import type { T } from '../router/local.ts'",
    "import type { T } from '../features/groups/effects.ts'",
  ],
  'store/sqlite/thread.ts': ["import type { T } from '../../router/local.ts'"],
  'bus/bus.ts': [
    "import type { T } from '../store/store.ts'",
    "import type { T } from '../gateway/gateway.ts'",
  ],
  'operate/backup.ts': ["import type { T } from '../features/groups/effects.ts'"],
  'features/groups/groups.ts': [
    "import type { T } from '../../gateway/gateway.ts'",
    "import type { T } from '../../protocols/native/wire.ts'",
    "import type { T } from '../../compose/parts.ts'",
    "import type { T } from '../cursors/cursors.ts'",
  ],
  'features/conversations/views.ts': ["import type { T } from '../groups/effects.ts'"],
  'features/people/users.ts': ["import type { T } from '../messages/send.ts'"],
  'features/accounts/accounts.ts': [
    "import type { T } from '../people/users.ts'",
    "import type { T } from '../../gateway/gateway.ts'",
  ],
  'features/groups/effects.ts': [
    "import type { T } from '../../router/local.ts'",
    "import type { T } from '../accounts/accounts.ts'",
    "import { x } from 'node:fs'",
  ],
  'features/groups/invite-queries.ts': ["import type { T } from '../../pipeline/publish.ts'"],
};

/** Imports beside those that it must let through. */
const LET_THROUGH = {
  'gateway/gateway.ts': [
    "import type { T } from '../router/local.ts'",
    "import { x } from '../protocols/protocol.ts'",
    "import { x } from '../bus/bus.ts'",
  ],
  'protocols/native/wire.ts': [
    "import { x } from '../protocol.ts'",
    "import { x } from '../../features/groups/options.ts'",
    "import type { T } from '../../router/local.ts'",
  ],
  'protocols/events/http.ts': ["import { x } from '../../features/messages/send.ts'"],
  'store/sqlite/thread.ts': ["import { x } from '../store.ts'"],
  'operate/backup.ts': ["import { x } from '../compose/parts.ts'", "import { x } from '../store/store.ts'"],
  'compose/parts.ts': [
    "import { x } from '../features/groups/groups.ts'",
    "import { x } from '../gateway/gateway.ts'",
  ],
  'features/groups/groups.ts': [
    "import { x } from './effects.ts'",
    "import { x } from '../accounts/accounts.ts'",
    "import { x } from '../conversations/views.ts'",
    "import { x } from '../../router/local.ts'",
    "import { x } from '../../pipeline/publish.ts'",
    "import { x } from '../../store/store.ts'",
    "import { x } from '../../http/app.ts'",
    "import { x } from '../../config/option.ts'",
  ],
  'features/groups/effects.ts': [
    "import type { T } from './group-records.ts'",
    "import { x } from '../../store/store.ts'",
    "import type { T } from '@posthorn/protocol'",
  ],
};

describe('the linter', () => {
  /** @type {string} */
  let directory;
  /** What it found, as "file: rule, specifier". @type {readonly string[]} */
  let found;

  before(() => {
    directory = mkdtempSync(join(tmpdir(), 'posthorn-lint-'));
    // Rules that ask the type checker would need a project around these files.
    const config = readFileSync(join(ROOT, '.oxlintrc.json'), 'utf8').replace(
      '"typeAware": true',
      '"typeAware": false',
    );
    plant('.oxlintrc.json', config);
    for (const file of new Set([...Object.keys(REFUSED), ...Object.keys(LET_THROUGH)])) {
      const lines = [...(REFUSED[file] ?? []), ...(LET_THROUGH[file] ?? [])];
      plant(join(SERVER, file), `${lines.map(numbered).join('\n')}\n`);
    }
    plant(
      'apps/a/src/first.ts',
      "import type { Second } from './second.ts';\nexport type First = Second | 1;\n",
    );
    plant(
      'apps/a/src/second.ts',
      "import type { First } from './first.ts';\nexport type Second = First | 2;\n",
    );
    found = lint();
  });

  after(() => rmSync(directory, { recursive: true, force: true }));

  it('refuses a cycle of files, even one of types alone', () => {
    const cycles = found.filter((line) => line.startsWith('apps/') && line.includes('no-cycle'));
    assert.deepEqual(
      cycles.map((line) => line.split(':')[0]),
      ['apps/a/src/first.ts', 'apps/a/src/second.ts'],
    );
  });

  it('keeps the rooms of the server apart, types included', () => {
    const expected = Object.entries(REFUSED).flatMap(([file, lines]) =>
      lines.map((line) => `${SERVER}/${file}: eslint(no-restricted-imports), ${specifierIn(line)}`),
    );
    const restricted = found.filter((line) => line.includes('no-restricted-imports'));
    assert.deepEqual(restricted.toSorted(), expected.toSorted());
  });

  /** @param {string} file @param {string} text */
  function plant(file, text) {
    const path = join(directory, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }

  function lint() {
    const oxlint = join(dirname(createRequire(import.meta.url).resolve('oxlint/package.json')), 'bin/oxlint');
    const { stdout } = spawnSync(process.execPath, [oxlint, '-f', 'json'], {
      cwd: directory,
      encoding: 'utf8',
    });
    const { diagnostics } = JSON.parse(stdout);
    const lines = diagnostics.map(
      ({ filename, code, message }) => `${filename}: ${code}, ${specifierIn(message)}`,
    );
    // An import is reported once for each thing that is wrong with it.
    return [...new Set(lines)].toSorted((a, b) => (a < b ? -1 : 1));
  }
});

/** The import with names of its own, so that a file may have several. @param {string} line @param {number} index */
function numbered(line, index) {
  return `${line.replace(/\{ (\w) \}/, `{ $1 as $1${index} }`)};\nexport { ${line.includes(' type ') ? 'type T' : 'x'}${index} };`;
}

/** @param {string} text */
function specifierIn(text) {
  return text.match(/'([^']+)'/)?.[1] ?? '';
}
