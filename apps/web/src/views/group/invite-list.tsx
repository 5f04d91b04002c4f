/** The invites of a group: made, copied, revoked. */
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { Link2, Trash2 } from 'lucide-react';
import { useEngine } from '@posthorn/react';
import type { Conversation, Invite } from '@posthorn/protocol';
import { formatLocale } from '../../model/format-locale.ts';
import { fullTime } from '../../model/day-words.ts';
import { spanWords } from '../../model/span-words.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Select } from '../../ui/field.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { PagedList } from '../people/paged-list.tsx';
import { useName } from '../people/use-name.ts';
import { usePages } from '../people/use-pages.ts';
import { useTask } from '../people/use-task.ts';
import styles from './group.module.css';
import { SecretLink } from './secret-link.tsx';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

export function InviteList({ info }: { readonly info: Pick<Conversation, 'id'> }): ReactNode {
  const { i18n } = useLingui();
  const engine = useEngine();
  const pages = usePages(String(info.id), async () => {
    const { invites } = await engine.call('listInvites', { conversation: info.id });
    return { items: invites, next: '' };
  });
  return (
    <div className={styles.page}>
      <NewInvite conversation={info.id} onDone={pages.reload} />
      <PagedList
        pages={pages}
        label={i18n._('Invites')}
        keyOf={({ id }) => id}
        empty={
          <EmptyState
            icon={Link2}
            title={i18n._('No invites')}
            text={i18n._('Whoever has the link of an invite may join.')}
          />
        }
      >
        {(invite) => <InviteRow invite={invite} onChange={pages.reload} />}
      </PagedList>
    </div>
  );
}

function NewInvite({
  conversation,
  onDone,
}: {
  readonly conversation: number;
  readonly onDone: () => void;
}): ReactNode {
  const { i18n } = useLingui();
  const engine = useEngine();
  const run = useTask();
  const [ttl, setTtl] = useState(String(7 * DAY_MS));
  const [uses, setUses] = useState('0');
  const [link, setLink] = useState<string>();
  const make = (): void => {
    run(async () => {
      const request = { conversation, maxUses: Number(uses), ttlMs: Number(ttl) };
      const { token } = await engine.call('createInvite', request);
      setLink(inviteUrl(token));
      onDone();
    });
  };
  return (
    <section className={styles.section} aria-label={i18n._('New invite')}>
      <div className={styles.two}>
        <Select
          label={i18n._('Valid')}
          value={ttl}
          onChange={setTtl}
          options={[HOUR_MS, DAY_MS, 7 * DAY_MS, 28 * DAY_MS, 0].map((ms) => ({
            value: String(ms),
            label: ms === 0 ? i18n._('For ever') : spanWords(i18n, ms),
          }))}
        />
        <Select
          label={i18n._('How many people')}
          value={uses}
          onChange={setUses}
          options={['0', '1', '5', '10', '50', '100'].map((value) => ({
            value,
            label: value === '0' ? i18n._('Any number') : value,
          }))}
        />
      </div>
      <Button kind="primary" icon={Link2} onClick={make}>
        {i18n._('Make an invite link')}
      </Button>
      {link !== undefined && <SecretLink link={link} />}
    </section>
  );
}

function InviteRow({
  invite,
  onChange,
}: {
  readonly invite: Invite;
  readonly onChange: () => void;
}): ReactNode {
  const { i18n } = useLingui();
  const engine = useEngine();
  const run = useTask();
  const by = useName(invite.createdBy);
  const { id, uses, maxUses, expiresAt } = invite;
  const used =
    maxUses === 0
      ? i18n._('Used {uses, plural, one {once} other {# times}}', { uses })
      : i18n._('Used {uses} of {maxUses} times', { uses, maxUses });
  const until =
    expiresAt === 0
      ? i18n._('for ever')
      : i18n._('until {time}', { time: fullTime(expiresAt, { locale: formatLocale(i18n) }) });
  const revoke = async (): Promise<void> => {
    await engine.call('revokeInvite', { invite: id });
    onChange();
  };
  return (
    <div className={styles.item}>
      <Link2 aria-hidden size={18} />
      <div className={styles.words}>
        <b>{i18n._('Made by {name}', { name: by })}</b>
        <small>
          {used} · {until}
        </small>
      </div>
      <IconButton
        icon={Trash2}
        kind="danger"
        label={i18n._('Revoke the invite')}
        onClick={() => run(revoke, i18n._('The link does not work any more'))}
      />
    </div>
  );
}

/** A page of this client, wherever it is served. */
function inviteUrl(token: string): string {
  return new URL(`join/${encodeURIComponent(token)}`, document.baseURI).href;
}
