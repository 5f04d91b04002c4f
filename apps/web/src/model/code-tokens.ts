/**
 * Code in pieces that look different. No grammar of any language: what most of them have in common.
 *
 * @module
 */

export interface CodeToken {
  readonly kind: 'plain' | 'word' | 'text' | 'remark' | 'number' | 'call';
  readonly text: string;
}

/** Longer code is not looked at. */
const MAX_CHARS = 20_000;

const WORDS = new Set(
  (
    'abstract as async await break case catch class const continue def default defer del delete do elif else end enum ' +
    'export extends extern false final finally fn for from func function go if impl implements import in instanceof ' +
    'interface is lambda let loop match mod module mut new nil none None null of or and not package pass private protected ' +
    'pub public raise readonly return self static struct super switch then this throw throws trait true True False try ' +
    'type typeof undefined union unless unsafe until use using var void where while with yield select insert update ' +
    'delete from where join group order by limit create table into values set'
  ).split(' '),
);

const HASH_REMARKS = new Set([
  '',
  'bash',
  'conf',
  'ini',
  'py',
  'python',
  'rb',
  'ruby',
  'sh',
  'shell',
  'toml',
  'yaml',
  'yml',
]);
const DASH_REMARKS = new Set(['lua', 'sql', 'haskell', 'hs']);

const PIECE =
  /(?<slash>\/\/[^\n]*|\/\*[^]*?(?:\*\/|$))|(?<hash>#[^\n]*)|(?<dash>--[^\n]*)|(?<text>"(?:\\.|[^"\\\n])*"?|'(?:\\.|[^'\\\n])*'?|`(?:\\.|[^`\\])*`?)|(?<number>\b\d[\w.]*)|(?<name>[\p{L}_$][\p{L}\p{N}_$]*)/gu;

export function codeTokens(code: string, language: string): readonly CodeToken[] {
  if (code.length > MAX_CHARS) return [{ kind: 'plain', text: code }];
  const tokens: CodeToken[] = [];
  let plain = '';
  let at = 0;
  const flush = (): void => {
    if (plain !== '') tokens.push({ kind: 'plain', text: plain });
    plain = '';
  };
  for (const match of code.matchAll(PIECE)) {
    plain += code.slice(at, match.index);
    at = match.index + match[0].length;
    const kind = kindOf(match, code, language.toLowerCase());
    if (kind === 'plain') plain += match[0];
    else {
      flush();
      tokens.push({ kind, text: match[0] });
    }
  }
  plain += code.slice(at);
  flush();
  return tokens;
}

function kindOf(match: RegExpMatchArray, code: string, language: string): CodeToken['kind'] {
  const { slash, hash, dash, text, number, name } = match.groups ?? {};
  if (slash !== undefined) return language === 'sh' || language === 'bash' ? 'plain' : 'remark';
  if (hash !== undefined) return HASH_REMARKS.has(language) && isLineStart(match, code) ? 'remark' : 'plain';
  if (dash !== undefined) return DASH_REMARKS.has(language) ? 'remark' : 'plain';
  if (text !== undefined) return 'text';
  if (number !== undefined) return 'number';
  if (name !== undefined && WORDS.has(name)) return 'word';
  return code.charAt((match.index ?? 0) + match[0].length) === '(' ? 'call' : 'plain';
}

/** A `#` within a word, such as in a URL, begins no remark. */
function isLineStart({ index = 0 }: RegExpMatchArray, code: string): boolean {
  return index === 0 || /\s/.test(code.charAt(index - 1));
}
