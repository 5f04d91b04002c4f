/**
 * Gives the engine to a tree of components.
 *
 * @module
 */
import { createContext, createElement, useContext } from 'react';
import type { ReactNode } from 'react';
import type { Engine } from '@posthorn/client/engine';

const Context = createContext<Engine | undefined>(undefined);

export function EngineProvider({
  engine,
  children,
}: {
  readonly engine: Engine;
  readonly children: ReactNode;
}): ReactNode {
  return createElement(Context, { value: engine }, children);
}

/** The engine of the tree. Throws outside of an EngineProvider. */
export function useEngine(): Engine {
  const engine = useContext(Context);
  if (engine === undefined) throw new Error('useEngine() needs an EngineProvider around it');
  return engine;
}
