/** Asks for a person or a conversation, for example one to forward a message to. */
import { useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import type { Target } from '@posthorn/client';
import { Dialog } from '../../ui/dialog.tsx';
import { Finder } from './finder.tsx';
import { personItem, placeItem } from './place-items.tsx';
import { usePlaces } from './use-places.ts';

export interface ConversationPickerProps {
  readonly open: boolean;
  readonly title: string;
  readonly onPick: (target: Target) => void;
  readonly onClose: () => void;
}

export function ConversationPicker({ open, title, onPick, onClose }: ConversationPickerProps): ReactNode {
  return (
    <Dialog title={title} open={open} onClose={onClose}>
      <PickerBody label={title} onPick={onPick} />
    </Dialog>
  );
}

function PickerBody({
  label,
  onPick,
}: {
  readonly label: string;
  readonly onPick: (target: Target) => void;
}): ReactNode {
  const { i18n } = useLingui();
  const [query, setQuery] = useState('');
  const { here, people, isLoading } = usePlaces(query, { limit: 20 });
  const groups = useMemo(
    () => [
      { title: undefined, items: here.map(placeItem) },
      { title: i18n._('People'), items: people.map(personItem) },
    ],
    [i18n, here, people],
  );
  return (
    <Finder
      compact
      label={label}
      placeholder={i18n._('People and groups')}
      query={query}
      onQuery={setQuery}
      groups={groups}
      onPick={({ conversation, user }) => {
        if (conversation !== undefined) onPick({ conversation });
        else if (user !== undefined) onPick({ to: user });
      }}
      isLoading={isLoading}
      empty={i18n._('Nobody and nothing is called so.')}
    />
  );
}
