/**
 * Where messages are written.
 *
 * @module
 */
import type { ReactNode } from 'react';

export interface ComposerProps {
  readonly conversation: number;
  /** Seq of the message in whose thread is written. Undefined: in the conversation itself. */
  readonly thread?: number;
}

/** Files are dropped on the nearest ancestor with the attribute `data-drop`. */
export function Composer(_: ComposerProps): ReactNode {
  return undefined;
}
