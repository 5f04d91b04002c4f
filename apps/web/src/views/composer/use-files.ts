/**
 * The files of a composer: they stay when another chat is shown, and when the page is loaded again.
 *
 * @module
 */
import { useCallback, useEffect, useReducer, useState } from 'react';
import { useLingui } from '@lingui/react';
import type { I18n } from '@lingui/core';
import { useServer } from '../../account/server.ts';
import { withFiles } from '../../model/tray.ts';
import type { Refusal, TrayFile } from '../../model/tray.ts';
import { useComposerMemories } from './memory.tsx';

export interface KeptFiles {
  readonly files: readonly TrayFile[];
  readonly setFiles: (files: readonly TrayFile[]) => void;
  /** They are on their way: none are shown, and they stay on the device until {@link KeptFiles.keepFiles}. */
  readonly takeFiles: () => void;
  /** Keeps those that are shown, and forgets others. */
  readonly keepFiles: () => void;
  readonly addFiles: (files: readonly { readonly file: Blob; readonly name: string }[]) => void;
  /** The server takes files. */
  readonly takesFiles: boolean;
  /** Why some were not taken, in words; empty: all were. */
  readonly refused: string;
}

export function useFiles(conversation: number, thread: number): KeptFiles {
  const { i18n } = useLingui();
  const memories = useComposerMemories();
  const memory = memories.of(conversation, thread);
  const [, redraw] = useReducer((turn: number) => turn + 1, 0);
  const [refused, setRefused] = useState('');
  const { fileBytes = Infinity } = useServer().info.limits;
  const show = useCallback(
    (files: readonly TrayFile[]) => {
      memory.files = files;
      setRefused('');
      redraw();
    },
    [memory],
  );
  const keepFiles = useCallback(() => memories.keep(conversation, thread), [memories, conversation, thread]);
  const setFiles = useCallback(
    (files: readonly TrayFile[]) => {
      show(files);
      keepFiles();
    },
    [show, keepFiles],
  );
  useEffect(() => {
    // Another chat may be shown by then.
    void memories.restore(conversation, thread).then((hasMore) => hasMore && redraw());
  }, [memories, conversation, thread]);
  const addFiles = useCallback(
    (added: readonly { readonly file: Blob; readonly name: string }[]) => {
      const taken = withFiles(memory.files, added, memories.ids(added.length), fileBytes);
      if (fileBytes === 0) return setRefused(i18n._('This server takes no files.'));
      setFiles(taken.files);
      setRefused(taken.refused.map(({ name, why }) => refusalText(i18n, name, why)).join(' '));
    },
    [i18n, memories, memory, setFiles, fileBytes],
  );
  return {
    files: memory.files,
    setFiles,
    takeFiles: () => show([]),
    keepFiles,
    addFiles,
    refused,
    takesFiles: fileBytes > 0,
  };
}

function refusalText(i18n: I18n, name: string, why: Refusal): string {
  switch (why) {
    case 'empty':
      return i18n._('{name} is empty.', { name });
    case 'too-large':
      return i18n._('{name} is larger than this server takes.', { name });
    case 'too-many':
      return i18n._('{name} does not fit: a message takes 20 files.', { name });
  }
}
