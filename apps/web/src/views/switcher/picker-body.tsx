/** What a conversation picker shows; loaded when it is opened. */
import { useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import type { Target } from '@posthorn/client';
import { silenceOf } from '../../model/can-write.ts';
import { Finder } from './finder.tsx';
import { personItem, placeItem } from './place-items.tsx';
import { usePlaces } from './use-places.ts';

/** What could not be sent there is not offered. */
function mayWrite(conversation: Parameters<typeof silenceOf>[0]): boolean {
  return silenceOf(conversation) === undefined;
}

export function PickerBody({
  label,
  onPick,
}: {
  readonly label: string;
  readonly onPick: (target: Target) => void;
}): ReactNode {
  const { i18n } = useLingui();
  const [query, setQuery] = useState('');
  const { here, people, isLoading } = usePlaces(query, { limit: 20, isWanted: mayWrite });
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
