/** The top of the list: the server's name, what is new, and the search. */
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import {
  BookUser,
  CircleUser,
  Compass,
  Menu as MenuIcon,
  Search,
  Settings,
  ShieldCheck,
  SquarePen,
} from 'lucide-react';
import { useMe } from '@posthorn/react';
import { useServer } from '../../account/server.ts';
import { showKeys } from '../../ui/shortcuts.ts';
import { IconButton } from '../../ui/button.tsx';
import { Menu, MenuItem, MenuSeparator } from '../../ui/menu.tsx';
import { Brand } from '../../ui/brand.tsx';
import { useGo } from '../frame/go.ts';
import { useContactRequests } from '../people/use-contact-requests.ts';
import { openContacts, openDirectory, openNew, openRequests, openSwitcher } from './open.ts';
import styles from './conversation-list.module.css';

export function ListHeader(): ReactNode {
  const { i18n } = useLingui();
  return (
    <>
      <header className={styles.bar}>
        <Brand info={useServer().info} />
        <IconButton icon={SquarePen} label={i18n._('New conversation')} onClick={openNew} />
        <PageMenu />
      </header>
      <button
        type="button"
        className={styles.search}
        onClick={openSwitcher}
        aria-keyshortcuts="Control+K Meta+K"
      >
        <Search aria-hidden size={16} />
        {i18n._('Search or jump to…')}
        <kbd aria-hidden>{showKeys('Mod+K').join(' ')}</kbd>
      </button>
    </>
  );
}

function PageMenu(): ReactNode {
  const { i18n } = useLingui();
  const go = useGo();
  const me = useMe();
  const requests = useContactRequests();
  return (
    <Menu trigger={<IconButton icon={MenuIcon} label={i18n._('Menu')} count={requests} />}>
      {me !== undefined && (
        <MenuItem icon={CircleUser} onSelect={() => go.person(me.name)}>
          {i18n._('My profile')}
        </MenuItem>
      )}
      <MenuItem
        icon={BookUser}
        {...(requests > 0 && { hint: String(requests) })}
        onSelect={requests > 0 ? openRequests : openContacts}
      >
        {i18n._('Contacts')}
      </MenuItem>
      <MenuItem icon={Compass} onSelect={openDirectory}>
        {i18n._('Find groups')}
      </MenuItem>
      <MenuSeparator />
      {me?.admin === true && (
        <MenuItem icon={ShieldCheck} onSelect={() => go.to('/admin')}>
          {i18n._('Administration')}
        </MenuItem>
      )}
      <MenuItem icon={Settings} onSelect={() => go.settings()}>
        {i18n._('Settings')}
      </MenuItem>
    </Menu>
  );
}
