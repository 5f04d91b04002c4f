/**
 * The memory that the composers of a page share.
 *
 * @module
 */
import { createContext, useContext } from 'react';
import { ComposerMemories } from '../../model/composer-memory.ts';

const Memories = createContext(new ComposerMemories());

export function useComposerMemories(): ComposerMemories {
  return useContext(Memories);
}
