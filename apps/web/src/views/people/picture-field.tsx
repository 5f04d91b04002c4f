/** The picture of a profile or a group, to be chosen or taken away. */
import { useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { Camera } from 'lucide-react';
import { useEngine } from '@posthorn/react';
import { Avatar } from '../../ui/avatar.tsx';
import { Button } from '../../ui/button.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { pictureUrl } from './face.tsx';
import { smallPicture } from './small-picture.ts';
import { useTask } from './use-task.ts';
import styles from './picture-field.module.css';

export interface PictureFieldProps {
  readonly id: number;
  readonly name: string;
  /** `/v1/files/ID`, or empty. */
  readonly value: string;
  readonly onChange: (url: string) => void;
  readonly shape: 'round' | 'square';
  readonly disabled?: boolean;
}

export function PictureField(props: PictureFieldProps): ReactNode {
  const { value, onChange, shape, disabled = false } = props;
  const { i18n } = useLingui();
  const engine = useEngine();
  const run = useTask();
  const input = useRef<HTMLInputElement>(null);
  const [isBusy, setBusy] = useState(false);
  const choose = (file: File): void => {
    setBusy(true);
    run(async () => {
      try {
        const small = await smallPicture(file);
        const attachment = await engine.upload({ file: small, name: small.name });
        onChange(`/v1/files/${attachment.id}`);
      } finally {
        setBusy(false);
      }
    });
  };
  return (
    <div className={styles.field}>
      <button
        type="button"
        className={styles.picture}
        data-shape={shape}
        disabled={disabled || isBusy}
        aria-label={i18n._('Choose a picture')}
        onClick={() => input.current?.click()}
      >
        <Picture {...props} isBusy={isBusy} />
      </button>
      {value !== '' && !disabled && (
        <Button kind="quiet" size="s" onClick={() => onChange('')}>
          {i18n._('Remove')}
        </Button>
      )}
      <input
        ref={input}
        type="file"
        accept="image/png,image/jpeg,image/webp,image/gif"
        hidden
        onChange={(event) => {
          const file = event.target.files?.[0];
          // The same file may be chosen again.
          event.target.value = '';
          if (file !== undefined) choose(file);
        }}
      />
    </div>
  );
}

/** The picture, and over it the sign that it can be chosen: always while there is nothing to see. */
function Picture({
  id,
  name,
  value,
  shape,
  disabled = false,
  isBusy,
}: PictureFieldProps & { readonly isBusy: boolean }): ReactNode {
  const isBlank = name.trim() === '' && value === '';
  return (
    <>
      {isBlank ? (
        <span className={styles.blank} />
      ) : (
        <Avatar id={id} name={name} size="xl" shape={shape} url={pictureUrl(value)} />
      )}
      {!disabled && (
        <span className={styles.over} data-shown={isBusy || isBlank || undefined}>
          {isBusy ? <Spinner /> : <Camera aria-hidden size={22} />}
        </span>
      )}
    </>
  );
}
