/**
 * What only bots put into messages: buttons and menus, and the name of a text that was streamed.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type { Content } from '@posthorn/protocol';
import type { ContentTrait, Sending } from '../../router/contents.ts';
import { checkComponents, componentWords } from '../messages/components.ts';

const MAX_STREAM_BYTES = 64;

export const COMPONENTS: ContentTrait = {
  name: 'components',
  isIn: ({ components }) => components !== undefined,
  check({ components, text, kind }) {
    if (components === undefined) return;
    if (kind !== undefined || text === '')
      throw new PosthornError('INVALID', 'buttons and menus go with a text');
    checkComponents(components);
  },
  effect: onlyBots,
  text: ({ components }) => (components === undefined ? '' : componentWords(components)),
};

export const STREAMED: ContentTrait = {
  name: 'streamed',
  isIn: ({ stream }) => stream !== '',
  check: ({ stream }) => checkStream(stream),
  effect: onlyBots,
};

function onlyBots(_content: Content, { isBot }: Sending): undefined {
  if (!isBot) throw new PosthornError('FORBIDDEN', 'only bots have buttons, menus and streamed texts');
}

/** Throws INVALID. */
export function checkStream(stream: string): void {
  if (stream === '') throw new PosthornError('INVALID', 'name the text: stream');
  if (Buffer.byteLength(stream) > MAX_STREAM_BYTES)
    throw new PosthornError('INVALID', `the name of a stream has at most ${MAX_STREAM_BYTES} bytes`);
}
