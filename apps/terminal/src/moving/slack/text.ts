/**
 * Slack's mrkdwn as Posthorn's markup.
 *
 * @module
 */

/** What ids of the export stand for in texts. */
export interface Called {
  /** Undefined: nobody is known under this id. */
  readonly user: (id: string) => string | undefined;
  readonly channel: (id: string) => string | undefined;
}

export interface Converted {
  readonly text: string;
  /** Ids of the users who are named. */
  readonly mentions: readonly string[];
}

/** Code is left as it is, but for its entities. */
const CODE = /(```[\s\S]*?```|`[^`\n]+`)/;
const REFERENCE = /<([^<>\n]+)>/g;
/** Marks act at the edge of a word, as there. */
const BOLD = /(?<![\p{L}\p{N}*])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![\p{L}\p{N}*])/gu;
const STRIKE = /(?<![\p{L}\p{N}~])~(?=\S)([^~\n]+?)(?<=\S)~(?![\p{L}\p{N}~])/gu;

export function convertText(mrkdwn: string, called: Called): Converted {
  const mentions = new Set<string>();
  const text = mrkdwn
    .split(CODE)
    .map((part, at) => (at % 2 === 1 ? code(part) : words(part, called, mentions)))
    .join('');
  return { text, mentions: [...mentions] };
}

function code(part: string): string {
  return unescaped(part.replaceAll(REFERENCE, (_whole, inner: string) => inner.split('|')[0] ?? ''));
}

function words(part: string, called: Called, mentions: Set<string>): string {
  // Marks may go around a reference. What that becomes has none of its own.
  const marked = part.replaceAll(BOLD, '**$1**').replaceAll(STRIKE, '~~$1~~');
  return marked
    .split(REFERENCE)
    .map((piece, at) => (at % 2 === 1 ? reference(piece, called, mentions) : unescaped(piece)))
    .join('');
}

/** What stands between `<` and `>`. */
function reference(inner: string, called: Called, mentions: Set<string>): string {
  const [target = '', label] = inner.split('|', 2);
  const id = target.slice(1);
  switch (target.charAt(0)) {
    case '@': {
      const name = called.user(id);
      if (name === undefined) return `@${label ?? id}`;
      mentions.add(id);
      return `@${name}`;
    }
    case '#':
      return `#${called.channel(id) ?? label ?? id}`;
    case '!':
      return special(id, label);
    default:
      return link(target, label);
  }
}

function special(what: string, label: string | undefined): string {
  if (what.startsWith('subteam')) return unescaped(label ?? '@group');
  if (what.startsWith('date')) return unescaped(label ?? '');
  return what === 'here' ? '@here' : '@all';
}

function link(target: string, label: string | undefined): string {
  const url = unescaped(target);
  const words = label === undefined ? url : unescaped(label);
  if (words === url || url === `mailto:${words}` || url === `http://${words}`) return words;
  return /^(https?|mailto):/.test(url)
    ? `[${words.replaceAll(/[[\]]/g, '\\$&')}](${url.replaceAll(')', '%29')})`
    : words;
}

function unescaped(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
