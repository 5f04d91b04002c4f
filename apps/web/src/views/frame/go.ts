/**
 * Going from one place of the page to another.
 *
 * @module
 */
import { useMemo } from 'react';
import { useLocation, useSearch } from 'wouter';
import { chatPath, parseRoute, parseSide, personPath, settingsPath, sideQuery } from '../../model/route.ts';
import type { Route, Side } from '../../model/route.ts';

export interface GoOptions {
  /** Takes the place of the current entry of the browser's history. */
  readonly replace?: boolean;
}

export interface Go {
  /** A path relative to the page's root, such as `/c/17`. */
  readonly to: (path: string, options?: GoOptions) => void;
  readonly home: () => void;
  readonly chat: (conversation: number, seq?: number) => void;
  readonly person: (name: string) => void;
  readonly settings: (page?: string) => void;
  /** Opens the side pane beside what is shown; undefined closes it. */
  readonly side: (side: Side | undefined, options?: GoOptions) => void;
}

/** Navigation. Stable while the path stays. */
export function useGo(): Go {
  const [path, navigate] = useLocation();
  return useMemo(
    () => ({
      to: (target, options) => {
        navigate(target, options);
      },
      home: () => {
        navigate('/');
      },
      chat: (conversation, seq) => {
        navigate(chatPath(conversation, seq));
      },
      person: (name) => {
        navigate(personPath(name));
      },
      settings: (page) => {
        navigate(settingsPath(page));
      },
      side: (side, options) => {
        navigate(path + sideQuery(side), options);
      },
    }),
    [path, navigate],
  );
}

export function useRoute(): Route {
  const [path] = useLocation();
  return useMemo(() => parseRoute(path), [path]);
}

export function useSide(): Side | undefined {
  const search = useSearch();
  return useMemo(() => parseSide(search), [search]);
}
