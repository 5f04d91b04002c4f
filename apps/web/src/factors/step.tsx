/**
 * What the steps of a login behind the password have in common.
 *
 * @module
 */
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import type { Session } from '../account/session.ts';
import { Button } from '../ui/button.tsx';

export interface Step {
  readonly name: string;
  readonly password: string;
  readonly onSession: (session: Session) => void;
  readonly onBack: () => void;
}

export function BackButton({ onBack }: Pick<Step, 'onBack'>): ReactNode {
  const { i18n } = useLingui();
  return (
    <Button kind="quiet" wide onClick={onBack}>
      {i18n._('Back')}
    </Button>
  );
}
