/**
 * Messages that look like a company's: a third is Chinese, few words are frequent and many are rare, few conversations are
 * long and many are short. The same ones in each run.
 *
 * @module
 */

export interface Message {
  /** From 1. */
  readonly conversation: number;
  /** From 1, without gaps. */
  readonly seq: number;
  readonly sender: number;
  /** Unix ms; rises. */
  readonly time: number;
  readonly text: string;
}

export interface CorpusOptions {
  readonly messages: number;
  readonly conversations: number;
}

/** What is said in every ninth message of the conversations from ODD_FROM on, and nowhere else. */
export const ELSEWHERE = 'zebra';
/** A reader whose conversations are of the first part never reads ELSEWHERE. */
export const ELSEWHERE_FROM = 0.5;
/** In so few messages of all. */
export const RARE = 'quicksilver';
const RARE_EVERY = 25_000;

const START = Date.UTC(2025, 0, 1);
const SPAN_MS = 600 * 86_400_000;
const ENGLISH_WORDS = 40_000;
const CHINESE_CHARACTERS = 3000;
const FIRST_CHARACTER = 0x4e00;
export const FREQUENT_WORDS: readonly string[] =
  'the to you a it and of that in is we for on this have be with not are can will at if do so was but just all there'.split(
    ' ',
  );
const CHINESE_WORDS =
  '我们 明天 今天 可以 没有 什么 这个 知道 现在 时候 北京 上海 会议 项目 时间 问题 工作 大家 收到 谢谢'.split(
    ' ',
  );
const SYLLABLES = 'ba co di fu ga he ki lo mu na pe qui ro sa te vu wi xe yo za bri cla dro fle gru'.split(
  ' ',
);

export function* corpus({ messages, conversations }: CorpusOptions): Generator<Message> {
  const random = randomFrom(20_261_129);
  const seqs = new Uint32Array(conversations + 1);
  for (let index = 0; index < messages; index += 1) {
    const conversation = skewed(random(), conversations);
    const seq = (seqs[conversation] = (seqs[conversation] ?? 0) + 1);
    yield {
      conversation,
      seq,
      sender: 1 + ((conversation * 7 + Math.floor(random() * 5)) % (conversations * 2)),
      time: START + Math.floor((SPAN_MS * index) / messages),
      text: textOf(random, conversation / conversations, index),
    };
  }
}

/** So many conversations, or all there are, of which none has ELSEWHERE: every n-th of the first part, long and short ones. */
export function conversationsOfReader(count: number, { conversations }: CorpusOptions): readonly number[] {
  const known = Math.floor(conversations * ELSEWHERE_FROM) - 1;
  const each = Array.from({ length: count }, (_, index) => 1 + Math.floor(((index + 0.5) * known) / count));
  return [...new Set(each)];
}

/** Sizes fall slowly; which numbers have the long ones is scattered. */
function skewed(unit: number, conversations: number): number {
  const rank = Math.floor(conversations * unit ** 2.2);
  return 1 + ((rank * 7919) % conversations);
}

function textOf(random: () => number, place: number, index: number): string {
  const words = index % 3 === 0 ? chinese(random) : english(random);
  if (index % RARE_EVERY === RARE_EVERY - 1) words.push(RARE);
  if (place > ELSEWHERE_FROM && index % 9 === 0) words.push(ELSEWHERE);
  return words.join(index % 3 === 0 ? '' : ' ');
}

function english(random: () => number): string[] {
  const length = 3 + Math.floor(random() ** 2 * 30);
  return Array.from({ length }, () => {
    const rank = zipf(random(), ENGLISH_WORDS);
    return FREQUENT_WORDS[rank] ?? wordOf(rank);
  });
}

function chinese(random: () => number): string[] {
  const length = 3 + Math.floor(random() ** 2 * 22);
  return Array.from({ length }, () => {
    const rank = zipf(random(), CHINESE_CHARACTERS);
    const word = CHINESE_WORDS[rank];
    if (word !== undefined) return word;
    return rank % 11 === 0 ? '，' : String.fromCharCode(FIRST_CHARACTER + ((rank * 37) % 6000));
  });
}

/** How frequent the one at a rank is falls with the rank. */
function zipf(unit: number, count: number): number {
  return Math.floor(count ** unit) - 1;
}

/** Another word for each rank. */
function wordOf(rank: number): string {
  let word = '';
  for (let left = rank + SYLLABLES.length; left > 0; left = Math.floor(left / SYLLABLES.length)) {
    word += SYLLABLES[left % SYLLABLES.length];
  }
  return word;
}

/** mulberry32: fast, and the same everywhere. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
