/** What the user calls somebody, and sorts them by. Nobody else sees it. */
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { useEngine, useMine } from '@posthorn/react';
import { contactNote } from '../../model/names.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { useTask } from './use-task.ts';
import styles from './people.module.css';

export function ContactNoteForm({ user }: { readonly user: number }): ReactNode {
  const { i18n } = useLingui();
  const engine = useEngine();
  const run = useTask();
  const key = `contact/${user}`;
  const stored = contactNote(useMine(key));
  const [edited, setEdited] = useState<{ readonly remark: string; readonly tags: string }>();
  const { remark, tags } = edited ?? { remark: stored.remark, tags: stored.tags.join(', ') };
  const save = (): void => {
    const list = tags
      .split(/[,，、]/u)
      .map((tag) => tag.trim())
      .filter((tag) => tag !== '');
    const isEmpty = remark.trim() === '' && list.length === 0;
    const value = isEmpty ? undefined : { remark: remark.trim(), tags: list };
    run(async () => engine.setMine(key, value), i18n._('Saved'));
    setEdited(undefined);
  };
  return (
    <form
      className={`${styles.card} ${styles.form}`}
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <h2>{i18n._('Only for you')}</h2>
      <TextField
        label={i18n._('What you call them')}
        value={remark}
        onChange={(next) => setEdited({ remark: next, tags })}
        maxLength={100}
      />
      <TextField
        label={i18n._('Tags')}
        hint={i18n._('Separated by commas.')}
        value={tags}
        onChange={(next) => setEdited({ remark, tags: next })}
        maxLength={300}
      />
      {edited !== undefined && (
        <div className={styles.buttons}>
          <Button kind="primary" type="submit">
            {i18n._('Save')}
          </Button>
          <Button onClick={() => setEdited(undefined)}>{i18n._('Cancel')}</Button>
        </div>
      )}
    </form>
  );
}
