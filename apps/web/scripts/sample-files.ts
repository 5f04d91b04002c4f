/**
 * Stands in for a server while the sample is shown: pictures of its files, and what a server tells of itself. For
 * development alone.
 *
 * @module
 */
import type { Plugin } from 'vite';

const SERVER = {
  name: 'Posthorn',
  version: 'sample',
  isSetUp: true,
  registration: 'open',
  limits: { passwordChars: 8 },
};

/** `isAlone`: there is no server to ask. */
export function sampleFiles(isAlone: boolean): Plugin {
  return {
    name: 'posthorn-sample-files',
    apply: 'serve',
    configureServer({ middlewares }) {
      middlewares.use((request, response, next) => {
        const url = new URL(request.url ?? '/', 'http://localhost');
        const [, hue, width, height] =
          /^\/v1\/files\/sample-photo-(\d+)-(\d+)x(\d+)$/.exec(url.pathname) ?? [];
        if (hue !== undefined && width !== undefined && height !== undefined) {
          response.setHeader('content-type', 'image/svg+xml');
          response.end(picture(Number(hue), Number(width), Number(height)));
        } else if (isAlone && url.pathname === '/v1/server') {
          response.setHeader('content-type', 'application/json');
          response.end(JSON.stringify(SERVER));
        } else if (isAlone && url.pathname.startsWith('/v1/')) {
          response.statusCode = 404;
          response.end();
        } else next();
      });
    },
  };
}

function picture(hue: number, width: number, height: number): string {
  const colour = (lightness: number, turn: number): string =>
    `hsl(${String((hue + turn) % 360)} 55% ${String(lightness)}%)`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${String(width)}" height="${String(height)}" viewBox="0 0 16 10" preserveAspectRatio="none">
<rect width="16" height="10" fill="${colour(72, 0)}"/><circle cx="12" cy="3" r="1.4" fill="${colour(90, 40)}"/>
<path d="M0 7 4 4l3 3 4-4 5 5v2H0z" fill="${colour(45, 20)}"/><path d="M0 8.500 5 7l5 2 6-2v3H0z" fill="${colour(30, 340)}"/></svg>`;
}
