import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { NextFunction, Request, Response } from 'express';

/** Everything is in the page itself; the browser is told to fetch nothing from anywhere else. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self' 'unsafe-inline' blob:",
  "worker-src 'self' blob:",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const FIRST_QUERY = `# Waymark: which policy is really enforced, by whom, with what effect.
# With tokens configured, add a header below: { "authorization": "Bearer waymark_…" }
{
  clusters(first: 10, orderBy: ERRORS) {
    totalCount
    nodes { name istioVersion freshness findingCounts { error warning info } }
  }
}
`;

interface Page {
  readonly gzipped: Buffer;
  readonly etag: string;
}

/** Answers a browser's GET /graphql with GraphiQL; every other request goes on to the GraphQL server. */
export function graphiql() {
  let page: Promise<Page> | undefined;
  return async (request: Request, response: Response, next: NextFunction): Promise<void> => {
    const wantsPage = request.method === 'GET' && request.query['query'] === undefined && accepts(request);
    if (!wantsPage) return next();
    const { gzipped, etag } = await (page ??= render());
    response.set({ etag, 'cache-control': 'no-cache', 'content-security-policy': CONTENT_SECURITY_POLICY });
    if (request.fresh) return void response.status(304).end();
    const zipped = request.acceptsEncodings('gzip') !== false;
    response.type('html').vary('accept-encoding');
    if (zipped) response.set('content-encoding', 'gzip');
    response.send(zipped ? gzipped : await promisify(gunzip)(gzipped));
  };
}

/** Not for wildcards: curl asks for anything, and gets the server's own answer. */
const accepts = (request: Request): boolean => request.get('accept')?.includes('text/html') ?? false;

/** The page is 9 MB of script and style, so it is loaded when first asked for, and compressed once. */
async function render(): Promise<Page> {
  const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql');
  const html = renderGraphiQL({ title: 'Waymark GraphiQL', endpoint: '/graphql', defaultQuery: FIRST_QUERY });
  return {
    gzipped: await promisify(gzip)(html),
    etag: `"${createHash('sha256').update(html).digest('base64url')}"`,
  };
}
