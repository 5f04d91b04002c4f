/**
 * Attachments of Slack and Mattermost, as text.
 *
 * @module
 */
import { bold, textsOfBlocks } from './blocks.ts';
import { filled, listIn, textIn } from './fields.ts';
import type { Fields } from './fields.ts';
import { link, toMarkup } from './mrkdwn.ts';
import { PostRefusal } from './refusal.ts';

const MAX_ATTACHMENTS = 100;
/** What a color says that is a word. */
const COLORS: ReadonlyMap<string, string> = new Map([
  ['good', '🟢'],
  ['warning', '🟡'],
  ['danger', '🔴'],
]);

/** A paragraph for each attachment that says something. Throws PostRefusal. */
export function textsOfAttachments(payload: Fields): readonly string[] {
  const attachments = listIn(payload, 'attachments');
  if (attachments.length > MAX_ATTACHMENTS)
    throw new PostRefusal('too_many_attachments', `a message has at most ${MAX_ATTACHMENTS} attachments`);
  return filled(attachments.map(textOfAttachment));
}

function textOfAttachment(attachment: Fields): string {
  const said = filled([
    toMarkup(textIn(attachment, 'pretext')),
    link(toMarkup(textIn(attachment, 'author_name')), textIn(attachment, 'author_link')),
    titleOf(attachment),
    toMarkup(textIn(attachment, 'text')),
    ...textsOfBlocks(attachment),
    ...listIn(attachment, 'fields').map(textOfField),
    ...listIn(attachment, 'actions').map(textOfAction),
    link('', textIn(attachment, 'image_url')),
    toMarkup(textIn(attachment, 'footer')),
  ]);
  // It is for those who see nothing of the rest.
  return said.length === 0 ? toMarkup(textIn(attachment, 'fallback')) : said.join('\n');
}

function titleOf(attachment: Fields): string {
  const title = toMarkup(textIn(attachment, 'title'));
  const url = textIn(attachment, 'title_link');
  const shown = url === '' || title === '' ? title : link(title, url);
  const mark = COLORS.get(textIn(attachment, 'color'));
  return shown === '' ? '' : filled([mark ?? '', bold(shown)]).join(' ');
}

function textOfField(field: Fields): string {
  const [title, value] = [textIn(field, 'title'), toMarkup(textIn(field, 'value'))];
  if (title === '') return value;
  const isLong = value.includes('\n');
  return `${bold(toMarkup(title))}${isLong ? '\n' : ': '}${value}`.trimEnd();
}

/** Nobody would hear of a press; where it leads can be said. */
function textOfAction(action: Fields): string {
  const words = toMarkup(textIn(action, 'text') || textIn(action, 'name'));
  const url = textIn(action, 'url');
  return url === '' ? '' : link(words, url);
}
