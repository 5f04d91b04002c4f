/**
 * Edits and recalls as content.
 *
 * @module
 */
import { LIMITS, PosthornError } from '@posthorn/protocol';
import type { Content } from '@posthorn/protocol';
import { optionsOf } from '../../config/option.ts';
import { mentioned, seesFrom } from '../../router/contents.ts';
import type { ContentKind } from '../../router/contents.ts';
import { checkComponents } from '../messages/components.ts';
import { hasRight, isManager } from '../messages/rights.ts';
import type { EditEffect, RecallEffect } from './effects.ts';
import { EDIT_OPTIONS } from './options.ts';

export const EDIT: ContentKind = {
  kind: 'edit',
  isSent: true,
  counts: false,
  target: ({ kind }) => (kind?.case === 'edit' ? kind.value.target : 0),
  check: checkEdit,
  effect: ({ kind }, sending): EditEffect | undefined => {
    if (kind?.case !== 'edit') return undefined;
    if (!hasRight(sending, 'write'))
      throw new PosthornError('MUTED', 'not everybody may write in this group', { reason: 'writers-only' });
    const { target, mentions, mentionAll, components } = kind.value;
    if (components !== undefined && !sending.isBot)
      throw new PosthornError('FORBIDDEN', 'only bots have buttons and menus');
    // What has buttons lives for as long as people press them.
    const withinMs = components === undefined ? optionsOf(sending.options, EDIT_OPTIONS).editWithin : 0;
    const users = mentioned(mentions, mentionAll) ?? [];
    return { type: 'edit', target, seesFrom: seesFrom(sending), withinMs, mentioned: users };
  },
  // Without a text: the message was taken back since.
  text: ({ kind }) => (kind?.case === 'edit' && kind.value.text !== '' ? `✎ edited: ${kind.value.text}` : ''),
};

function checkEdit({ kind }: Content): void {
  if (kind?.case !== 'edit') return;
  const { text, mentions, components } = kind.value;
  if (components !== undefined) checkComponents(components);
  if (Buffer.byteLength(text) > LIMITS.maxTextBytes)
    throw new PosthornError('TOO_LARGE', `the text is longer than ${LIMITS.maxTextBytes} bytes`, {
      reason: 'message-too-long',
    });
  if (mentions.length > LIMITS.maxMentions)
    throw new PosthornError('TOO_LARGE', `at most ${LIMITS.maxMentions} users can be mentioned`, {
      reason: 'too-many-mentions',
    });
}

export const RECALL: ContentKind = {
  kind: 'recall',
  isSent: true,
  counts: false,
  target: ({ kind }) => (kind?.case === 'recall' ? kind.value.target : 0),
  effect: ({ kind }, sending): RecallEffect | undefined => {
    if (kind?.case !== 'recall') return undefined;
    const withinMs = optionsOf(sending.options, EDIT_OPTIONS).recallWithin;
    return {
      type: 'recall',
      target: kind.value.target,
      seesFrom: seesFrom(sending),
      withinMs,
      isManager: isManager(sending),
    };
  },
  text: () => '✕ took a message back',
};

/** Stands in place of what was recalled, or has vanished. */
export const RECALLED: ContentKind = { kind: 'recalled', isSent: false, counts: true };
