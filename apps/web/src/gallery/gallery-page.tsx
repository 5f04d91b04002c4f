/**
 * Every primitive in every state, and messages of every kind. For development and tests.
 *
 * @module
 */
import type { ReactNode } from 'react';
import { Primitives, States } from './primitives.tsx';
import { Forms, TabBars } from './forms.tsx';
import { Messages, StateBars } from './messages.tsx';
import { Windows } from './windows.tsx';
import styles from './gallery.module.css';

export function GalleryPage(): ReactNode {
  return (
    <div className={styles.page}>
      <h1 className={styles.heading}>Gallery</h1>
      <Primitives />
      <States />
      <Forms />
      <TabBars />
      <Windows />
      <StateBars />
      <Messages />
    </div>
  );
}
