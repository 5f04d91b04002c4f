/**
 * What the items of a menu are made of. It is loaded with the first menu that is opened, so that pages open sooner.
 *
 * @module
 */
import { createContext } from 'react';
import type { Menu } from '@base-ui/react/menu';

export const MenuParts = createContext<typeof Menu | undefined>(undefined);
