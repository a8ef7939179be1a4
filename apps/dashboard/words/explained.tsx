'use client';

import { Tooltip } from '@mantine/core';
import Link from 'next/link';
import type { ReactNode } from 'react';

interface ExplainedProps {
  /** The words; what the tip says must not be needed to understand them. */
  children: ReactNode;
  tip: ReactNode;
  href?: string;
  className?: string;
  /** For styles that depend on what is shown. */
  tone?: string;
  'aria-label'?: string;
}

/** Words with a short explanation, on hover and on keyboard focus. A link where there is a list behind it. */
export function Explained({ children, tip, href, tone, ...rest }: ExplainedProps) {
  const target = href ? (
    <Link href={href} data-tone={tone} prefetch={false} {...rest}>
      {children}
    </Link>
  ) : (
    <span data-tone={tone} {...rest}>
      {children}
    </span>
  );
  return (
    <Tooltip
      label={tip}
      multiline
      maw={300}
      withArrow
      openDelay={250}
      position="top-start"
      fz={12.5}
      transitionProps={{ duration: 100 }}
      events={{ hover: true, focus: true, touch: true }}
    >
      {target}
    </Tooltip>
  );
}
