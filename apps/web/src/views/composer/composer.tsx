/**
 * Where messages are written.
 *
 * @module
 */
import { memo, Suspense, useCallback, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { silenceOf } from '../../model/can-write.ts';
import type { StandingInfo } from '../../model/standing-info.ts';
import { useStanding } from '../chat/use-standing.ts';
import { useIsBlocked } from '../people/use-blocked.ts';
import { useTitle } from '../people/use-name.ts';
import { FormWindow } from '../bots/form-window.tsx';
import { Banner } from './banner.tsx';
import { AttachButton, Buttons } from './buttons.tsx';
import css from './composer.module.css';
import { Field } from './field.tsx';
import { Note } from './note.tsx';
import { SilenceNote } from './silence.tsx';
import { Suggestions } from './suggestions.tsx';
import { useCommands } from './use-commands.ts';
import { useComposer } from './use-composer.ts';
import type { ComposerState } from './use-composer.ts';
import { useCompletion } from './use-completion.ts';
import type { Caret } from './use-completion.ts';
import { useDrop } from './use-drop.ts';
import { useFocus } from './use-focus.ts';
import { VoiceRow, Windows } from './windows.tsx';
import type { OpenWindow } from './windows.tsx';
import { part } from '../../ui/part.tsx';

// Most messages have no files.
const Tray = part(async () => (await import('./tray.tsx')).Tray);

export interface ComposerProps {
  readonly conversation: number;
  /** Seq of the message in whose thread is written. Undefined: in the conversation itself. */
  readonly thread?: number;
}

/** Files are dropped on the nearest ancestor with the attribute `data-drop`. */
export function Composer({ conversation, thread = 0 }: ComposerProps): ReactNode {
  const info = useStanding(conversation);
  const isBlocked = useIsBlocked(info?.kind === 'direct' ? info.peer : undefined);
  if (info === undefined) return <div className={css.foot} />;
  const silence = silenceOf(info, isBlocked);
  if (silence !== undefined) return <SilenceNote silence={silence} />;
  return <Form key={`${conversation}/${thread}`} info={info} thread={thread} />;
}

interface FormProps {
  readonly info: StandingInfo;
  readonly thread: number;
}

/** What arrives does not draw it anew. */
const Form = memo(function Form({ info, thread }: FormProps): ReactNode {
  const { i18n } = useLingui();
  const title = useTitle(info.id);
  const label = thread === 0 ? i18n._('Message {title}', { title }) : i18n._('Message in thread');
  const element = useRef<HTMLTextAreaElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const [caret, moveCaret] = useCaret();
  const [window, setWindow] = useState<OpenWindow>();
  const onCommand = useCommands(info.id, setWindow);
  const composer = useComposer(info, thread, { onCommand });
  const completion = useCompletion(info, composer.text, caret, element, composer.bots.known);
  const { addFiles, about } = composer;
  const { session } = composer;
  const add = useCallback(
    (list: readonly File[]) => {
      addFiles(list.map(named));
      session.focusComposer();
    },
    [addFiles, session],
  );
  const isOver = useDrop(box, add);
  useFocus(element, composer.session, thread);
  return (
    <div className={css.foot}>
      <div className={css.column} ref={box}>
        {completion.isOpen && (
          <Suggestions
            id={completion.id}
            choices={completion.choices}
            at={completion.at}
            onPick={completion.pick}
            onPoint={completion.setAt}
          />
        )}
        <div className={css.box}>
          <Above composer={composer} />
          {window?.kind === 'recorder' ? (
            <VoiceRow composer={composer} onClose={() => setWindow(undefined)} />
          ) : (
            <div className={css.row} data-full={composer.text !== ''}>
              {about.editing === undefined && composer.takesFiles && <AttachButton onFiles={add} />}
              <Field
                composer={composer}
                completion={completion}
                element={element}
                label={label}
                onCaret={moveCaret}
              />
              <Buttons composer={composer} element={element} onWindow={setWindow} />
            </div>
          )}
        </div>
        <Note composer={composer} />
        {isOver && <div className={css.drop}>{i18n._('Drop files to attach them')}</div>}
        <FormWindow interacting={composer.bots.interacting} />
        <Windows composer={composer} window={window} onClose={() => setWindow(undefined)} />
      </div>
    </div>
  );
});

/** Drawn again only when it has moved: browsers tell of each place several times. */
function useCaret(): readonly [Caret | undefined, (caret: Caret | undefined) => void] {
  const [caret, setCaret] = useState<Caret>();
  const move = useCallback((next: Caret | undefined) => {
    setCaret((before) => (before?.start === next?.start && before?.end === next?.end ? before : next));
  }, []);
  return [caret, move];
}

/** What the message answers or changes, and its files. */
function Above({ composer }: { readonly composer: ComposerState }): ReactNode {
  const { about, files, setFiles, cancel } = composer;
  const { replyTo, editing } = about;
  if (editing !== undefined) return <Banner kind="edit" message={editing} onCancel={cancel} />;
  return (
    <>
      {replyTo !== undefined && <Banner kind="reply" message={replyTo} onCancel={cancel} />}
      {files.length > 0 && (
        <Suspense>
          <Tray files={files} onChange={setFiles} />
        </Suspense>
      )}
    </>
  );
}

function named(file: File): { readonly file: Blob; readonly name: string } {
  return { file, name: file.name };
}
