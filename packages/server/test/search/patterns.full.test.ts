import { it } from 'node:test';
import { codesOf } from '../../src/features/search/analyser/codes.ts';
import { parseQuery } from '../../src/features/search/analyser/query.ts';
import { snippet } from '../../src/features/search/analyser/snippet.ts';
import { nastyTexts } from './support/texts.ts';

it('what is not counted as steps, in patterns, is in proportion too', { timeout: 120_000 }, () => {
  const query = parseQuery('a b 你 "a b" 1*');
  for (const text of nastyTexts(50_000).values()) {
    codesOf(text);
    snippet(text, query);
    parseQuery(text);
  }
});
