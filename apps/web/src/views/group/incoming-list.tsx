/** The incoming webhooks of a group: made, renewed, turned off, removed. */
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { Power, PowerOff, RefreshCw, Trash2, Webhook } from 'lucide-react';
import { useEngine } from '@posthorn/react';
import type { Conversation, IncomingWebhook, IncomingWebhooks } from '@posthorn/protocol';
import { fullTime } from '../../model/day-words.ts';
import { formatLocale } from '../../model/format-locale.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { confirm } from '../../ui/confirm.tsx';
import { TextField } from '../../ui/field.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { Checkbox } from '../../ui/toggle.tsx';
import { serverUrl } from '../frame/root.ts';
import { PagedList } from '../people/paged-list.tsx';
import { useName } from '../people/use-name.ts';
import { usePages } from '../people/use-pages.ts';
import { useTask } from '../people/use-task.ts';
import styles from './group.module.css';
import { SecretLink } from './secret-link.tsx';

const MAX_NAME_CHARS = 100;

export function IncomingList({ info }: { readonly info: Pick<Conversation, 'id'> }): ReactNode {
  const { i18n } = useLingui();
  const engine = useEngine();
  const [link, setLink] = useState<string>();
  const pages = usePages(String(info.id), async () => {
    const { incoming } = await engine.call('listIncoming', { conversation: info.id });
    return { items: incoming, next: '' };
  });
  const changed = ({ incoming: [one] }: IncomingWebhooks): void => {
    if (one !== undefined && one.key !== '') setLink(serverUrl(`v1/incoming/${one.key}`));
    pages.reload();
  };
  return (
    <div className={styles.page}>
      <NewIncoming conversation={info.id} link={link} onDone={changed} />
      <PagedList
        pages={pages}
        label={i18n._('Incoming webhooks')}
        keyOf={({ id }) => id}
        empty={
          <EmptyState
            icon={Webhook}
            title={i18n._('No incoming webhooks')}
            text={i18n._('Tools post here by the URL of one, as they do in Slack and Mattermost.')}
          />
        }
      >
        {(incoming) => <IncomingRow incoming={incoming} onLink={changed} onChange={pages.reload} />}
      </PagedList>
    </div>
  );
}

function NewIncoming({
  conversation,
  link,
  onDone,
}: {
  readonly conversation: number;
  readonly link: string | undefined;
  readonly onDone: (made: IncomingWebhooks) => void;
}): ReactNode {
  const { i18n } = useLingui();
  const engine = useEngine();
  const run = useTask();
  const [name, setName] = useState('');
  const [fixedName, setFixedName] = useState(false);
  const make = (): void => {
    run(async () => {
      onDone(await engine.call('createIncoming', { conversation, name, fixedName }));
      setName('');
    });
  };
  return (
    <form
      className={styles.section}
      aria-label={i18n._('New incoming webhook')}
      onSubmit={(event) => {
        event.preventDefault();
        make();
      }}
    >
      <TextField
        label={i18n._('Name')}
        hint={i18n._('What its messages are shown as from')}
        value={name}
        onChange={setName}
        maxLength={MAX_NAME_CHARS}
        dir="auto"
        required
      />
      <Checkbox
        label={i18n._('Always this name')}
        hint={i18n._('Otherwise a tool may call itself something else in each message')}
        checked={fixedName}
        onChange={setFixedName}
      />
      <Button kind="primary" icon={Webhook} type="submit">
        {i18n._('Make a webhook URL')}
      </Button>
      {link !== undefined && <SecretLink link={link} />}
    </form>
  );
}

function IncomingRow({
  incoming,
  onLink,
  onChange,
}: {
  readonly incoming: IncomingWebhook;
  readonly onLink: (rotated: IncomingWebhooks) => void;
  readonly onChange: () => void;
}): ReactNode {
  const { i18n } = useLingui();
  const engine = useEngine();
  const run = useTask();
  const { conversation, id, name, disabled } = incoming;
  const which = { conversation, incoming: id };
  const toggle = async (): Promise<void> => {
    await engine.call('changeIncoming', { ...which, disabled: !disabled });
    onChange();
  };
  const rotate = async (): Promise<void> => {
    const text = i18n._('What posts by its URL now cannot any more, until you give it the new one.');
    if (await confirm({ title: i18n._('A new URL for {name}?', { name }), text, action: i18n._('New URL') }))
      onLink(await engine.call('rotateIncoming', which));
  };
  const remove = async (): Promise<void> => {
    const text = i18n._('Its URL is dead at once. What it has posted stays.');
    const title = i18n._('Remove {name}?', { name });
    if (!(await confirm({ title, text, action: i18n._('Remove'), danger: true }))) return;
    await engine.call('removeIncoming', which);
    onChange();
  };
  return (
    <div className={styles.item}>
      <Webhook aria-hidden size={18} />
      <div className={styles.words}>
        <b dir="auto">{name}</b>
        <Facts incoming={incoming} />
      </div>
      <div>
        <IconButton
          icon={disabled ? Power : PowerOff}
          label={disabled ? i18n._('Turn it on') : i18n._('Turn it off')}
          onClick={() => run(toggle)}
        />
        <IconButton icon={RefreshCw} label={i18n._('New URL')} onClick={() => run(rotate)} />
        <IconButton icon={Trash2} kind="danger" label={i18n._('Remove')} onClick={() => run(remove)} />
      </div>
    </div>
  );
}

function Facts({
  incoming: { createdBy, disabled, orphaned, lastUsedAt },
}: {
  readonly incoming: IncomingWebhook;
}): ReactNode {
  const { i18n } = useLingui();
  const by = useName(createdBy);
  const used =
    lastUsedAt === 0
      ? i18n._('never used')
      : i18n._('last used {time}', { time: fullTime(lastUsedAt, { locale: formatLocale(i18n) }) });
  return (
    <>
      <small>
        {i18n._('Made by {name}', { name: by })} · {used}
      </small>
      {disabled && <small>{i18n._('Turned off: it takes no posts')}</small>}
      {orphaned && (
        <small>{i18n._('Takes no posts: this account is gone or disabled. Make a new URL.')}</small>
      )}
    </>
  );
}
