import Link from 'next/link';
import { type ReactNode, Suspense } from 'react';
import { FreshnessNote } from './freshness-note';
import classes from './page-header.module.css';

interface PageHeaderProps {
  title: ReactNode;
  /** The page above this one. */
  parent?: { href: string; label: string };
  /** What the title is about, in a line. */
  children?: ReactNode;
}

export function PageHeader({ title, parent, children }: PageHeaderProps) {
  return (
    <header className={classes.header}>
      <div className={classes.words}>
        {parent && (
          <nav aria-label="Breadcrumb" className={classes.parent}>
            <Link href={parent.href}>{parent.label}</Link>
            <span aria-hidden> /</span>
          </nav>
        )}
        <h1>{title}</h1>
        {children && <div className={classes.under}>{children}</div>}
      </div>
      <Suspense fallback={<p className={classes.fresh}>&nbsp;</p>}>
        <FreshnessNote />
      </Suspense>
    </header>
  );
}
