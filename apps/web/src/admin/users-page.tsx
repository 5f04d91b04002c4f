/** The accounts of the server. */
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { EllipsisVertical, SearchX } from 'lucide-react';
import { Link } from 'wouter';
import { useEngine } from '@posthorn/react';
import type { User } from '@posthorn/protocol';
import { formatLocale } from '../model/format-locale.ts';
import { personName } from '../model/names.ts';
import { personPath } from '../model/route.ts';
import { IconButton } from '../ui/button.tsx';
import { SearchField } from '../ui/field.tsx';
import { Menu } from '../ui/menu.tsx';
import { EmptyState } from '../ui/states.tsx';
import { BotMark } from '../views/bots/bot-mark.tsx';
import { PersonFace } from '../views/people/face.tsx';
import { PagedList } from '../views/people/paged-list.tsx';
import { useSettled } from '../views/people/use-settled.ts';
import { usePages } from '../views/people/use-pages.ts';
import { EraseUserDialog, PasswordDialog } from './user-dialogs.tsx';
import { UserMenu } from './user-menu.tsx';
import styles from './admin.module.css';

export function UsersPage(): ReactNode {
  const { i18n } = useLingui();
  const engine = useEngine();
  const [typed, setTyped] = useState('');
  const prefix = useSettled(typed.trim());
  const pages = usePages(prefix, async (cursor) => {
    const { users, next } = await engine.call('findUsers', { prefix, cursor, limit: 100 });
    return { items: users, next };
  });
  // A change is seen at once; pages that were read stay.
  const change = (user: User): void => {
    pages.change((users) => users.map((each) => (each.id === user.id ? user : each)));
  };
  return (
    <div className={styles.column}>
      <SearchField label={i18n._('Find by the beginning of the name')} value={typed} onChange={setTyped} />
      <section className={styles.card} aria-label={i18n._('Users')}>
        <PagedList
          pages={pages}
          label={i18n._('Users')}
          keyOf={({ id }) => id}
          empty={<EmptyState icon={SearchX} title={i18n._('Nobody is called so')} />}
        >
          {(user) => <UserRow user={user} onChange={change} />}
        </PagedList>
      </section>
    </div>
  );
}

function UserRow({
  user,
  onChange,
}: {
  readonly user: User;
  readonly onChange: (user: User) => void;
}): ReactNode {
  const { i18n } = useLingui();
  const [dialog, setDialog] = useState<'password' | 'erase' | undefined>(undefined);
  const close = (): void => setDialog(undefined);
  const name = personName(user);
  const since = new Intl.DateTimeFormat(formatLocale(i18n), { dateStyle: 'medium' }).format(user.createdAt);
  return (
    <div className={styles.row}>
      <PersonFace user={user.id} size="s" showsPresence />
      <Link href={personPath(user.name)}>
        <b>
          <bdi>{name}</bdi>
        </b>
        <BotMark user={user.id} />
        {user.admin && <span className={styles.tag}>{i18n._('Administrator')}</span>}
        {user.disabled && (
          <span className={styles.tag} data-bad>
            {i18n._('Disabled')}
          </span>
        )}
        <div className={styles.hint}>
          @{user.name} · {i18n._('since {time}', { time: since })}
        </div>
      </Link>
      <Menu trigger={<IconButton icon={EllipsisVertical} label={i18n._('Options for {name}', { name })} />}>
        <UserMenu user={user} onChange={onChange} onDialog={setDialog} />
      </Menu>
      {dialog === 'password' && <PasswordDialog user={user} onClose={close} />}
      {dialog === 'erase' && <EraseUserDialog user={user} onClose={close} onChange={onChange} />}
    </div>
  );
}
