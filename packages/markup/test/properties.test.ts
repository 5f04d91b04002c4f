/** What holds for every text. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { runs } from '@posthorn/testing/runs';
import { MAX_DEPTH, namedIn, parse, plainText } from '../src/index.ts';
import { anyText, nastyTexts } from './support/texts.ts';
import { depthOf, nodesOf, wordsIn, wordsOf } from './support/tree.ts';

describe('every text', () => {
  it('has a tree with all of its letters and digits, in their order', () => {
    fc.assert(
      fc.property(anyText(), (text) => {
        assert.deepEqual(wordsOf(parse(text)), wordsIn(text), text);
      }),
      { numRuns: runs(1000) },
    );
  });

  it('keeps them as plain text, but a language', () => {
    fc.assert(
      fc.property(
        anyText().filter((text) => !text.includes('```')),
        (text) => {
          assert.deepEqual(wordsIn(plainText(parse(text))), wordsIn(text), text);
        },
      ),
      { numRuns: runs(1000) },
    );
  });

  it('has a tree of bounded depth, with texts that are joined, and links of known schemes that hold no link', () => {
    fc.assert(
      fc.property(anyText(), (text) => {
        const tree = parse(text);
        assert.ok(depthOf(tree) <= MAX_DEPTH);
        for (const node of nodesOf(tree)) {
          if ('content' in node) {
            const types = node.content.map(({ type }) => type);
            assert.ok(
              !types.some((type, at) => type === 'text' && types[at + 1] === 'text'),
              'texts are joined',
            );
          }
          if (!('type' in node)) continue;
          if (node.type === 'text') assert.match(node.text, /^[^\n]+$/);
          if (node.type === 'link') {
            assert.match(node.url, /^(https?:\/\/|mailto:)[^\s<>]*$/i);
            assert.ok(![...nodesOf(node.content)].some((each) => 'url' in each));
          }
        }
      }),
      { numRuns: runs(1000) },
    );
  });
});

describe('a nasty text', () => {
  it('has any length: what is not counted as steps, in patterns, is in proportion to it too', () => {
    for (const text of nastyTexts(250_000).values()) {
      const tree = parse(text);
      assert.ok(depthOf(tree) <= MAX_DEPTH);
      plainText(tree);
      namedIn(tree);
    }
  });

  it('goes as deep as a tree may, and no deeper', () => {
    const inner = `${'***a '.repeat(30)}${'a* '.repeat(200)}`;
    const deepest = depthOf(parse(`${'> - '.repeat(500)}${inner}`));
    assert.ok(deepest > MAX_DEPTH / 2 && deepest <= MAX_DEPTH, `${deepest} of ${MAX_DEPTH}`);
  });
});
