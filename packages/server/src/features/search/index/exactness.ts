/**
 * Whether codes tell exactly what a question asks for.
 *
 * @module
 */
import { encodePrefix } from '../analyser/encode.ts';
import type { IndexQuestion } from './search-index.ts';

/** No, if a prefix is so long that the codes of other words begin with its code too. */
export function isExact({ all, none }: Pick<IndexQuestion, 'all' | 'none'>): boolean {
  return [...all, ...none].every(({ ways }) =>
    ways.every((way) => way.every(({ text, isPrefix }) => !isPrefix || encodePrefix(text).isExact)),
  );
}
