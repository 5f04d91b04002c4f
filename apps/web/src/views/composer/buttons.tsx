/**
 * What stands beside the text.
 *
 * @module
 */
import { memo, useMemo, useRef } from 'react';
import type { ReactNode, RefObject } from 'react';
import { useLingui } from '@lingui/react';
import { ArrowRight, Check, Mic, Paperclip } from 'lucide-react';
import { IconButton } from '../../ui/button.tsx';
import { EmojiButton } from '../emoji/emoji-button.tsx';
import { canRecord } from '../voice/can-record.ts';
import css from './composer.module.css';
import { MoreMenu } from './more-menu.tsx';
import { applyChange } from './text-change.ts';
import type { ComposerState } from './use-composer.ts';
import type { OpenWindow } from './windows.tsx';

export const AttachButton = memo(function AttachButton({
  onFiles,
}: {
  readonly onFiles: (files: readonly File[]) => void;
}): ReactNode {
  const { i18n } = useLingui();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <IconButton icon={Paperclip} label={i18n._('Attach files')} onClick={() => input.current?.click()} />
      <input
        ref={input}
        className={css.hidden}
        type="file"
        multiple
        tabIndex={-1}
        aria-hidden="true"
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])]);
          // The same file can be chosen again.
          event.target.value = '';
        }}
      />
    </>
  );
});

function SendButton({ composer }: { readonly composer: ComposerState }): ReactNode {
  const { i18n } = useLingui();
  const isEdit = composer.about.editing !== undefined;
  return (
    <IconButton
      className={css.send}
      kind="primary"
      icon={isEdit ? Check : ArrowRight}
      label={isEdit ? i18n._('Save') : i18n._('Send')}
      disabled={!composer.canSend}
      // The keyboard of a phone stays.
      onPointerDown={(event) => event.preventDefault()}
      onClick={composer.send}
    />
  );
}

export interface ButtonsProps {
  readonly composer: ComposerState;
  readonly element: RefObject<HTMLTextAreaElement | null>;
  readonly onWindow: (window: OpenWindow) => void;
}

/** At the end of the row. */
export function Buttons({ composer, element, onWindow }: ButtonsProps): ReactNode {
  const { about, canSend, takesFiles, vanishAfterMs } = composer;
  // What they do is looked up when it is done, so that a letter that is typed does not draw them again.
  const latest = useRef(composer);
  latest.current = composer;
  const actions = useMemo<ButtonActions>(
    () => ({
      insert: (text) => insertAt(element.current, text),
      later: (at) => latest.current.sendLater(at),
      vanish: (afterMs) => latest.current.setVanish(afterMs),
      open: onWindow,
    }),
    [element, onWindow],
  );
  return (
    <>
      <Others
        actions={actions}
        isEdit={about.editing !== undefined}
        canSend={canSend}
        takesFiles={takesFiles}
        vanishAfterMs={vanishAfterMs}
      />
      <SendButton composer={composer} />
    </>
  );
}

interface ButtonActions {
  readonly insert: (text: string) => void;
  readonly later: (at: number) => void;
  readonly vanish: (afterMs: number) => void;
  readonly open: (window: OpenWindow) => void;
}

interface OthersProps {
  readonly actions: ButtonActions;
  readonly isEdit: boolean;
  readonly canSend: boolean;
  readonly takesFiles: boolean;
  readonly vanishAfterMs: number;
}

const Others = memo(function Others(props: OthersProps): ReactNode {
  const { actions, isEdit, canSend, takesFiles, vanishAfterMs } = props;
  const { i18n } = useLingui();
  return (
    <>
      <EmojiButton className={css.emoji} onPick={actions.insert} />
      {!isEdit && takesFiles && canRecord() && (
        <IconButton
          className={css.mic}
          icon={Mic}
          label={i18n._('Record a voice message')}
          onClick={() => actions.open({ kind: 'recorder' })}
        />
      )}
      {!isEdit && (
        <MoreMenu
          canSend={canSend}
          onLater={actions.later}
          onChooseTime={() => actions.open({ kind: 'schedule', text: '' })}
          onPoll={() => actions.open({ kind: 'poll', question: '' })}
          vanishAfterMs={vanishAfterMs}
          onVanish={actions.vanish}
        />
      )}
    </>
  );
});

function insertAt(area: HTMLTextAreaElement | null, text: string): void {
  if (area === null) return;
  const { selectionStart: from, selectionEnd: to } = area;
  const end = from + text.length;
  applyChange(area, { from, to, insert: text, selectFrom: end, selectTo: end });
}
