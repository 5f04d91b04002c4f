/**
 * Slack's blocks, as text.
 *
 * @module
 */
import { fieldsIn, filled, isFields, listIn, textIn } from './fields.ts';
import type { Fields } from './fields.ts';
import { link, toMarkup, toWords } from './mrkdwn.ts';
import { PostRefusal } from './refusal.ts';

const MAX_BLOCKS = 50;
/** Of texts that stand beside each other. */
const BESIDE = ' · ';

/** A paragraph for each block that says something. Throws PostRefusal. */
export function textsOfBlocks(fields: Fields): readonly string[] {
  const blocks = listIn(fields, 'blocks');
  if (blocks.length > MAX_BLOCKS)
    throw new PostRefusal('too_many_blocks', `a message has at most ${MAX_BLOCKS} blocks`);
  return filled(blocks.map(textOfBlock));
}

function textOfBlock(block: Fields): string {
  switch (block['type']) {
    case 'header':
      return bold(textObject(block, 'text'));
    case 'section':
      return filled([
        textObject(block, 'text'),
        ...listIn(block, 'fields').map(textOfObject),
        textOfElement(fieldsIn(block, 'accessory')),
      ]).join('\n');
    case 'markdown':
      return textIn(block, 'text');
    case 'context':
    case 'actions':
      return filled(listIn(block, 'elements').map(textOfElement)).join(BESIDE);
    case 'image':
      return textOfImage(block);
    case 'video':
      return link(textObject(block, 'title'), textIn(block, 'title_url') || textIn(block, 'video_url'));
    case 'rich_text':
      return filled(listIn(block, 'elements').map(richText)).join('\n');
    default:
      // Lines between blocks, inputs, and whatever comes later.
      return '';
  }
}

/** What may stand in a context, among actions, or beside a section. */
function textOfElement(element: Fields): string {
  switch (element['type']) {
    case 'plain_text':
    case 'mrkdwn':
      return textOfObject(element);
    case 'image':
      return textOfImage(element);
    case 'button': {
      // Nobody would hear of a press; where it leads can be said.
      const url = textIn(element, 'url');
      return url === '' ? '' : link(textObject(element, 'text'), url);
    }
    default:
      return '';
  }
}

function textOfImage(image: Fields): string {
  const words = textObject(image, 'title') || toWords(textIn(image, 'alt_text'));
  return link(words, textIn(image, 'image_url'));
}

function textObject(fields: Fields, name: string): string {
  return textOfObject(fieldsIn(fields, name));
}

function textOfObject(object: Fields): string {
  const text = textIn(object, 'text');
  return object['type'] === 'plain_text' ? toWords(text) : toMarkup(text);
}

/** A line in bold. Empty stays empty. */
export function bold(words: string): string {
  return words === '' || words.includes('**') ? words : `**${words}**`;
}

function richText(section: Fields): string {
  const elements = listIn(section, 'elements');
  switch (section['type']) {
    case 'rich_text_list': {
      const isNumbered = section['style'] === 'ordered';
      return elements.map((each, index) => `${isNumbered ? `${index + 1}.` : '-'} ${spans(each)}`).join('\n');
    }
    case 'rich_text_quote':
      return quoted(spans(section));
    case 'rich_text_preformatted':
      return `\`\`\`\n${elements.map((each) => textIn(each, 'text')).join('')}\n\`\`\``;
    default:
      return spans(section);
  }
}

function quoted(text: string): string {
  return text
    .split('\n')
    .map((line) => `> ${line}`)
    .join('\n');
}

function spans(section: Fields): string {
  return listIn(section, 'elements').map(span).join('').trim();
}

function span(element: Fields): string {
  switch (element['type']) {
    case 'text':
      return typeof element['text'] === 'string' ? marked(element['text'], element['style']) : '';
    case 'link':
      return link(toWords(textIn(element, 'text')), textIn(element, 'url'));
    case 'emoji':
      return toMarkup(`:${textIn(element, 'name')}:`);
    case 'broadcast':
      return textIn(element, 'range') === 'here' ? '@here' : '@all';
    default:
      return '';
  }
}

/** Marks act at the edges of words, so blanks stay outside. */
function marked(text: string, style: unknown): string {
  const [, before = '', words = '', after = ''] = /^(\s*)([\s\S]*?)(\s*)$/.exec(text) ?? [];
  if (words === '' || !isFields(style)) return toWords(text);
  if (style['code'] === true) return `${before}\`${words}\`${after}`;
  const marks = [
    style['bold'] === true && '**',
    style['italic'] === true && '_',
    style['strike'] === true && '~~',
  ];
  const used = marks.filter((mark) => mark !== false);
  return `${before}${used.join('')}${toWords(words)}${used.toReversed().join('')}${after}`;
}
