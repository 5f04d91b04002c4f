import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { PosthornError } from '@posthorn/protocol';
import type { Field, FieldType } from '@posthorn/protocol';
import { splitLine, usageOf } from './command-line.ts';

function field(name: string, type: FieldType, required = false): Field {
  return { name, type, required, description: '', choices: [], label: '', value: '', multiline: false };
}

const REMIND = {
  name: 'remind',
  fields: [field('who', 'user', true), field('when', 'time'), field('text', 'text')],
};

function split(line: string, command = REMIND): Record<string, string> {
  return Object.fromEntries(splitLine(command, line).map(({ name, value }) => [name, value]));
}

describe('what stands after a command', () => {
  it('are values by their order; the last text takes the rest', () => {
    assert.deepEqual(split('@ann 10m buy milk, now'), { who: '@ann', when: '10m', text: 'buy milk, now' });
    assert.deepEqual(split('  @ann '), { who: '@ann' });
    assert.deepEqual(split(''), {});
    assert.deepEqual(split('@ann 10m "all of it"'), { who: '@ann', when: '10m', text: 'all of it' });
    assert.deepEqual(split('@ann 10m "some" of it'), { who: '@ann', when: '10m', text: '"some" of it' });
  });

  it('or by their names, in any order', () => {
    assert.deepEqual(split('when:10m text:"buy milk" @ann'), { when: '10m', text: 'buy milk', who: '@ann' });
    assert.deepEqual(split('@ann 10m see http://x'), { who: '@ann', when: '10m', text: 'see http://x' });
  });

  it('has quotes, as keyboards make them', () => {
    const two = { name: 'two', fields: [field('a', 'text'), field('b', 'number')] };
    for (const quoted of ['"x y"', "'x y'", '“x y”', '„x y“', '«x y»'])
      assert.deepEqual(split(`${quoted} 2`, two), { a: 'x y', b: '2' });
    assert.deepEqual(split(String.raw`"a \" b \\ c" 2`, two), { a: String.raw`a " b \ c`, b: '2' });
    assert.throws(() => split('"x y 2', two), /does not end: \/two \[a\] \[b\]/);
  });

  it('is refused when there is more than the command takes', () => {
    const none = { name: 'none', fields: [] };
    assert.throws(() => split('x', none), /"x" is too much: \/none$/);
    assert.equal(usageOf(REMIND), '/remind <who> [when] [text]');
  });

  it('is either read or refused, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (line) => {
        try {
          assert.ok(splitLine(REMIND, line).length <= REMIND.fields.length);
        } catch (error) {
          assert.ok(error instanceof PosthornError && error.code === 'INVALID', String(error));
        }
      }),
    );
  });
});
