/**
 * Addresses of bytes of the page.
 *
 * @module
 */
import { useEffect, useState } from 'react';

/** As long as it is drawn. Undefined before, and without a file. */
export function useObjectUrl(file: Blob | undefined): string | undefined {
  const [url, setUrl] = useState<string>();
  useEffect(() => {
    if (file === undefined) return undefined;
    const made = URL.createObjectURL(file);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [file]);
  return url;
}
