import { describe, expect, it } from '@jest/globals';
import { failureOf } from './failure';

const reasonOf = (status: number, body: unknown) => failureOf(status, body, 'id')?.reason;

describe('what the API answers', () => {
  it('is no failure when it holds data and no error', () => {
    expect(failureOf(200, { data: { fleet: {} } }, 'id')).toBeNull();
  });

  it('is a failure with an error beside the data: half an answer could be read as a whole one', () => {
    expect(reasonOf(200, { data: { fleet: null }, errors: [{ message: 'boom' }] })).toBe('BROKEN');
  });

  it('tells a wrong address from a wrong token and from a fault', () => {
    const withCode = (code: string) => ({ errors: [{ message: 'no', extensions: { code } }] });
    expect(reasonOf(200, withCode('BAD_USER_INPUT'))).toBe('BAD_ADDRESS');
    expect(reasonOf(200, withCode('UNAUTHENTICATED'))).toBe('UNAUTHORISED');
    expect(reasonOf(401, null)).toBe('UNAUTHORISED');
    expect(reasonOf(503, null)).toBe('UNREACHABLE');
    expect(reasonOf(500, 'not JSON')).toBe('BROKEN');
  });

  it('keeps the sentence of the API and the id of the request', () => {
    expect(failureOf(400, { detail: 'Ask for at most 100 rows.' }, 'r-1')).toMatchObject({
      message: 'Ask for at most 100 rows.',
      requestId: 'r-1',
    });
  });
});
