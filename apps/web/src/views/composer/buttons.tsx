/**
 * What stands beside the text.
 *
 * @module
 */
import { useRef } from 'react';
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { ArrowRight, Check, Paperclip } from 'lucide-react';
import { IconButton } from '../../ui/button.tsx';
import css from './composer.module.css';
import type { ComposerState } from './use-composer.ts';

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

export function SendButton({ composer }: { readonly composer: ComposerState }): ReactNode {
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
