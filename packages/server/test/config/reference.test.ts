/** The help of `posthorn start` and the page of its options. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, test } from 'node:test';
import { optionSets } from '../../src/compose/options.ts';
import { allOptions } from '../../src/config/load.ts';
import { flagOf, variableOf } from '../../src/config/option.ts';
import { configurationPage, startHelp } from '../../src/config/reference.ts';

const OPTIONS = allOptions(optionSets());

describe('reference', () => {
  test('docs/configuration.md is up to date (npm run docs -w apps/cli)', async () => {
    const page = await readFile(new URL('../../../../docs/configuration.md', import.meta.url), 'utf8');
    assert.equal(page, configurationPage(optionSets()));
  });

  test('the help text names every option and keeps to its width', () => {
    const help = startHelp(optionSets(), 80);
    for (const [name, { isNoFlag }] of OPTIONS) {
      const beginning = isNoFlag === true ? `${variableOf(name)}=` : `--${flagOf(name)}\\b`;
      assert.match(help, new RegExp(`^  ${beginning}`, 'm'));
    }
    const options = help.slice(0, help.indexOf('Exit codes'));
    for (const line of options.split('\n')) assert.ok(line.length <= 80, line);
  });
});
