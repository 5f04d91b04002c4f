/**
 * The order of the pinned rows, which the user changes by dragging, by keys and by the menu of a row.
 *
 * @module
 */
import { useMemo } from 'react';
import type { KeyboardEvent, RefObject } from 'react';
import { useEngine } from '@posthorn/react';
import { ownByConversation } from '../../model/own.ts';
import type { Own } from '../../model/own.ts';
import { pinMoved, pinnedIn } from '../../model/pin-order.ts';
import { useTask } from '../people/use-task.ts';
import { usePinDrag } from './use-pin-drag.ts';

/** Puts one of the pinned conversations, which are as they stand in the list, at another place among them. */
export type MovePin = (pinned: readonly number[], conversation: number, to: number) => void;

/** Returns at once; a refusal is shown as a toast. */
export function useMovePin(): MovePin {
  const engine = useEngine();
  const run = useTask();
  return (pinned, id, to) => {
    const entries = pinMoved(pinned, ownByConversation(engine.mine.get()), id, to);
    run(async () => Promise.all(entries.map(async (each) => engine.setMine(`pin/${each.id}`, each.pin))));
  };
}

export interface PinnedRowsOptions {
  readonly box: RefObject<HTMLElement | null>;
  readonly ids: readonly number[];
  readonly own: ReadonlyMap<number, Own>;
  /** The row that keys are for. */
  readonly active: number | undefined;
}

export interface PinnedRows {
  readonly pinned: readonly number[];
  /** Whether the key was one that moves the row. */
  readonly onKey: (event: KeyboardEvent) => boolean;
}

export function usePinnedRows({ box, ids, own, active }: PinnedRowsOptions): PinnedRows {
  const pinned = useMemo(() => pinnedIn(ids, own), [ids, own]);
  const movePin = useMovePin();
  usePinDrag({ box, pinned, onMove: (id, to) => movePin(pinned, id, to) });
  return {
    pinned,
    onKey(event) {
      const by = stepOf(event);
      const at = active === undefined ? -1 : pinned.indexOf(active);
      if (by === 0 || active === undefined || at < 0) return false;
      event.preventDefault();
      movePin(pinned, active, at + by);
      return true;
    },
  };
}

/** Alt, Shift and an arrow; 0: another key. */
function stepOf({ altKey, shiftKey, ctrlKey, metaKey, key }: KeyboardEvent): -1 | 0 | 1 {
  if (!altKey || !shiftKey || ctrlKey || metaKey) return 0;
  if (key === 'ArrowUp') return -1;
  return key === 'ArrowDown' ? 1 : 0;
}
