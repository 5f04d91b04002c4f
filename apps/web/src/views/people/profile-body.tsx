/** The page of a profile; loaded when it is opened. */
import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import {
  ArrowLeft,
  EllipsisVertical,
  Flag,
  MessageSquare,
  Pencil,
  ShieldBan,
  ShieldCheck,
  UserMinus,
  UserPlus,
  UserX,
} from 'lucide-react';
import { useEngine, useMe, useUser } from '@posthorn/react';
import type { Engine } from '@posthorn/client/engine';
import type { User } from '@posthorn/protocol';
import { errorWords } from '../../model/error-words.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { confirm } from '../../ui/confirm.tsx';
import { Menu, MenuItem } from '../../ui/menu.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { EmptyState, ErrorState } from '../../ui/states.tsx';
import { BotMark } from '../bots/bot-mark.tsx';
import { useGo } from '../frame/go.ts';
import { AskContact } from './ask-contact.tsx';
import { ContactNoteForm } from './contact-note-form.tsx';
import { PersonFace } from './face.tsx';
import { PersonStatus } from './person-status.tsx';
import { ReportDialog } from './report-dialog.tsx';
import { SharedGroups } from './shared-groups.tsx';
import { useContact } from './use-contact.ts';
import type { Standing, StandingActions } from './use-contact.ts';
import { useName } from './use-name.ts';
import { useOpenPerson } from './use-open-person.ts';
import styles from './people.module.css';

export interface ProfileBodyProps {
  readonly name: string;
}

export function ProfileBody({ name }: ProfileBodyProps): ReactNode {
  const { i18n } = useLingui();
  const go = useGo();
  const found = useUserByName(name);
  return (
    <main className={styles.page}>
      <header className={styles.bar}>
        <IconButton icon={ArrowLeft} label={i18n._('Back')} onClick={() => back(go.home)} />
        <h1>{i18n._('Profile')}</h1>
      </header>
      {found.state === 'loading' && <Spinner page />}
      {found.state === 'failed' && <ErrorState text={errorWords(i18n, found.error)} onRetry={found.retry} />}
      {found.state === 'none' && (
        <EmptyState icon={UserX} title={i18n._('Nobody is called {name}', { name })} />
      )}
      {found.state === 'found' && <Profile key={found.user.id} user={found.user} />}
    </main>
  );
}

/** To where one came from; to the list if one came from elsewhere. */
function back(home: () => void): void {
  if (history.length > 1) history.back();
  else home();
}

type Lookup =
  | { readonly state: 'loading' | 'none' }
  | { readonly state: 'found'; readonly user: User }
  | { readonly state: 'failed'; readonly error: unknown; readonly retry: () => void };

/** From what is known at once, else from the server. */
function useUserByName(name: string): Lookup {
  const engine = useEngine();
  const [lookup, setLookup] = useState<Lookup>(() => known(engine, name));
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    let isOver = false;
    const here = known(engine, name);
    setLookup(here);
    if (here.state === 'found') return undefined;
    engine.call('getUsers', { names: [name] }).then(
      ({ users: [user] }) => {
        if (!isOver) setLookup(user === undefined ? { state: 'none' } : { state: 'found', user });
      },
      (error: unknown) => {
        if (!isOver) setLookup({ state: 'failed', error, retry: () => setTurn((before) => before + 1) });
      },
    );
    return () => {
      isOver = true;
    };
  }, [engine, name, turn]);
  return lookup;
}

function known(engine: Engine, name: string): Lookup {
  const wanted = name.toLowerCase();
  for (const user of engine.users.get().values()) {
    if (user.name.toLowerCase() === wanted) return { state: 'found', user };
  }
  return { state: 'loading' };
}

function Profile({ user: first }: { readonly user: User }): ReactNode {
  const { i18n } = useLingui();
  // The engine tells of changes once it knows the user.
  const user = useUser(first.id) ?? first;
  const me = useMe();
  const name = useName(user.id);
  const standing = useContact(me?.id === user.id ? undefined : user.id);
  const isMe = me?.id === user.id;
  return (
    <div className={styles.column}>
      {!isMe && <ContactRequest standing={standing} name={name} />}
      <section className={`${styles.card} ${styles.head}`} aria-label={name}>
        <PersonFace user={user.id} size="xl" showsPresence />
        <div className={styles.name} dir="auto">
          {name} <BotMark user={user.id} />
        </div>
        {name !== user.displayName && user.displayName !== '' && (
          <div className={styles.hint} dir="auto">
            {user.displayName}
          </div>
        )}
        <PersonStatus user={user.id} />
        {user.admin && <div className={styles.hint}>{i18n._('Administrator of the server')}</div>}
        {isMe ? <OwnActions /> : <Actions user={user} standing={standing} />}
      </section>
      {!isMe && !user.erased && <ContactNoteForm user={user.id} />}
      {!isMe && (
        <section className={styles.card}>
          <h2 className={styles.cardTitle}>{i18n._('Groups in common')}</h2>
          <SharedGroups user={user.id} compact />
        </section>
      )}
    </div>
  );
}

function OwnActions(): ReactNode {
  const { i18n } = useLingui();
  const go = useGo();
  return (
    <div className={styles.actions}>
      <Button kind="primary" icon={Pencil} onClick={() => go.settings('profile')}>
        {i18n._('Change my profile')}
      </Button>
    </div>
  );
}

function ContactRequest({
  standing,
  name,
}: {
  readonly standing: Standing & StandingActions;
  readonly name: string;
}): ReactNode {
  const { i18n } = useLingui();
  const { contact, addContact, removeContact } = standing;
  if (contact?.state !== 'asking') return null;
  return (
    <section className={styles.asks}>
      <div>
        <b>{i18n._('{name} wants to be your contact.', { name })}</b>
        {contact.text !== '' && <p dir="auto">{contact.text}</p>}
      </div>
      <div className={styles.buttons}>
        <Button kind="primary" onClick={() => addContact()}>
          {i18n._('Accept')}
        </Button>
        <Button onClick={removeContact}>{i18n._('Refuse')}</Button>
      </div>
    </section>
  );
}

function Actions({
  user,
  standing,
}: {
  readonly user: User;
  readonly standing: Standing & StandingActions;
}): ReactNode {
  const { i18n } = useLingui();
  const openPerson = useOpenPerson();
  const name = useName(user.id);
  const [isReporting, setReporting] = useState(false);
  const { isBlocked, block } = standing;
  if (user.erased) return null;
  const askToBlock = async (): Promise<void> => {
    const title = i18n._('Block {name}?', { name });
    const text = i18n._(
      'Neither of you can write to the other, nor see when the other is online. They are not told.',
    );
    if (await confirm({ title, text, action: i18n._('Block'), danger: true })) block(true);
  };
  return (
    <div className={styles.actions}>
      <Button kind="primary" icon={MessageSquare} onClick={() => openPerson(user.id)}>
        {i18n._('Send a message')}
      </Button>
      <ContactButton name={name} standing={standing} />
      <Menu trigger={<IconButton icon={EllipsisVertical} label={i18n._('More')} />}>
        <MenuItem icon={Flag} onSelect={() => setReporting(true)}>
          {i18n._('Report…')}
        </MenuItem>
        {isBlocked ? (
          <MenuItem icon={ShieldCheck} onSelect={() => block(false)}>
            {i18n._('Unblock')}
          </MenuItem>
        ) : (
          <MenuItem icon={ShieldBan} danger onSelect={() => void askToBlock()}>
            {i18n._('Block…')}
          </MenuItem>
        )}
      </Menu>
      {isReporting && <ReportDialog open user={user.id} onClose={() => setReporting(false)} />}
    </div>
  );
}

function ContactButton({
  name,
  standing,
}: {
  readonly name: string;
  readonly standing: Standing & StandingActions;
}): ReactNode {
  const { i18n } = useLingui();
  const [isAsking, setAsking] = useState(false);
  const { contact, isBlocked, isLoaded, addContact, removeContact, block } = standing;
  if (!isLoaded) return null;
  if (isBlocked) {
    return (
      <Button icon={ShieldCheck} onClick={() => block(false)}>
        {i18n._('Unblock')}
      </Button>
    );
  }
  switch (contact?.state) {
    case 'mutual':
      return (
        <Button icon={UserMinus} onClick={removeContact}>
          {i18n._('Remove contact')}
        </Button>
      );
    case 'asked':
      return <Button onClick={removeContact}>{i18n._('Asked · take back')}</Button>;
    case 'asking':
      return null;
    default:
      return (
        <>
          <Button icon={UserPlus} onClick={() => setAsking(true)}>
            {i18n._('Add contact')}
          </Button>
          {isAsking && <AskContact name={name} onAsk={addContact} onClose={() => setAsking(false)} />}
        </>
      );
  }
}
