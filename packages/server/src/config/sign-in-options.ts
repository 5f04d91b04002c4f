/**
 * The heading of options for ways to log in that rest on somebody else.
 *
 * @module
 */
import type { OptionGroup } from './option.ts';

export const SIGN_IN: OptionGroup = { heading: 'Sign-in from elsewhere', order: 45 };
