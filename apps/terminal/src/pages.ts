/**
 * Lists that a request answers page by page.
 *
 * @module
 */

/** All pages. `read`: asks for the one at a cursor; empty: for the first one. */
export async function* pages<P extends { readonly next: string }>(
  read: (cursor: string) => Promise<P>,
): AsyncGenerator<P> {
  for (let cursor = ''; ;) {
    const page = await read(cursor);
    yield page;
    if (page.next === '') return;
    cursor = page.next;
  }
}
