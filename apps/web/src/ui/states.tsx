/**
 * What a pane shows while it has nothing, not yet, or cannot.
 *
 * @module
 */
import type { CSSProperties, ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { CircleAlert, CloudOff } from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import { Button } from './button.tsx';
import styles from './states.module.css';

export interface EmptyStateProps {
  readonly icon: LucideIcon;
  readonly title: string;
  readonly text?: string;
  readonly action?: ReactNode;
  /** The title is the heading of the page. */
  readonly isPage?: boolean;
}

export function EmptyState({ icon: Icon, title, text, action, isPage = false }: EmptyStateProps): ReactNode {
  const Title = isPage ? 'h1' : 'p';
  return (
    <div className={styles.empty}>
      <span className={styles.emblem}>
        <Icon aria-hidden size={28} strokeWidth={1.5} />
      </span>
      <Title className={styles.title}>{title}</Title>
      {text !== undefined && <p className={styles.text}>{text}</p>}
      {action}
    </div>
  );
}

export interface ErrorStateProps {
  readonly title?: string;
  readonly text?: string;
  /** The device has no network: said so, and drawn calmly. */
  readonly offline?: boolean;
  readonly onRetry?: () => void;
}

export function ErrorState({ title, text, offline = false, onRetry }: ErrorStateProps): ReactNode {
  const { i18n } = useLingui();
  const Icon = offline ? CloudOff : CircleAlert;
  return (
    <div className={styles.empty} role="alert">
      <span className={styles.emblem} data-bad={offline ? undefined : true}>
        <Icon aria-hidden size={28} strokeWidth={1.5} />
      </span>
      <p className={styles.title}>
        {title ?? (offline ? i18n._('You are offline') : i18n._('This did not work'))}
      </p>
      {text !== undefined && <p className={styles.text}>{text}</p>}
      {onRetry !== undefined && <Button onClick={onRetry}>{i18n._('Try again')}</Button>}
    </div>
  );
}

export interface SkeletonProps {
  readonly width?: string;
  readonly height?: string;
  readonly round?: boolean;
}

/** The place of something that is loading. */
export function Skeleton({ width = '100%', height = '1em', round = false }: SkeletonProps): ReactNode {
  const style: CSSProperties = { inlineSize: width, blockSize: height };
  return <span className={styles.skeleton} data-round={round || undefined} style={style} aria-hidden />;
}
