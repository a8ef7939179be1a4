import type { Request, Response } from 'express';

const LONGEST_MS = 2000;
const MOST_BYTES = 64 * 1024 * 1024;

/**
 * After an early answer the sender may still be sending. Closing at once would reset the connection before it reads
 * the answer, so what comes is thrown away for a moment; who does not stop is cut off.
 */
export function discardRest(request: Request, response: Response): void {
  if (request.complete || request.destroyed) return;
  let bytes = 0;
  const cut = () => request.socket.destroy();
  const timer = setTimeout(cut, LONGEST_MS);
  response.setHeader('connection', 'keep-alive');
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > MOST_BYTES) cut();
  });
  request.on('error', () => undefined);
  request.on('close', () => clearTimeout(timer));
  request.on('end', () => clearTimeout(timer));
  request.resume();
}
