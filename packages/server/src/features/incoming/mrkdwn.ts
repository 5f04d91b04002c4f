/**
 * Texts as Slack writes them ("mrkdwn"), in the markup of Posthorn. What Mattermost's tools send is Markdown already, and
 * stays as it is, but that `*a*`, which is bold in the one and italic in the other, becomes bold.
 *
 * @module
 */
import { withEmoji } from './emoji.ts';

/** Code, which is left alone but for its entities; and what stands in angle brackets. */
const PARTS = /(```[\s\S]*?```|`[^`\n]*`)|<([^<>\n]+)>/g;
/** `*bold*` at the edges of words, but not `**bold**`, and no item of a list. */
const BOLD = /(?<![*\w\\])\*(?![*\s])([^*\n]+?)(?<![*\s\\])\*(?![*\w])/g;
const STRIKE = /(?<![~\w\\])~(?![~\s])([^~\n]+?)(?<![~\s\\])~(?![~\w])/g;
/** Slack's way to name those who are there, and all. */
const GROUPS: Readonly<Record<string, string>> = { here: '@here', channel: '@all', everyone: '@all' };

/** In time that is in proportion to the text. */
export function toMarkup(text: string): string {
  let result = '';
  let at = 0;
  for (const match of text.matchAll(PARTS)) {
    const [whole, code, inBrackets = ''] = match;
    result += styled(text.slice(at, match.index));
    result += code === undefined ? bracketed(inBrackets) : plain(code);
    at = match.index + whole.length;
  }
  return result + styled(text.slice(at));
}

/** A text that has no marks: what would be one is escaped. */
export function toWords(text: string): string {
  return withEmoji(plain(text)).replaceAll(/[\\`*_~|[\]@]/g, String.raw`\$&`);
}

/** A link, or its words where the address cannot be one. */
export function link(words: string, url: string): string {
  if (!/^(?:https?:\/\/|mailto:)[^\s<>]+$/i.test(url)) return words;
  // They would end it.
  const safe = url.replaceAll('(', '%28').replaceAll(')', '%29');
  return words === '' || words === url ? safe : `[${inLink(words)}](${safe})`;
}

/** What would end the words of a link. */
function inLink(words: string): string {
  return words.replaceAll('\n', ' ').replaceAll(/(?<!\\)[[\]]/g, String.raw`\$&`);
}

function styled(text: string): string {
  return withEmoji(plain(text)).replaceAll(BOLD, '**$1**').replaceAll(STRIKE, '~~$1~~');
}

/** `https://…|words`, `!here`, `@U024BE7LH|ann`, `#C024BE7LR|general`. */
function bracketed(content: string): string {
  const bar = content.indexOf('|');
  const [target, words] = bar === -1 ? [content, ''] : [content.slice(0, bar), plain(content.slice(bar + 1))];
  switch (target[0]) {
    case '!':
      return GROUPS[target.slice(1)] ?? words;
    case '@':
      return words === '' ? target : `@${words.replace(/^@/, '')}`;
    case '#':
      return words === '' ? target : `#${words.replace(/^#/, '')}`;
    default: {
      const isLink = /^(?:https?:\/\/|mailto:)/i.test(target);
      return isLink ? link(withEmoji(words), plain(target)) : `<${plain(content)}>`;
    }
  }
}

/** Slack wants these three escaped. */
function plain(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
