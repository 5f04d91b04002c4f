/**
 * The pinned messages of a conversation; a tab of the details pane.
 *
 * @module
 */
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { Pin } from 'lucide-react';
import { EmptyState } from '../../ui/states.tsx';
import { useGo } from '../frame/go.ts';
import { MessageCard, MessageCards } from '../message/message-card.tsx';
import { usePins } from './use-pins.ts';

export interface PinListProps {
  readonly conversation: number;
}

export function PinList({ conversation }: PinListProps): ReactNode {
  const { i18n } = useLingui();
  const pins = usePins(conversation);
  const go = useGo();
  if (pins.length === 0)
    return (
      <EmptyState
        icon={Pin}
        title={i18n._('Nothing is pinned')}
        text={i18n._('Pin a message, and everybody finds it here.')}
      />
    );
  return (
    <MessageCards label={i18n._('Pinned messages')}>
      {pins.map((pin) => (
        <MessageCard key={pin.seq} message={pin} onOpen={() => go.chat(conversation, pin.seq)} />
      ))}
    </MessageCards>
  );
}
