/// <reference types="vite/client" />

declare module '*?sharedworker&url' {
  /** The URL of the built worker. */
  const url: string;
  export default url;
}

declare module '*.po' {
  import type { Messages } from '@lingui/core';
  export const messages: Messages;
}

/** See scripts/emoji.ts. */
declare module 'virtual:emoji/*' {
  /** A PackedEmojiList of model/emoji-data.ts: nothing relative can be imported here. */
  export const packed: {
    readonly tones: readonly string[];
    readonly emoji: readonly (readonly [string, string, string, number, number, string?])[];
  };
}
