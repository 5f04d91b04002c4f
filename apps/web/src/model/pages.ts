/**
 * Lists that a server tells page by page.
 *
 * @module
 */

/** The pages, each asked for when it is wanted: whoever has seen enough leaves the loop. */
export async function* pagesOf<P extends { readonly next: string }>(
  ask: (cursor: string) => Promise<P>,
): AsyncGenerator<P, void, undefined> {
  let cursor = '';
  do {
    const page = await ask(cursor);
    yield page;
    cursor = page.next;
  } while (cursor !== '');
}
