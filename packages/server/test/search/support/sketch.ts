import { isBeside, tokensOf } from '../../../src/features/search/analyser/tokens.ts';

/** The tokens of a text in short: what stands beside the sequence in brackets, behind the word of its position. */
export function sketch(text: string): string {
  const words: { text: string; beside: string[] }[] = [];
  for (const token of tokensOf(text)) {
    if (isBeside(token)) words[token.position]?.beside.push(token.text);
    else words.push({ text: token.text, beside: [] });
  }
  return words
    .map((word) => word.text + (word.beside.length > 0 ? `(${word.beside.join(' ')})` : ''))
    .join(' ');
}
