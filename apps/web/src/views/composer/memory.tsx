/**
 * The memory that the composers of a page share.
 *
 * @module
 */
import { createContext, useContext, useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { waitingFiles } from '@posthorn/client/engine';
import { ComposerMemories } from '../../model/composer-memory.ts';

const Memories = createContext(new ComposerMemories());

export interface ComposerMemoryProps {
  /** As the engine was joined with. */
  readonly account: string;
  readonly children: ReactNode;
}

/** Composers below it have a memory of this account, and their files survive the page. */
export function ComposerMemory({ account, children }: ComposerMemoryProps): ReactNode {
  const [memories, setMemories] = useState<ComposerMemories | undefined>(undefined);
  useEffect(() => {
    const made = new ComposerMemories(waitingFiles(account));
    setMemories(made);
    return () => made.close();
  }, [account]);
  return memories === undefined ? undefined : <Memories value={memories}>{children}</Memories>;
}

export function useComposerMemories(): ComposerMemories {
  return useContext(Memories);
}
