/**
 * The text that is being written, and its keys.
 *
 * @module
 */
import type { ClipboardEvent, KeyboardEvent, ReactNode, RefObject } from 'react';
import { keyAction } from '../../model/composer-key.ts';
import { withMark } from '../../model/marks.ts';
import { nameOfPasted, pasteMeans } from '../../model/pasted.ts';
import { getLook } from '../../theme/store.ts';
import { optionId } from './suggestions.tsx';
import { applyChange } from './text-change.ts';
import type { ComposerState } from './use-composer.ts';
import type { Caret, Completion } from './use-completion.ts';
import { Writer } from './writer.tsx';

export interface FieldProps {
  readonly composer: ComposerState;
  readonly completion: Completion;
  readonly element: RefObject<HTMLTextAreaElement | null>;
  readonly label: string;
  /** Undefined while nothing can be completed: an input method is at work, or the focus is elsewhere. */
  readonly onCaret: (caret: Caret | undefined) => void;
}

export function Field({ composer, completion, element, label, onCaret }: FieldProps): ReactNode {
  const keys = useKeys(composer, completion, element);
  return (
    <Writer
      ref={element}
      value={composer.text}
      placeholder={label}
      aria-label={label}
      aria-autocomplete="list"
      aria-controls={completion.isOpen ? completion.id : undefined}
      aria-activedescendant={completion.isOpen ? optionId(completion.id, completion.at) : undefined}
      onChange={(event) => {
        composer.setText(event.target.value);
        onCaret(composer.isComposing.current ? undefined : caretOf(event.target));
        const { nativeEvent } = event;
        if (nativeEvent instanceof InputEvent && nativeEvent.data === ':') completion.shortcode(event.target);
      }}
      onSelect={(event) => onCaret(composer.isComposing.current ? undefined : caretOf(event.currentTarget))}
      onBlur={() => onCaret(undefined)}
      onCompositionStart={() => void (composer.isComposing.current = true)}
      onCompositionEnd={(event) => {
        composer.isComposing.current = false;
        onCaret(caretOf(event.currentTarget));
      }}
      onKeyDown={keys}
      onPaste={(event) => paste(event, composer.addFiles)}
    />
  );
}

function useKeys(
  composer: ComposerState,
  completion: Completion,
  element: RefObject<HTMLTextAreaElement | null>,
): (event: KeyboardEvent<HTMLTextAreaElement>) => void {
  return (event) => {
    const { about, text } = composer;
    const { key, shiftKey, ctrlKey, metaKey, altKey, nativeEvent } = event;
    // Nothing else tells that Safari's Enter has ended a composition.
    // oxlint-disable-next-line typescript/no-deprecated
    const { keyCode } = event;
    const press = { key, keyCode, shiftKey, ctrlKey, metaKey, altKey, isComposing: nativeEvent.isComposing };
    const action = keyAction(press, {
      isChoosing: completion.isOpen,
      isEmpty: text === '',
      isReplyingOrEditing: about.replyTo !== undefined || about.editing !== undefined,
      sendsWithCtrl: getLook().sendKey === 'ctrl-enter',
      isTouch: matchMedia('(pointer: coarse)').matches && !matchMedia('(any-pointer: fine)').matches,
    });
    if (action === undefined) return;
    event.preventDefault();
    switch (action.do) {
      case 'send':
        return composer.send();
      case 'complete':
        return completion.pick();
      case 'next':
        return completion.move(1);
      case 'previous':
        return completion.move(-1);
      case 'close':
        return completion.close();
      case 'cancel':
        return composer.cancel();
      case 'edit-last':
        return composer.editLast();
      case 'mark': {
        const area = element.current;
        if (area === null) return;
        return applyChange(area, withMark(text, area.selectionStart, area.selectionEnd, action.mark));
      }
    }
  };
}

function paste(
  event: ClipboardEvent<HTMLTextAreaElement>,
  addFiles: (files: readonly { readonly file: Blob; readonly name: string }[]) => void,
): void {
  const { types, files } = event.clipboardData;
  const text = event.clipboardData.getData('text/plain');
  const list = [...files];
  if (pasteMeans({ types, text, files: list }) === 'files') {
    event.preventDefault();
    addFiles(list.map((file) => ({ file, name: nameOfPasted(file, new Date()) })));
    return;
  }
  const area = event.currentTarget;
  const { selectionStart: from, selectionEnd: to, value } = area;
  const selected = value.slice(from, to);
  // An address that is pasted onto words makes a link of them.
  if (!/^https?:\/\/\S+$/.test(text) || selected.trim() === '' || /[[\]\n]|^https?:/.test(selected)) return;
  event.preventDefault();
  const insert = `[${selected}](${text})`;
  const end = from + insert.length;
  applyChange(area, { from, to, insert, selectFrom: end, selectTo: end });
}

function caretOf({ selectionStart, selectionEnd }: HTMLTextAreaElement): Caret {
  return { start: selectionStart, end: selectionEnd };
}
