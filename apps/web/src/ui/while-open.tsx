/**
 * The element of a menu, popover or dialog.
 *
 * @module
 */
import type { HTMLAttributes, ReactElement, Ref } from 'react';

/**
 * While it fades, nothing in it can be pressed again, typed into, or found by a screen reader: a second Enter on "Ban" must
 * not ban twice. For `render` of Base UI's popups.
 */
export function whileOpen(
  props: HTMLAttributes<HTMLDivElement> & { readonly ref?: Ref<HTMLDivElement> | undefined },
  { open }: { readonly open: boolean },
): ReactElement {
  return <div {...props} inert={!open} />;
}
