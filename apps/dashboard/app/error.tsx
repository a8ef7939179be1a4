'use client';

import classes from '../state/state.module.css';

/** A fault of the dashboard itself. What the API does is told by the page (state/failed.tsx). */
export default function PageFault({ error, retry }: { error: Error & { digest?: string }; retry: () => void }) {
  return (
    <section className={classes.state} role="alert" data-failure="FAULT">
      <h2>This page could not be drawn</h2>
      <p className={classes.words}>The fault lies in the dashboard. Its log holds the details.</p>
      <p>
        <button type="button" className={classes.button} onClick={retry}>
          Try again
        </button>
      </p>
      {error.digest && (
        <p className={classes.small}>
          Error <code>{error.digest}</code>
        </p>
      )}
    </section>
  );
}
