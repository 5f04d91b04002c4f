/**
 * What is asked of the corpus.
 *
 * @module
 */
import { corpus, ELSEWHERE, FREQUENT_WORDS, RARE } from './corpus.ts';
import type { CorpusOptions } from './corpus.ts';

/** What is typed, by kind of question. */
export type Questions = Readonly<Record<string, readonly string[]>>;

/** Of each kind that is taken from messages of the reader. */
const SAMPLES = 50;
/** Every n-th message of the reader is a sample, from the first ones on. */
const EVERY = 7;
const CHINESE = /\p{Script=Han}+/gu;

export function questionsFor(options: CorpusOptions, conversations: readonly number[]): Questions {
  const texts = textsOf(options, new Set(conversations));
  const chinese = texts.flatMap((text) => text.match(CHINESE) ?? []).filter(({ length }) => length >= 5);
  const english = texts.filter((text) => text.split(' ').length >= 5);
  const some = (list: readonly string[], piece: (text: string) => string): readonly string[] =>
    list.slice(0, SAMPLES).map(piece);
  return {
    'a single character': some(chinese, (text) => text.charAt(2)),
    'two characters': some(chinese, (text) => text.slice(1, 3)),
    'four characters': some(chinese, (text) => text.slice(1, 5)),
    'a phrase of three words': some(english, (text) => `"${text.split(' ').slice(1, 4).join(' ')}"`),
    'two words': some(english, (text) => `${text.split(' ')[1]} ${text.split(' ')[3]}`),
    'the beginning of a word': some(english, (text) => `${text.split(' ')[2]?.slice(0, 4)}*`),
    'a common word': FREQUENT_WORDS.slice(0, 20),
    'a common word that only others have': [ELSEWHERE],
    'a rare word': [RARE],
    'a word that nobody has': ['nobodysaysthis'],
    'nothing but what is left out': ['-the'],
  };
}

function textsOf(options: CorpusOptions, conversations: ReadonlySet<number>): readonly string[] {
  const texts: string[] = [];
  let seen = 0;
  for (const { conversation, text } of corpus(options)) {
    if (!conversations.has(conversation)) continue;
    seen += 1;
    if (seen % EVERY === 0) texts.push(text);
    if (texts.length >= SAMPLES * EVERY) break;
  }
  return texts;
}
