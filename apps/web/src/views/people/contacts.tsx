/** The user's contacts, and who asks to be one. */
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { BookUser, Check, MessageSquare, X } from 'lucide-react';
import { Link } from 'wouter';
import { useEngine, useMine, useUser } from '@posthorn/react';
import type { Contact, ContactState } from '@posthorn/protocol';
import { contactNote } from '../../model/names.ts';
import { personPath } from '../../model/route.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { openNew } from '../list/open.ts';
import { PersonFace } from './face.tsx';
import { PagedList } from './paged-list.tsx';
import { useContactRequests } from './use-contact-requests.ts';
import { useName } from './use-name.ts';
import { useOpenPerson } from './use-open-person.ts';
import { usePages } from './use-pages.ts';
import { useTask } from './use-task.ts';
import styles from './people.module.css';

export interface ContactsProps {
  /** What is shown at first. */
  readonly first: Shown;
  readonly open: boolean;
  readonly onClose: () => void;
}

type Shown = Exclude<ContactState, 'unspecified'>;

export function Contacts({ first, open, onClose }: ContactsProps): ReactNode {
  const { i18n } = useLingui();
  const [shown, setShown] = useState<Shown>(first);
  const requests = useContactRequests();
  return (
    <Dialog title={i18n._('Contacts')} open={open} onClose={onClose}>
      <Tabs<Shown>
        kind="pill"
        label={i18n._('Contacts')}
        value={shown}
        onChange={setShown}
        tabs={[
          { id: 'mutual', label: i18n._('Contacts') },
          { id: 'asking', label: i18n._('Want to be contacts'), count: requests },
          { id: 'asked', label: i18n._('You have asked') },
        ]}
      >
        <ContactList key={shown} state={shown} onClose={onClose} />
      </Tabs>
    </Dialog>
  );
}

function ContactList({ state, onClose }: { readonly state: Shown; readonly onClose: () => void }): ReactNode {
  const { i18n } = useLingui();
  const engine = useEngine();
  const pages = usePages(state, async (cursor) => {
    const { contacts, next } = await engine.call('listContacts', { state, cursor, limit: 100 });
    return { items: contacts, next };
  });
  const titles: Readonly<Record<Shown, string>> = {
    mutual: i18n._('No contacts yet'),
    asking: i18n._('Nobody has asked'),
    asked: i18n._('You have asked nobody'),
  };
  return (
    <div className={styles.list}>
      <PagedList
        pages={pages}
        label={i18n._('Contacts')}
        keyOf={({ user }) => user}
        empty={
          <EmptyState
            icon={BookUser}
            title={titles[state]}
            {...(state === 'mutual' && {
              text: i18n._('Find somebody, and add them from their profile.'),
              action: (
                <Button
                  onClick={() => {
                    onClose();
                    openNew();
                  }}
                >
                  {i18n._('Find people')}
                </Button>
              ),
            })}
          />
        }
      >
        {(contact) => <ContactRow contact={contact} onClose={onClose} onChange={pages.reload} />}
      </PagedList>
    </div>
  );
}

function ContactRow({
  contact,
  onClose,
  onChange,
}: {
  readonly contact: Contact;
  readonly onClose: () => void;
  readonly onChange: () => void;
}): ReactNode {
  const { user, text } = contact;
  const profile = useUser(user);
  const name = useName(user);
  const { tags } = contactNote(useMine(`contact/${user}`));
  return (
    <div className={styles.contact}>
      <PersonFace user={user} size="m" showsPresence />
      <Link href={personPath(profile?.name ?? '')} onClick={onClose}>
        <b>
          <bdi>{name}</bdi>
        </b>
        <span className={styles.hint}>
          <bdi>{text === '' ? `@${profile?.name ?? ''}` : text}</bdi>
        </span>
        {tags.length > 0 && (
          <span className={styles.tags}>
            {tags.map((tag) => (
              <span key={tag} className={styles.tag}>
                {tag}
              </span>
            ))}
          </span>
        )}
      </Link>
      <ContactActions contact={contact} name={name} onClose={onClose} onChange={onChange} />
    </div>
  );
}

function ContactActions({
  contact: { user, state },
  name,
  onClose,
  onChange,
}: {
  readonly contact: Contact;
  readonly name: string;
  readonly onClose: () => void;
  readonly onChange: () => void;
}): ReactNode {
  const { i18n } = useLingui();
  const engine = useEngine();
  const run = useTask();
  const openPerson = useOpenPerson();
  const settle = (request: 'addContact' | 'removeContact'): void => {
    run(async () => {
      await engine.call(request, { user });
      onChange();
    });
  };
  switch (state) {
    case 'asking':
      return (
        <span className={styles.buttons}>
          <IconButton
            icon={Check}
            kind="primary"
            label={i18n._('Accept {name}', { name })}
            onClick={() => settle('addContact')}
          />
          <IconButton
            icon={X}
            label={i18n._('Refuse {name}', { name })}
            onClick={() => settle('removeContact')}
          />
        </span>
      );
    case 'asked':
      return (
        <Button size="s" onClick={() => settle('removeContact')}>
          {i18n._('Take back')}
        </Button>
      );
    default:
      return (
        <IconButton
          icon={MessageSquare}
          label={i18n._('Write to {name}', { name })}
          onClick={() => {
            onClose();
            openPerson(user);
          }}
        />
      );
  }
}
