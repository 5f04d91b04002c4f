/** Finds a person, a conversation or a message, and goes there (Ctrl K). */
import { useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { useStatus } from '@posthorn/react';
import { Dialog } from '../../ui/dialog.tsx';
import { useGo, useRoute } from '../frame/go.ts';
import { useOpenPerson } from '../people/use-open-person.ts';
import { useJoinGroup } from '../directory/use-join-group.ts';
import { Finder } from './finder.tsx';
import type { FinderGroup } from './finder.tsx';
import { directoryItem, personItem, placeItem } from './place-items.tsx';
import type { PlaceItem } from './place-items.tsx';
import { useMessages } from './use-messages.tsx';
import type { MessageItem } from './use-messages.tsx';
import { usePlaces } from './use-places.ts';
import styles from './finder.module.css';

export interface SwitcherProps {
  readonly open: boolean;
  readonly onClose: () => void;
}

export function Switcher({ open, onClose }: SwitcherProps): ReactNode {
  const { i18n } = useLingui();
  return (
    <Dialog title={i18n._('Go to')} open={open} onClose={onClose} bare>
      <SwitcherBody onClose={onClose} />
    </Dialog>
  );
}

type Item = PlaceItem | MessageItem;

function SwitcherBody({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { i18n } = useLingui();
  const go = useGo();
  const route = useRoute();
  const openPerson = useOpenPerson();
  const join = useJoinGroup();
  const { connection } = useStatus();
  const [query, setQuery] = useState('');
  const { here, people, directory, isLoading } = usePlaces(query, {
    limit: query.trim() === '' ? 12 : 8,
    current: route.kind === 'chat' ? route.conversation : undefined,
  });
  const messages = useMessages(query);
  const groups = useMemo(
    (): readonly FinderGroup<Item>[] => [
      { title: query.trim() === '' ? i18n._('Recent') : undefined, items: here.map(placeItem) },
      { title: i18n._('People'), items: people.map(personItem) },
      { title: i18n._('Groups to join'), items: directory.map(directoryItem) },
      { title: i18n._('Messages'), items: messages.items },
    ],
    [i18n, query, here, people, directory, messages.items],
  );
  const pick = (item: Item): void => {
    onClose();
    if ('message' in item) go.chat(item.message.conversation, item.message.seq);
    else if (item.group !== undefined) join(item.group);
    else if (item.conversation !== undefined) go.chat(item.conversation);
    else if (item.user !== undefined) openPerson(item.user);
  };
  return (
    <>
      <Finder<Item>
        label={i18n._('Go to')}
        placeholder={i18n._('People, groups, messages')}
        query={query}
        onQuery={setQuery}
        groups={groups}
        onPick={pick}
        isLoading={isLoading || messages.isLoading}
        empty={
          connection === 'online'
            ? i18n._('Nobody and nothing is called so.')
            : i18n._('Nothing on this device is called so. More can be found when the server answers.')
        }
      />
      <footer className={styles.foot} aria-hidden>
        <span>
          <kbd>↑</kbd> <kbd>↓</kbd> {i18n._('choose')}
        </span>
        <span>
          <kbd>↵</kbd> {i18n._('open')}
        </span>
        <span>
          <kbd>esc</kbd> {i18n._('close')}
        </span>
      </footer>
    </>
  );
}
