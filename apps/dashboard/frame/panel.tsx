import Link from 'next/link';
import type { ReactNode } from 'react';
import classes from './panel.module.css';

interface PanelProps {
  id: string;
  title: ReactNode;
  /** The whole list behind what the panel shows. */
  all?: { href: string; label: string };
  /** A line under the title. */
  note?: ReactNode;
  /** Content that brings its own edges: a table. */
  flush?: boolean;
  children: ReactNode;
}

export function Panel({ id, title, all, note, flush, children }: PanelProps) {
  return (
    <section className={classes.panel} aria-labelledby={id}>
      <div className={classes.head}>
        <h2 id={id}>{title}</h2>
        {all && (
          <Link href={all.href} prefetch={false}>
            {all.label}
          </Link>
        )}
        {note && <p>{note}</p>}
      </div>
      <div className={flush ? classes.flush : classes.body}>{children}</div>
    </section>
  );
}
