import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { runs } from '@posthorn/testing/runs';
import { nameKeyOf, nameKeys } from '../../src/features/search/analyser/name-keys.ts';
import { anyText } from './support/texts.ts';

function isFound(name: string, typed: string): boolean {
  const key = nameKeyOf(typed);
  return key !== '' && nameKeys(name).some((each) => each.startsWith(key));
}

describe('a name is found by', () => {
  const names: Readonly<Record<string, readonly string[]>> = {
    'Juliet Capulet': ['jul', 'Capu', 'juliet c', 'JC', 'julietcapulet'],
    'José O’Neil': ['jose', 'oneil', "o'n", 'neil'],
    张伟: ['张', '伟', '张伟', 'zhangwei', 'zhang wei', 'zhangw', 'wei', 'zw', 'z'],
    張偉: ['張偉', 'zhangwei', 'zw'],
    // Names of families are read otherwise than words.
    曾国藩: ['zengguofan', 'zgf', 'ceng'],
    单雄信: ['shanxiongxin', 'sxx', 'danxiong'],
    欧阳修: ['ouyang', 'oyx', 'xiu'],
    吕布: ['lvbu', 'lubu', 'lyubu', 'lb'],
    'Tom 张伟': ['tom', 'zhangwei', 'tomz', 'tzw'],
    '小明 (Verona)': ['xm', 'xiaoming', '明', 'ming', 'verona'],
    田中さくら: ['田中', 'さくら', '中さ'],
    김철수: ['김', '철수'],
    Ａｎｎ: ['ann', 'ａ'],
  };
  for (const [name, ways] of Object.entries(names)) {
    it(name, () =>
      assert.deepEqual(
        ways.filter((typed) => !isFound(name, typed)),
        [],
      ),
    );
  }
});

it('and by nothing else', () => {
  for (const typed of ['angwei', '伟张', 'zwx', '', ' ', '!'])
    assert.equal(isFound('张伟', typed), false, typed);
});

it('every name has keys in bounded number and length, each once', () => {
  fc.assert(
    fc.property(anyText(), (name) => {
      const keys = nameKeys(name);
      assert.ok(keys.length <= 400);
      assert.ok(keys.every(({ length }) => length > 0 && length <= 64));
      assert.equal(new Set(keys).size, keys.length);
      const [typed = ''] = name.trim().split(/\s/);
      if (nameKeyOf(typed) !== '' && name.trim().startsWith(typed) && nameKeyOf(typed).length < 10) {
        assert.ok(
          keys.some((key) => key.startsWith(nameKeyOf(typed))),
          JSON.stringify([name, typed]),
        );
      }
    }),
    { numRuns: runs(500) },
  );
});
