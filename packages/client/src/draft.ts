/**
 * What an application says, as a draft of a message.
 *
 * @module
 */
import type { ContentInit } from '@posthorn/protocol';
import type { Draft, SendOptions, Target } from './api.ts';

export function draftOf(target: Target, said: string | ContentInit, { attachments }: SendOptions): Draft {
  const content = typeof said === 'string' ? { text: said } : said;
  return { target, content: attachments === undefined ? content : { ...content, attachments } };
}
