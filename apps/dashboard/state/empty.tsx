import type { ReactNode } from 'react';
import classes from './state.module.css';

/** A list without rows: why, and the next step. */
export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <section className={classes.state}>
      <h2>{title}</h2>
      {children && <div className={classes.words}>{children}</div>}
    </section>
  );
}
