/** The rows of the list: only those that are seen are drawn. The arrow keys go from row to row. */
import { memo, useCallback, useEffect, useRef, useState } from 'react';
import type { KeyboardEvent, ReactNode, RefObject } from 'react';
import { Virtualizer } from 'virtua';
import type { VirtualizerHandle } from 'virtua';
import { useEngine } from '@posthorn/react';
import { fold } from '../../model/matching.ts';
import type { OnWay } from '../../model/list-outgoing.ts';
import { contactNote, personName } from '../../model/names.ts';
import { NOTHING_OWN } from '../../model/own.ts';
import type { Own } from '../../model/own.ts';
import { ContextMenu } from '../../ui/menu.tsx';
import { usePinnedRows } from './use-pinned-rows.ts';
import { useNeighbourKeys } from './use-neighbour-keys.ts';
import { NewFolder, RowMenu } from './row-menu.tsx';
import { Row } from './row.tsx';
import styles from './conversation-list.module.css';

export interface ListRowsProps {
  readonly label: string;
  readonly ids: readonly number[];
  readonly own: ReadonlyMap<number, Own>;
  readonly onWay: ReadonlyMap<number, OnWay>;
  readonly current: number | undefined;
  readonly today: number;
  /** Unix ms; by it, what is muted until then. */
  readonly now: number;
}

/** Keys typed within this time belong together. */
const TYPING_MS = 800;

export const ListRows = memo(function ListRows(props: ListRowsProps): ReactNode {
  const { label, ids, own, onWay, current, today, now } = props;
  const box = useRef<HTMLDivElement>(null);
  const list = useRef<VirtualizerHandle>(null);
  const { active, activeAt, setActive, onKeyDown } = useActiveRow(ids, current, box, list);
  const [menuOf, setMenuOf] = useState<number | undefined>(undefined);
  const [folderFor, setFolderFor] = useState<number | undefined>(undefined);
  const rowHeight = useRowHeight();
  useNeighbourKeys(ids, current);
  const { pinned, onKey } = usePinnedRows({ box, ids, own, active });
  return (
    <>
      <ContextMenu
        disabled={ids.length === 0}
        menu={
          menuOf === undefined ? null : <RowMenu id={menuOf} pinned={pinned} onNewFolder={setFolderFor} />
        }
      >
        <div
          ref={box}
          className={styles.rows}
          aria-label={label}
          role="group"
          onKeyDown={(event) => onKey(event) || onKeyDown(event)}
          onContextMenuCapture={(event) => setMenuOf(idAt(event.target) ?? active)}
          onTouchStartCapture={(event) => setMenuOf(idAt(event.target))}
        >
          <Virtualizer
            key={rowHeight}
            ref={list}
            scrollRef={box}
            data={ids}
            itemSize={rowHeight}
            bufferSize={rowHeight * 6}
            keepMounted={[activeAt]}
          >
            {(id, at) => (
              <Row
                key={id}
                id={id}
                own={own.get(id) ?? NOTHING_OWN}
                isCurrent={id === current}
                isActive={at === activeAt}
                onWay={onWay.get(id)}
                today={today}
                now={now}
                onFocus={setActive}
              />
            )}
          </Virtualizer>
        </div>
      </ContextMenu>
      <NewFolder conversation={folderFor} onClose={() => setFolderFor(undefined)} />
    </>
  );
});

/** The row that the Tab key goes to, and going to another one. */
function useActiveRow(
  ids: readonly number[],
  current: number | undefined,
  box: RefObject<HTMLDivElement | null>,
  list: RefObject<VirtualizerHandle | null>,
): {
  readonly active: number | undefined;
  readonly activeAt: number;
  readonly setActive: (id: number) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
} {
  const [active, setActive] = useState(current);
  useEffect(() => {
    if (current !== undefined) setActive(current);
  }, [current]);
  const show = useCallback(
    (at: number) => {
      const id = ids[at];
      if (id === undefined) return;
      setActive(id);
      list.current?.scrollToIndex(at, { align: 'nearest' });
      // The active row is kept drawn; it is there after the next frame.
      requestAnimationFrame(() => rowOf(box.current, id)?.focus());
    },
    [ids, box, list],
  );
  const activeAt = Math.max(0, ids.indexOf(active ?? current ?? 0));
  return { active, activeAt, setActive, onKeyDown: useListKeys(ids, activeAt, show) };
}

/** Arrows, Home, End, pages, and the beginning of a title. */
function useListKeys(
  ids: readonly number[],
  activeAt: number,
  show: (at: number) => void,
): (event: KeyboardEvent) => void {
  const engine = useEngine();
  const typed = useRef({ text: '', at: 0 });
  return (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.nativeEvent.isComposing) return;
    const last = ids.length - 1;
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: activeAt + 1,
      ArrowUp: activeAt - 1,
      PageDown: activeAt + 8,
      PageUp: activeAt - 8,
      Home: 0,
      End: last,
    };
    const to = steps[event.key];
    if (to !== undefined) {
      event.preventDefault();
      show(Math.min(last, Math.max(0, to)));
      return;
    }
    if (event.key.length !== 1 || (event.key === ' ' && typed.current.text === '')) return;
    event.preventDefault();
    event.stopPropagation();
    const now = performance.now();
    const text = (now - typed.current.at < TYPING_MS ? typed.current.text : '') + fold(event.key);
    typed.current = { text, at: now };
    const titleAt = (id: number): string => {
      const info = engine.conversations.at(id);
      if (info === undefined) return '';
      if (info.kind !== 'direct') return fold(info.title);
      const note = contactNote(engine.mine.at(`contact/${info.peer}`));
      return fold(personName(engine.users.at(info.peer), note.remark));
    };
    // A longer text may still mean the row that one is at.
    const from = text.length > 1 ? activeAt : activeAt + 1;
    for (let step = 0; step < ids.length; step++) {
      const at = (from + step) % ids.length;
      if (!titleAt(ids[at] ?? 0).startsWith(text)) continue;
      show(at);
      return;
    }
  };
}

function idAt(target: EventTarget | null): number | undefined {
  const row = target instanceof Element ? target.closest<HTMLElement>('[data-row]') : null;
  return row === null ? undefined : Number(row.dataset['row']);
}

function rowOf(box: HTMLElement | null, id: number): HTMLElement | null {
  return box?.querySelector<HTMLElement>(`[data-row="${id}"]`) ?? null;
}

/** As `--row` says, which density changes. */
function useRowHeight(): number {
  const [height, setHeight] = useState(readRowHeight);
  useEffect(() => {
    const watcher = new MutationObserver(() => setHeight(readRowHeight()));
    watcher.observe(document.documentElement, { attributeFilter: ['data-density'] });
    return () => watcher.disconnect();
  }, []);
  return height;
}

function readRowHeight(): number {
  const value = parseFloat(getComputedStyle(document.documentElement).getPropertyValue('--row'));
  return Number.isFinite(value) ? value : 60;
}
