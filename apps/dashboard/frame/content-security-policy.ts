/**
 * Scripts run only with this answer's nonce, nothing is loaded from another origin, nobody may frame the page.
 * Mantine sizes its components with style attributes, which cannot carry a nonce; hence `style-src-attr`.
 */
export function contentSecurityPolicy(nonce: string, development: boolean): string {
  // React's development build rebuilds server stacks with eval; the production build does not.
  const evaluation = development ? " 'unsafe-eval'" : '';
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${evaluation}`,
    development ? "style-src 'self' 'unsafe-inline'" : `style-src 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}
