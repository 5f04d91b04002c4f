/** Hooks draw what the engine has. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { createElement } from 'react';
import type { ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import type { Engine } from '@posthorn/client/engine';
import { EngineProvider, useConversation, useStatus, useTyping } from '../src/index.ts';

it('a component without an engine around it says so', () => {
  assert.throws(() => renderToStaticMarkup(createElement(Line)), /EngineProvider/);
});

function Line(): ReactNode {
  const { connection } = useStatus();
  const conversation = useConversation(7);
  return `${connection}: ${conversation?.title ?? 'none'}, ${useTyping(7).length} typing`;
}

it('hooks read values and keys', () => {
  const engine = {
    status: live({ connection: 'online' }),
    conversations: map(new Map([[7, { title: 'Verona' }]])),
    typing: map(new Map([[7, [2, 3]]])),
  } as unknown as Engine;
  const drawn = renderToStaticMarkup(
    createElement(EngineProvider, { engine, children: createElement(Line) }),
  );
  assert.equal(drawn, 'online: Verona, 2 typing');
});

function live<T>(value: T): object {
  return { get: () => value, subscribe: () => () => {} };
}

function map<K, V>(values: ReadonlyMap<K, V>): object {
  return { ...live(values), at: (key: K) => values.get(key), subscribeTo: () => () => {} };
}
