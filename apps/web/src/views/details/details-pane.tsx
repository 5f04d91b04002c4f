/** The third pane: what there is to know about a conversation, and to change. Loaded when it is opened. */
import { Suspense } from 'react';
import type { ReactNode } from 'react';
import { Spinner } from '../../ui/spinner.tsx';
import { part } from '../../ui/part.tsx';

export interface DetailsPaneProps {
  readonly conversation: number;
  /** `members`, `media`, `files`, `links`, `pins`, `settings`, `invites`, …; another one shows the first. */
  readonly tab: string;
  readonly onClose: () => void;
}

const DetailsBody = part(async () => (await import('./details-body.tsx')).DetailsBody);

export function DetailsPane(props: DetailsPaneProps): ReactNode {
  return (
    <Suspense fallback={<Spinner page />}>
      <DetailsBody {...props} />
    </Suspense>
  );
}
