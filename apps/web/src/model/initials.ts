/**
 * What stands in for a picture.
 *
 * @module
 */

/** One or two signs of a name: `Friar Laurence` FL, `Mercutio` Me, `朱丽叶` 朱. */
export function initials(name: string): string {
  const words = name.split(/[\s_./-]+/u).filter((word) => /[\p{L}\p{N}]/u.test(word));
  const [first, second] = words;
  if (first === undefined) return signs(name.trim(), 1) || '?';
  if (!/^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{N}]/u.test(first)) return signs(first, 1);
  if (second === undefined) return signs(first, 2);
  return signs(first, 1) + signs(second, 1);
}

/** Which of the eight colours an id has. */
export function hue(id: number): number {
  return Math.abs(Math.trunc(id)) % 8;
}

/** Making one takes longer than using it a hundred times. */
const segmenter = new Intl.Segmenter();

/** The first signs as people count them. */
function signs(text: string, count: number): string {
  let found = '';
  let left = count;
  for (const { segment } of segmenter.segment(text.slice(0, 64))) {
    if (left-- === 0) break;
    found += segment;
  }
  return found;
}
