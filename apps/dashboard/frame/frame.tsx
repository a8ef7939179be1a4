import Link from 'next/link';
import type { ReactNode } from 'react';
import classes from './frame.module.css';
import { Mark } from './mark';
import { Navigation } from './navigation';
import { Shortcuts } from './shortcuts';
import { ThemeToggle } from './theme-toggle';

/** What stays on the screen whatever the page does: the way to every other page. */
export function Frame({ children }: { children: ReactNode }) {
  return (
    <div className={classes.frame}>
      <a href="#content" className={classes.skip}>
        Skip to content
      </a>
      <header className={classes.side}>
        <div className={classes.pinned}>
          <Link href="/" className={classes.brand} aria-label="Waymark, fleet">
            <Mark />
            <span>Waymark</span>
          </Link>
          <Navigation />
          <div className={classes.foot}>
            <ThemeToggle />
          </div>
        </div>
      </header>
      <main id="content" tabIndex={-1} className={classes.content}>
        {children}
      </main>
      <Shortcuts />
    </div>
  );
}
