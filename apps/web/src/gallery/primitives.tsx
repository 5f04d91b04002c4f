import type { ReactNode } from 'react';
import { Archive, Bell, Inbox, Search, Trash2 } from 'lucide-react';
import { Avatar } from '../ui/avatar.tsx';
import { Badge } from '../ui/badge.tsx';
import { Brand } from '../ui/brand.tsx';
import { Button, IconButton } from '../ui/button.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { EmptyState, ErrorState, Skeleton } from '../ui/states.tsx';
import styles from './gallery.module.css';
import { Section } from './section.tsx';

const KINDS = ['primary', 'plain', 'quiet', 'danger'] as const;
const NAMES = ['Friar Laurence', '朱丽叶', 'יוליה', 'deploy-bot', 'Mercutio', 'ليلى', '🎉', 'Rosaline'];

export function Primitives(): ReactNode {
  return (
    <>
      <Section title="Brand">
        <Brand info={{ name: 'Posthorn', logoUrl: '' }} />
        <Brand info={{ name: 'Verona', logoUrl: '' }} size="l" />
      </Section>
      <Section title="Buttons">
        {KINDS.map((kind) => (
          <Button key={kind} kind={kind}>
            {kind}
          </Button>
        ))}
        <Button icon={Archive}>With an icon</Button>
        <Button kind="primary" busy>
          Busy
        </Button>
        <Button disabled>Disabled</Button>
        <Button size="s">Small</Button>
        <Button size="l" kind="primary">
          Large
        </Button>
        <IconButton icon={Search} label="Search" />
        <IconButton icon={Bell} label="Alerts" pressed />
        <IconButton icon={Inbox} label="Requests" count={3} />
        <IconButton icon={Trash2} label="Remove" kind="danger" size="s" />
      </Section>
      <Section title="Avatars">
        {NAMES.map((name, id) => (
          <Avatar key={name} name={name} id={id} online={id % 2 === 0} />
        ))}
        <Avatar name="Launch crew" id={5} shape="square" size="s" />
        <Avatar name="Launch crew" id={5} shape="square" size="l" />
        <Avatar name="Launch crew" id={5} shape="square" size="xl" />
      </Section>
      <Section title="Badges">
        <Badge count={2} />
        <Badge count={128} kind="quiet" />
        <Badge count={1} kind="mention" />
        <Badge count={12_345} />
        <Badge count={0} />
      </Section>
    </>
  );
}

export function States(): ReactNode {
  return (
    <Section title="States">
      <div className={styles.box}>
        <EmptyState
          icon={Inbox}
          title="No conversations yet"
          text="Start one with somebody you know."
          action={<Button kind="primary">New conversation</Button>}
        />
      </div>
      <div className={styles.box}>
        <ErrorState text="The server took too long." onRetry={() => {}} />
      </div>
      <div className={styles.box}>
        <ErrorState offline text="What was read before is still here." />
      </div>
      <div className={styles.box}>
        <Spinner page />
      </div>
      <div className={styles.column}>
        <Skeleton width="60%" />
        <Skeleton />
        <Skeleton width="44px" height="44px" round />
      </div>
    </Section>
  );
}
