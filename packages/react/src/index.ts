/**
 * React bindings of the engine: `EngineProvider` gives it to a tree, the hooks read it, and draw again what has changed.
 *
 * @module
 */
export { EngineProvider, useEngine } from './provider.ts';
export {
  useConversation,
  useConversations,
  useCursors,
  useLive,
  useLiveKey,
  useMe,
  useMine,
  useOutgoing,
  usePresence,
  useStatus,
  useTyping,
  useUser,
} from './hooks.ts';
export { useTimeline } from './timeline.ts';
export type { ShownTimeline, TimelineOptions } from './timeline.ts';
