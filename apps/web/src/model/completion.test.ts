import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { complete, ranked, triggerAt } from './completion.ts';
import type { Choice } from './completion.ts';

function at(text: string): string | undefined {
  const place = text.indexOf('|');
  const found = triggerAt(text.replace('|', ''), place, place);
  return found === undefined ? undefined : `${found.kind} ${found.query}`;
}

const ANN: Choice = { key: 'ann', title: 'Ann', detail: '', insert: '@ann' };

describe('completion', () => {
  it('finds what is being typed', () => {
    assert.equal(at('Hi @an|'), 'person an');
    assert.equal(at('@|'), 'person ');
    assert.equal(at('你好@朱|'), 'person 朱');
    assert.equal(at('see #lau|'), 'conversation lau');
    assert.equal(at(':tad|'), 'emoji tad');
    assert.equal(at('/po|'), 'command po');
  });

  it('leaves alone what only looks so', () => {
    for (const text of [':p|', ':D|', 'ann@ex|', '10:30|', 'a/b|', 'say /po|', '#1|', '# |', 'https://x:ab|'])
      assert.equal(at(text), undefined, text);
  });

  it('leaves code alone', () => {
    assert.equal(at('`@an|'), undefined);
    assert.equal(at('```\n:tad|'), undefined);
    assert.equal(at('```\nx\n```\n@an|'), 'person an');
  });

  it('wants a caret, not a selection', () => {
    assert.equal(triggerAt('@an', 1, 3), undefined);
  });

  it('puts the choice in place, with one blank behind it', () => {
    const trigger = triggerAt('Hi @an', 6, 6);
    assert.ok(trigger);
    assert.deepEqual(complete('Hi @an', trigger, ANN), { text: 'Hi @ann ', caret: 8 });
    assert.deepEqual(complete('Hi @an and', trigger, ANN), { text: 'Hi @ann and', caret: 8 });
  });

  it('puts a blank before a name that would touch a word', () => {
    const trigger = triggerAt('你好@a', 4, 4);
    assert.ok(trigger);
    assert.equal(complete('你好@a', trigger, ANN).text, '你好 @ann ');
  });

  it('puts first what begins so, whatever the accents', () => {
    const names = ['Joanna', 'Anna', 'Mary Ann', 'Änne', 'Bob'];
    assert.deepEqual(
      ranked(names, 'ann', (name) => [name]),
      ['Anna', 'Änne', 'Mary Ann', 'Joanna'],
    );
  });
});
