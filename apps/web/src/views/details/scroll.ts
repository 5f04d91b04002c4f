/**
 * What scrolls in the details: its header goes away with its list.
 *
 * @module
 */
import { createContext } from 'react';
import type { RefObject } from 'react';

export const ScrollBox = createContext<RefObject<HTMLElement | null> | undefined>(undefined);
