/**
 * Stands where a conversation begins.
 *
 * @module
 */
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { useConversation } from '@posthorn/react';
import { isolated } from '../../model/isolated.ts';
import { StartLine } from '../message/lines.tsx';
import { ConversationFace } from '../people/face.tsx';
import { useTitle } from '../people/use-name.ts';

export function ChatStart({ conversation }: { readonly conversation: number }): ReactNode {
  const { i18n } = useLingui();
  const info = useConversation(conversation);
  const title = useTitle(conversation);
  if (info === undefined) return null;
  const { kind, first } = info;
  const topic = info.settings?.topic ?? '';
  const words =
    kind === 'direct'
      ? i18n._('This is the beginning of your conversation with {title}.', { title: isolated(title) })
      : first > 1
        ? i18n._('You joined here. What was said before is for those who were in.')
        : i18n._('This is the beginning of {title}.', { title: isolated(title) });
  return (
    <StartLine face={<ConversationFace info={info} title={title} size="l" />} title={title}>
      <span>{words}</span>
      {topic !== '' && <span>{topic}</span>}
    </StartLine>
  );
}
