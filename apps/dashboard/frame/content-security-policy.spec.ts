import { describe, expect, it } from '@jest/globals';
import { contentSecurityPolicy } from './content-security-policy';

describe('the content security policy', () => {
  it('runs scripts by nonce only', () => {
    const policy = contentSecurityPolicy('n1', false);
    expect(policy).toContain("script-src 'self' 'nonce-n1' 'strict-dynamic';");
    expect(policy).not.toMatch(/script-src[^;]*unsafe/);
    expect(policy).toContain("style-src 'self' 'nonce-n1';");
  });

  it('names no other origin', () => {
    expect(contentSecurityPolicy('n1', false)).not.toMatch(/https?:|\*/);
  });
});
