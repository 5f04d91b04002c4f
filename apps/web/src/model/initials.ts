/**
 * What stands in for a picture.
 *
 * @module
 */

/** One or two signs of a name: `Friar Laurence` FL, `Mercutio` Me, `朱丽叶` 朱. */
export function initials(name: string): string {
  const words = name.split(/[\s_./-]+/u).filter((word) => /[\p{L}\p{N}]/u.test(word));
  const [first, second] = words;
  if (first === undefined) return graphemes(name.trim())[0] ?? '?';
  if (!/^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{N}]/u.test(first))
    return graphemes(first)[0] ?? '?';
  if (second === undefined) return graphemes(first).slice(0, 2).join('');
  return (graphemes(first)[0] ?? '') + (graphemes(second)[0] ?? '');
}

/** Which of the eight colours an id has. */
export function hue(id: number): number {
  return Math.abs(Math.trunc(id)) % 8;
}

function graphemes(text: string): readonly string[] {
  // A name is at most some 60 signs long; two of them are looked at.
  return [...new Intl.Segmenter().segment(text.slice(0, 64))].map(({ segment }) => segment);
}
