import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import { ensureSystemPrograms, findProgram, isNeeded, missingPackages, missingSentence } from '../system.mjs';

const PROGRAM = {
  name: 'Trumpet',
  variable: 'POSTHORN_TEST_TRUMPET',
  commands: ['posthorn-no-such-command'],
  aptPackages: ['trumpet'],
  neededBy: ['apps/band/test'],
};

test('a program is needed when one of its tests runs', () => {
  assert.equal(isNeeded(PROGRAM, ['apps/band/test/play.test.ts']), true);
  assert.equal(isNeeded(PROGRAM, ['apps/bandstand/test/play.test.ts']), false);
});

test('nothing is installed or said for tests that need nothing', async () => {
  assert.deepEqual(await ensureSystemPrograms(['packages/protocol/test/frame.test.ts'], [PROGRAM]), {});
});

test('tests are told where the program is', async () => {
  const programs = [{ ...PROGRAM, commands: ['sh'] }];
  const environment = await ensureSystemPrograms(['apps/band/test/play.test.ts'], programs);
  assert.match(environment.POSTHORN_TEST_TRUMPET ?? '', /\/sh$/);
});

test("a developer's own program comes before the PATH's", () => {
  const environment = { PATH: process.env.PATH, POSTHORN_TEST_TRUMPET: process.execPath };
  assert.equal(findProgram({ ...PROGRAM, commands: ['sh'] }, environment), process.execPath);
});

test('a program that is nowhere is named with its remedy', () => {
  assert.equal(findProgram(PROGRAM), undefined);
  assert.match(missingSentence(PROGRAM), /apt-get install trumpet.*POSTHORN_TEST_TRUMPET/);
});

test(
  'a package that Debian has not installed is missing',
  { skip: !existsSync('/usr/bin/dpkg-query') },
  () => {
    assert.deepEqual(missingPackages(['dpkg', 'posthorn-no-such-package']), ['posthorn-no-such-package']);
  },
);
