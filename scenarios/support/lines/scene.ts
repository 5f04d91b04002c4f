/**
 * What the lines of a transcript are made of.
 *
 * @module
 */
import type { State } from '@posthorn/protocol';
import type { Actor, Received } from '../actors.ts';
import type { CimListener } from '../cim-listener.ts';

/** What lines need of the stage. */
export interface Scene {
  actor(name: string): Actor;
  id(name: string): Promise<number>;
  group(title: string): number;
  /** What somebody has received last. */
  last(who: string): Received;
  /** What somebody else does to it next. */
  change(who: string): Promise<{ readonly state: State; readonly edited: string | undefined }>;
  /** Comes by CIM's wire. */
  listen(who: string): Promise<void>;
  listener(who: string): CimListener;
}

/** What a line looks like, and what happens then with the parts of it. */
export type Line = readonly [RegExp, (scene: Scene, ...parts: string[]) => Promise<void>];
