/** What a notice asks for: the answer to a request is one click away. */
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { useUser } from '@posthorn/react';
import type { Event } from '@posthorn/protocol';
import { chatPath } from '../../model/route.ts';
import { Button } from '../../ui/button.tsx';
import { useGo } from '../frame/go.ts';

export interface NoticeActionProps {
  readonly event: Event;
  /** Who has asked. */
  readonly sender: number;
}

/** Nothing for events that ask for nothing. */
export function NoticeAction({ event: { kind, conversation }, sender }: NoticeActionProps): ReactNode {
  const { i18n } = useLingui();
  const go = useGo();
  const asker = useUser(kind === 'contact-asked' ? sender : undefined);
  const answer =
    kind === 'join-asked'
      ? () => go.to(chatPath(conversation, undefined, { kind: 'details', tab: 'requests' }))
      : kind === 'contact-asked' && asker !== undefined
        ? () => go.person(asker.name)
        : undefined;
  if (answer === undefined) return null;
  return (
    <Button kind="quiet" size="s" onClick={answer}>
      {i18n._('Answer')}
    </Button>
  );
}
