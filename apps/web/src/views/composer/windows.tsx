/**
 * What a composer opens. Loaded when it is wanted.
 *
 * @module
 */
import { Suspense } from 'react';
import type { ReactNode } from 'react';
import type { ComposerState } from './use-composer.ts';
import { overlayPart } from '../../ui/part.tsx';

export type OpenWindow =
  | { readonly kind: 'recorder' }
  | { readonly kind: 'poll'; readonly question: string }
  /** Empty: what the composer holds is sent. */
  | { readonly kind: 'schedule'; readonly text: string };

const PollDialog = overlayPart(async () => (await import('./poll-dialog.tsx')).PollDialog);
const ScheduleDialog = overlayPart(async () => (await import('./schedule-dialog.tsx')).ScheduleDialog);
const Recorder = overlayPart(async () => (await import('../voice/recorder.tsx')).Recorder);

export interface WindowsProps {
  readonly composer: ComposerState;
  readonly window: OpenWindow | undefined;
  readonly onClose: () => void;
}

export function Windows({ composer, window, onClose }: WindowsProps): ReactNode {
  const close = (): void => {
    onClose();
    composer.session.focusComposer();
  };
  return (
    <Suspense>
      {window?.kind === 'poll' && (
        <PollDialog
          question={window.question}
          onSend={composer.sendContent}
          onClose={close}
          onFailed={close}
        />
      )}
      {window?.kind === 'schedule' && (
        <ScheduleDialog
          onChoose={(at) => composer.sendLater(at, window.text)}
          onClose={close}
          onFailed={close}
        />
      )}
    </Suspense>
  );
}

/** Stands in the place of the text. */
export function VoiceRow({
  composer,
  onClose,
}: {
  readonly composer: ComposerState;
  readonly onClose: () => void;
}): ReactNode {
  return (
    <Suspense>
      <Recorder
        onClose={onClose}
        onFailed={onClose}
        onSend={(file, name) => {
          composer.sendContent({}, [{ file, name, voice: true }]);
          onClose();
        }}
      />
    </Suspense>
  );
}
