/**
 * What a conversation has of pictures, files and links.
 *
 * @module
 */
import type { ReactNode } from 'react';

export interface FilesTabProps {
  readonly conversation: number;
}

export function MediaTab(_: FilesTabProps): ReactNode {
  return undefined;
}

export function FilesTab(_: FilesTabProps): ReactNode {
  return undefined;
}

export function LinksTab(_: FilesTabProps): ReactNode {
  return undefined;
}
