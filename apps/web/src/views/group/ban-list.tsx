/** Who may not come into a group. */
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { ShieldCheck } from 'lucide-react';
import { useEngine } from '@posthorn/react';
import type { Ban, Conversation } from '@posthorn/protocol';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { PersonFace } from '../people/face.tsx';
import { PagedList } from '../people/paged-list.tsx';
import { useName } from '../people/use-name.ts';
import { usePages } from '../people/use-pages.ts';
import { useTask } from '../people/use-task.ts';
import styles from './group.module.css';

export function BanList({ info }: { readonly info: Pick<Conversation, 'id'> }): ReactNode {
  const { i18n } = useLingui();
  const engine = useEngine();
  const pages = usePages(String(info.id), async (cursor) => {
    const { bans, next } = await engine.call('listBans', { conversation: info.id, cursor, limit: 100 });
    return { items: bans, next };
  });
  return (
    <div className={styles.page}>
      <PagedList
        pages={pages}
        label={i18n._('Banned')}
        keyOf={({ user }) => user}
        empty={<EmptyState icon={ShieldCheck} title={i18n._('Nobody is banned')} />}
      >
        {(ban) => <BanRow conversation={info.id} ban={ban} onChange={pages.reload} />}
      </PagedList>
    </div>
  );
}

function BanRow({
  conversation,
  ban: { user, by, reason },
  onChange,
}: {
  readonly conversation: number;
  readonly ban: Ban;
  readonly onChange: () => void;
}): ReactNode {
  const { i18n } = useLingui();
  const engine = useEngine();
  const run = useTask();
  const name = useName(user);
  const admin = useName(by);
  const lift = async (): Promise<void> => {
    await engine.call('unban', { conversation, user });
    onChange();
  };
  return (
    <div className={styles.item}>
      <PersonFace user={user} size="s" />
      <div className={styles.words}>
        <b>
          <bdi>{name}</bdi>
        </b>
        <small>
          <bdi>
            {i18n._('by {name}', { name: admin })}
            {reason !== '' && `: ${reason}`}
          </bdi>
        </small>
      </div>
      <Button size="s" onClick={() => run(lift)}>
        {i18n._('Lift')}
      </Button>
    </div>
  );
}
