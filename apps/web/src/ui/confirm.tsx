/**
 * A question before something that cannot be undone: `if (await confirm({ … })) …`.
 *
 * @module
 */
import { useRef, useSyncExternalStore } from 'react';
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { Signal } from './signal.ts';
import styles from './dialog.module.css';

export interface Question {
  readonly title: string;
  readonly text: string;
  /** The word on the button that does it, such as "Leave". */
  readonly action: string;
  readonly danger?: boolean;
}

interface Asked extends Question {
  readonly answer: (yes: boolean) => void;
}

// One question at a time is on the screen of a page; whoever asks need not be a component.
const asked = new Signal<Asked | undefined>(undefined);

/** Resolves to whether the user wants it. A question that is still open is answered with no. */
export async function confirm(question: Question): Promise<boolean> {
  asked.get()?.answer(false);
  return new Promise((resolve) => {
    asked.set({
      ...question,
      answer: (yes) => {
        asked.set(undefined);
        resolve(yes);
      },
    });
  });
}

/** Where questions are shown; once in a page. */
export function Confirm(): ReactNode {
  const { i18n } = useLingui();
  const question = useSyncExternalStore(asked.subscribe, asked.get);
  // Its words stay while it fades.
  const last = useRef(question);
  if (question !== undefined) last.current = question;
  const shown = last.current;
  const no = (): void => {
    question?.answer(false);
  };
  return (
    <Dialog
      kind="sheet"
      size="s"
      title={shown?.title ?? ''}
      open={question !== undefined}
      onClose={no}
      footer={
        <>
          <Button onClick={no}>{i18n._('Cancel')}</Button>
          <Button
            kind={shown?.danger === true ? 'danger' : 'primary'}
            onClick={() => {
              question?.answer(true);
            }}
          >
            {shown?.action}
          </Button>
        </>
      }
    >
      <p className={styles.text}>{shown?.text}</p>
    </Dialog>
  );
}
