/** The groups that the user shares with somebody. */
import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { Users } from 'lucide-react';
import { Link } from 'wouter';
import { useConversation, useEngine, useUser } from '@posthorn/react';
import type { Engine } from '@posthorn/client/engine';
import type { User } from '@posthorn/protocol';
import { chatPath } from '../../model/route.ts';
import { Spinner } from '../../ui/spinner.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { ConversationFace } from './face.tsx';
import { useTitle } from './use-name.ts';
import styles from './people.module.css';

/** The server has no such list: each group is asked for members of that name. */
const MOST_GROUPS = 60;
const AT_ONCE = 4;

export interface SharedGroupsProps {
  readonly user: number;
  /** In a card among others: that there are none is said in a line. */
  readonly compact?: boolean;
}

export function SharedGroups({ user, compact = false }: SharedGroupsProps): ReactNode {
  const { i18n } = useLingui();
  const engine = useEngine();
  const profile = useUser(user);
  const [found, setFound] = useState<readonly number[]>([]);
  const [isLoading, setLoading] = useState(true);
  useEffect(() => {
    if (profile === undefined) return undefined;
    const ending = new AbortController();
    setFound([]);
    setLoading(true);
    findShared(engine, profile, ending.signal, (id) => setFound((before) => [...before, id])).then(
      () => setLoading(false),
      // What was found until then is shown.
      () => setLoading(false),
    );
    return () => ending.abort();
  }, [engine, profile]);
  if (found.length === 0) {
    if (compact) {
      return <p className={styles.none}>{isLoading ? i18n._('Looking…') : i18n._('No groups in common')}</p>;
    }
    return isLoading ? <Spinner page /> : <EmptyState icon={Users} title={i18n._('No groups in common')} />;
  }
  return (
    <ul className={styles.groups} aria-label={i18n._('Groups in common')}>
      {found.map((id) => (
        <li key={id}>
          <GroupLink id={id} />
        </li>
      ))}
    </ul>
  );
}

function GroupLink({ id }: { readonly id: number }): ReactNode {
  const info = useConversation(id);
  const title = useTitle(id);
  if (info === undefined) return null;
  return (
    <Link href={chatPath(id)} className={styles.group}>
      <ConversationFace info={info} title={title} size="s" />
      <bdi>{title}</bdi>
    </Link>
  );
}

async function findShared(
  engine: Engine,
  { id: user, name }: User,
  signal: AbortSignal,
  onFound: (conversation: number) => void,
): Promise<void> {
  const groups = [...engine.conversations.get().values()]
    .filter(({ kind, left }) => kind === 'group' && !left)
    .sort((a, b) => b.activeAt - a.activeAt)
    .slice(0, MOST_GROUPS);
  let next = 0;
  const ask = async (): Promise<void> => {
    for (let group = groups[next++]; group !== undefined && !signal.aborted; group = groups[next++]) {
      const request = { conversation: group.id, prefix: name, limit: 200 };
      const { members } = await engine.call('listMembers', request);
      if (!signal.aborted && members.some((member) => member.user === user)) onFound(group.id);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, ask));
}
