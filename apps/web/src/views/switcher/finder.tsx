/** A field and what it finds: a combobox with a list of groups of options below it, all by keyboard. */
import { useId, useMemo, useRef, useState } from 'react';
import type { KeyboardEvent, ReactNode, RefObject } from 'react';
import { useLingui } from '@lingui/react';
import { Search } from 'lucide-react';
import { useTypedAhead } from '../../ui/ahead.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import styles from './finder.module.css';

export interface FinderItem {
  readonly key: string;
  readonly face: ReactNode;
  readonly title: string;
  /** A second line. */
  readonly note?: ReactNode;
  /** Stands at the end. */
  readonly end?: ReactNode;
  readonly isChosen?: boolean;
  readonly disabled?: boolean;
}

export interface FinderGroup<T extends FinderItem> {
  /** Undefined: without a heading. */
  readonly title: string | undefined;
  readonly items: readonly T[];
}

export interface FinderProps<T extends FinderItem> {
  readonly label: string;
  readonly placeholder?: string;
  readonly query: string;
  readonly onQuery: (query: string) => void;
  readonly groups: readonly FinderGroup<T>[];
  readonly onPick: (item: T) => void;
  /** More is being asked for. */
  readonly isLoading?: boolean;
  /** What is said when there is nothing. */
  readonly empty: ReactNode;
  /** Stands before what is typed: those who were chosen. */
  readonly before?: ReactNode;
  /** Backspace in an empty field. */
  readonly onBackspace?: () => void;
  readonly multiple?: boolean;
  /** Without its own scrolling and height: in a form. */
  readonly compact?: boolean;
}

export function Finder<T extends FinderItem>(props: FinderProps<T>): ReactNode {
  const { label, placeholder, query, onQuery, groups, isLoading = false, before } = props;
  const id = useId();
  const items = useMemo(() => groups.flatMap((group) => group.items), [groups]);
  const list = useRef<HTMLDivElement>(null);
  useTypedAhead(onQuery);
  const { at, setActive, onKeyDown } = useFinderKeys(props, items, list);
  return (
    <div className={styles.finder} data-compact={props.compact || undefined}>
      <div className={styles.field}>
        <Search aria-hidden size={17} />
        <span className={styles.entry}>
          {before}
          <input
            type="text"
            role="combobox"
            aria-label={label}
            aria-expanded={items.length > 0}
            aria-controls={items.length === 0 ? undefined : `${id}-list`}
            aria-activedescendant={items.length === 0 ? undefined : optionId(id, at)}
            aria-autocomplete="list"
            autoComplete="off"
            spellCheck={false}
            enterKeyHint="go"
            dir="auto"
            placeholder={placeholder ?? label}
            value={query}
            onChange={(event) => onQuery(event.target.value)}
            onKeyDown={onKeyDown}
            autoFocus
          />
        </span>
        {isLoading && <Spinner />}
      </div>
      <FinderList {...props} id={id} items={items} at={at} list={list} onActive={setActive} />
    </div>
  );
}

/** The arrow keys choose among the options, Enter takes one; the focus stays in the field. */
function useFinderKeys<T extends FinderItem>(
  { query, onPick, onBackspace }: FinderProps<T>,
  items: readonly T[],
  list: RefObject<HTMLDivElement | null>,
): {
  readonly at: number;
  readonly setActive: (key: string) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
} {
  const [chosen, setChosen] = useState({ key: '', query });
  // Another query begins at its first option.
  const found = chosen.query === query ? items.findIndex(({ key }) => key === chosen.key) : 0;
  const at = Math.max(0, found);
  const setActive = (key: string): void => setChosen({ key, query });
  const go = (to: number): void => {
    const next = items[(to + items.length) % Math.max(1, items.length)];
    if (next === undefined) return;
    setActive(next.key);
    list.current?.querySelector(`[data-key="${CSS.escape(next.key)}"]`)?.scrollIntoView({ block: 'nearest' });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (isOfComposition(event)) return;
    const active = items[at];
    switch (event.key) {
      case 'ArrowDown':
        go(at + 1);
        break;
      case 'ArrowUp':
        go(at - 1);
        break;
      case 'PageDown':
        go(Math.min(items.length - 1, at + 8));
        break;
      case 'PageUp':
        go(Math.max(0, at - 8));
        break;
      case 'Enter':
        if (active !== undefined && active.disabled !== true) onPick(active);
        break;
      case 'Backspace':
        if (query === '') onBackspace?.();
        return;
      default:
        return;
    }
    event.preventDefault();
  };
  return { at, setActive, onKeyDown };
}

/** The key belongs to an input method. Safari ends a composition before the key that ended it: only its code tells. */
function isOfComposition(event: KeyboardEvent): boolean {
  // oxlint-disable-next-line typescript/no-deprecated
  return event.nativeEvent.isComposing || event.keyCode === 229;
}

interface FinderListProps<T extends FinderItem> extends FinderProps<T> {
  readonly id: string;
  readonly items: readonly T[];
  readonly at: number;
  readonly list: RefObject<HTMLDivElement | null>;
  readonly onActive: (key: string) => void;
}

function FinderList<T extends FinderItem>(props: FinderListProps<T>): ReactNode {
  const { id, list, items, at, groups, isLoading = false, multiple, empty, onActive, onPick } = props;
  const { i18n } = useLingui();
  if (items.length === 0 && !isLoading) {
    return (
      <div className={styles.empty} role="status">
        {empty}
      </div>
    );
  }
  return (
    <div
      ref={list}
      id={`${id}-list`}
      className={styles.list}
      role="listbox"
      aria-label={i18n._('Results')}
      aria-multiselectable={multiple || undefined}
      aria-busy={isLoading}
    >
      {groups.map((group, groupAt) =>
        group.items.length === 0 ? null : (
          <div key={group.title ?? groupAt} role="group" aria-label={group.title}>
            {group.title !== undefined && (
              <div className={styles.heading} aria-hidden>
                {group.title}
              </div>
            )}
            {group.items.map((item) => (
              <Option
                key={item.key}
                id={optionId(id, items.indexOf(item))}
                item={item}
                isActive={items[at] === item}
                onActive={() => onActive(item.key)}
                onPick={() => onPick(item)}
              />
            ))}
          </div>
        ),
      )}
    </div>
  );
}

function Option({
  id,
  item,
  isActive,
  onActive,
  onPick,
}: {
  readonly id: string;
  readonly item: FinderItem;
  readonly isActive: boolean;
  readonly onActive: () => void;
  readonly onPick: () => void;
}): ReactNode {
  const { key, title, note, face, end, disabled, isChosen = isActive } = item;
  return (
    <div
      id={id}
      role="option"
      className={styles.item}
      aria-selected={isChosen}
      aria-disabled={disabled || undefined}
      data-active={isActive || undefined}
      data-key={key}
      onMouseMove={onActive}
      // The focus stays in the field.
      onMouseDown={(event) => event.preventDefault()}
      onClick={disabled === true ? undefined : onPick}
    >
      {face}
      <span className={styles.words}>
        <span className={styles.title}>
          <bdi>{title}</bdi>
        </span>
        {note !== undefined && (
          <span className={styles.note}>
            <bdi>{note}</bdi>
          </span>
        )}
      </span>
      {end}
    </div>
  );
}

function optionId(id: string, at: number): string {
  return `${id}-option-${at}`;
}
