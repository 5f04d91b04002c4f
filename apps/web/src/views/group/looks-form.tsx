/** Name, topic and picture of a group. */
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { useEngine } from '@posthorn/react';
import type { ConversationInfo } from '@posthorn/client/engine';
import { denialWords } from '../../model/denial-words.ts';
import { denialOf } from '../../model/group-rights.ts';
import { newId } from '../../model/ids.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { PictureField } from '../people/picture-field.tsx';
import { useTask } from '../people/use-task.ts';
import styles from './group.module.css';

interface Looks {
  readonly title: string;
  readonly topic: string;
}

export function LooksForm({ info }: { readonly info: ConversationInfo }): ReactNode {
  const { i18n } = useLingui();
  const engine = useEngine();
  const run = useTask();
  const stored: Looks = { title: info.title, topic: info.settings?.topic ?? '' };
  const [edited, setEdited] = useState<Looks>();
  const { title, topic } = edited ?? stored;
  const denied = denialWords(i18n, denialOf('change', info));
  const isDenied = denied !== undefined;
  const setPicture = (pictureUrl: string): void => {
    const request = { conversation: info.id, settings: { pictureUrl }, clientId: newId() };
    run(async () => engine.call('setGroup', request));
  };
  const save = useSave(info, stored);
  return (
    <form
      className={styles.section}
      onSubmit={(event) => {
        event.preventDefault();
        if (edited !== undefined) save(edited, () => setEdited(undefined));
      }}
    >
      <PictureField
        id={info.id}
        name={title}
        value={info.settings?.pictureUrl ?? ''}
        onChange={setPicture}
        shape="square"
        disabled={isDenied}
      />
      {isDenied && <p className={styles.hint}>{denied}</p>}
      <TextField
        label={i18n._('Group name')}
        value={title}
        onChange={(next) => setEdited({ title: next, topic })}
        disabled={isDenied}
        maxLength={100}
      />
      <TextField
        label={i18n._('Topic')}
        value={topic}
        onChange={(next) => setEdited({ title, topic: next })}
        disabled={isDenied}
        maxLength={250}
      />
      {edited !== undefined && (
        <div className={styles.buttons}>
          <Button kind="primary" type="submit" disabled={title.trim() === ''}>
            {i18n._('Save')}
          </Button>
          <Button onClick={() => setEdited(undefined)}>{i18n._('Cancel')}</Button>
        </div>
      )}
    </form>
  );
}

/** Stores what is different. */
function useSave(info: ConversationInfo, stored: Looks): (looks: Looks, onDone: () => void) => void {
  const { i18n } = useLingui();
  const engine = useEngine();
  const run = useTask();
  return ({ title, topic }, onDone) => {
    run(async () => {
      const target = { conversation: info.id };
      if (title.trim() !== stored.title) {
        await engine.call('rename', { ...target, title: title.trim(), clientId: newId() });
      }
      if (topic.trim() !== stored.topic) {
        await engine.call('setGroup', { ...target, settings: { topic: topic.trim() }, clientId: newId() });
      }
      onDone();
    }, i18n._('Saved'));
  };
}
