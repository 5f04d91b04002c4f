/**
 * What stands beside the text.
 *
 * @module
 */
import { useRef } from 'react';
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { ArrowRight, Check, Paperclip } from 'lucide-react';
import css from './composer.module.css';
import type { ComposerState } from './use-composer.ts';

export function AttachButton({ onFiles }: { readonly onFiles: (files: readonly File[]) => void }): ReactNode {
  const { i18n } = useLingui();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button
        type="button"
        className={css.icon}
        aria-label={i18n._('Attach files')}
        title={i18n._('Attach files')}
        onClick={() => input.current?.click()}
      >
        <Paperclip aria-hidden="true" />
      </button>
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
  const label = isEdit ? i18n._('Save') : i18n._('Send');
  return (
    <button
      type="button"
      className={css.send}
      aria-label={label}
      title={label}
      disabled={!composer.canSend}
      // The keyboard of a phone stays.
      onPointerDown={(event) => event.preventDefault()}
      onClick={composer.send}
    >
      {isEdit ? <Check aria-hidden="true" /> : <ArrowRight aria-hidden="true" />}
    </button>
  );
}
