'use client';

import { useSyncExternalStore } from 'react';
import { formatInstant, formatSpan, type InstantStyle } from './instant';

const noChange = () => () => undefined;
const browserZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;
// The server cannot know the viewer's zone: it writes UTC, and the browser rewrites it while it hydrates.
const serverZone = () => 'UTC';

function useZone(): string {
  return useSyncExternalStore(noChange, browserZone, serverZone);
}

/** An instant in the viewer's zone; the exact one on hover. `now` is the server's, so that both render the same. */
export function InstantText({ at, style = 'both', now }: { at: string; style?: InstantStyle; now: string }) {
  const zone = useZone();
  return (
    <time dateTime={at} title={`${at} (shown in ${zone})`}>
      {formatInstant(at, style, zone, new Date(now))}
    </time>
  );
}

/** "data from 14:02 to 14:31". */
export function SpanText({ from, to, now }: { from: string; to: string; now: string }) {
  const zone = useZone();
  const [start, end] = formatSpan(from, to, zone, new Date(now));
  if (start === end || from === to) {
    return (
      <>
        from{' '}
        <time dateTime={from} title={`${from} (shown in ${zone})`}>
          {start}
        </time>
      </>
    );
  }
  return (
    <>
      from{' '}
      <time dateTime={from} title={`${from} (shown in ${zone})`}>
        {start}
      </time>{' '}
      to{' '}
      <time dateTime={to} title={`${to} (shown in ${zone})`}>
        {end}
      </time>
    </>
  );
}
