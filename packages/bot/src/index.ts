/**
 * Posthorn's SDK for bots. `@posthorn/bot/test` runs them in tests.
 *
 * @module
 */
export { createBot } from './bot.ts';
export type { Bot, BotEvents, BotOptions } from './bot.ts';
export { button, form, link, menu } from './components.ts';
export type { Rows } from './components.ts';
export type { Context, InteractionContext, MessageContext } from './context.ts';
export type { FieldSpec, FieldSpecs, LabelledChoice, ValuesOf } from './fields.ts';
export { fileState } from './file-state.ts';
export type { State, StateStore } from './state.ts';
export { stream } from './streaming.ts';
export type { StreamOptions } from './streaming.ts';
