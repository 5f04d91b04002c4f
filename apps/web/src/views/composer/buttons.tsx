/**
 * What stands beside the text.
 *
 * @module
 */
import { useRef } from 'react';
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

export function AttachButton({ onFiles }: { readonly onFiles: (files: readonly File[]) => void }): ReactNode {
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
}

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

/** At the end of the row. */
export function Buttons({
  composer,
  element,
  onWindow,
}: {
  readonly composer: ComposerState;
  readonly element: RefObject<HTMLTextAreaElement | null>;
  readonly onWindow: (window: OpenWindow) => void;
}): ReactNode {
  const { i18n } = useLingui();
  const isEdit = composer.about.editing !== undefined;
  const insert = (text: string): void => {
    const area = element.current;
    if (area === null) return;
    const { selectionStart: from, selectionEnd: to } = area;
    const end = from + text.length;
    applyChange(area, { from, to, insert: text, selectFrom: end, selectTo: end });
  };
  return (
    <>
      <EmojiButton onPick={insert} />
      {!isEdit && canRecord() && (
        <IconButton
          icon={Mic}
          label={i18n._('Record a voice message')}
          onClick={() => onWindow({ kind: 'recorder' })}
        />
      )}
      {!isEdit && (
        <MoreMenu
          canSend={composer.canSend}
          onLater={composer.sendLater}
          onChooseTime={() => onWindow({ kind: 'schedule', text: '' })}
          onPoll={() => onWindow({ kind: 'poll', question: '' })}
          vanishAfterMs={composer.vanishAfterMs}
          onVanish={composer.setVanish}
        />
      )}
      <SendButton composer={composer} />
    </>
  );
}
