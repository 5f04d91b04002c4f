/**
 * The URL of a worker's script, where the browser takes it only from a named policy (Trusted Types).
 *
 * @module
 */

/** What browsers with Trusted Types have. */
interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL(url: string): string },
  ): { createScriptURL(url: string): unknown };
}

/** Made once: a second policy of one name is refused. */
let policy: ReturnType<TrustedTypes['createPolicy']> | undefined;

/** Throws a TypeError for a script of another origin than the page's. */
export function workerScript(url: URL): string {
  if (url.origin !== location.origin) throw new TypeError('a worker comes from the page itself');
  const { trustedTypes } = globalThis as { readonly trustedTypes?: TrustedTypes };
  if (trustedTypes === undefined) return url.href;
  policy ??= trustedTypes.createPolicy('posthorn-worker', { createScriptURL: (given) => given });
  // Constructors of workers take it; the type of the DOM library knows strings alone.
  return policy.createScriptURL(url.href) as string;
}
