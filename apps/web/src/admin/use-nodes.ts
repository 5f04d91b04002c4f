/**
 * The nodes of the server, asked again and again while the page is seen.
 *
 * @module
 */
import { useEffect, useState } from 'react';
import { useEngine } from '@posthorn/react';
import type { Node, ServerInfo } from '@posthorn/protocol';
import { NO_SERIES, withSample } from '../model/node-figures.ts';
import type { Series } from '../model/node-figures.ts';

const EVERY_MS = 3000;

export interface NodesNow {
  readonly nodes: readonly Node[];
  readonly info: ServerInfo | undefined;
  readonly series: Series;
  readonly isLoading: boolean;
  readonly error: unknown;
}

const NOTHING: NodesNow = {
  nodes: [],
  info: undefined,
  series: NO_SERIES,
  isLoading: true,
  error: undefined,
};

export function useNodes(): NodesNow {
  const engine = useEngine();
  const [state, setState] = useState(NOTHING);
  useEffect(() => {
    let isOver = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = async (): Promise<void> => {
      const [{ nodes }, info] = await Promise.all([
        engine.call('listNodes', {}),
        engine.call('getServerInfo', {}),
      ]);
      setState((before) => ({
        nodes,
        info,
        series: withSample(before.series, nodes, before.nodes, Date.now()),
        isLoading: false,
        error: undefined,
      }));
    };
    const turn = (): void => {
      if (isOver) return;
      if (document.hidden) {
        timer = setTimeout(turn, EVERY_MS);
        return;
      }
      ask()
        .catch((error: unknown) => {
          if (!isOver) setState((before) => ({ ...before, isLoading: false, error }));
        })
        .finally(() => {
          if (!isOver) timer = setTimeout(turn, EVERY_MS);
        });
    };
    turn();
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [engine]);
  return state;
}
