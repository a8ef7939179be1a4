import { describe, expect, it } from '@jest/globals';
import { BodyTooLarge, ManifestsRefused, problemOf, problemSchema } from './index.js';

describe('a problem document', () => {
  it('carries the stable code, what to do, and the request id', () => {
    const problem = problemOf(new BodyTooLarge(1000), 'r-1');
    expect(problemSchema.parse(problem)).toEqual({
      type: 'urn:waymark:problem:body-too-large',
      title: 'The body is too large',
      status: 413,
      code: 'BODY_TOO_LARGE',
      detail: 'The body has more than 1000 bytes. Upload one cluster at a time, and compress it with gzip.',
      requestId: 'r-1',
    });
  });

  it('lists at most a hundred places, and names the first in its sentence', () => {
    const places = Array.from({ length: 150 }, (_, line) => ({ detail: 'twice', file: 'a.yaml', line }));
    const problem = problemOf(new ManifestsRefused('DUPLICATE_OBJECT', places), 'r-2');
    expect(problem.errors).toHaveLength(100);
    expect(problem.detail).toContain('a.yaml:0');
  });
});
